import { createHmac } from 'node:crypto'
import { type QueryExecutorProvider, sql } from 'kysely'
import { contactOfAddress, type Sign } from '../mail-links.ts'
import { isRoleMailbox, normalEmail } from '../person.ts'
import type { Taken, TakenEvent } from '../taken.ts'
import { keptGoals, linkNamedGoals, type NamedGoal, noteGoals } from './goals.ts'
import { cutVisitors, type NewEdge, noteEdges, queueVisitors } from './identity-edges.ts'
import type { OnTaken } from './taken.ts'

/** Signs links to known people with a key of their own, made of the secret of the installation. */
export function mailLinkSign(secret: string): Sign {
  const key = createHmac('sha256', secret).update('tracking.mail_link').digest()
  return (contactId) => createHmac('sha256', key).update(contactId).digest('base64url')
}

/**
 * What goals and identity make of a batch, in its transaction: goals that were reached, edges that it brought, links
 * that it ended. What follows for touchpoints is worked out afterwards (`stitch.ts`), so that taking hits in does not
 * wait for it; `soon` is called when there is something to do.
 */
export function identityTaken(parts: {
  readonly now: () => Date
  readonly sign: Sign
  readonly soon: () => void
}): OnTaken {
  const goals = keptGoals(parts.now)
  return async (tx, taken) => {
    const reached = await noteGoals(tx, await goals(tx), taken.events)
    await linkNamedGoals(tx, await namedGoals(tx, reached))
    await forgetMerged(tx, taken)
    const noted = await noteEdges(tx, await edgesOf(tx, taken.events, parts.sign))
    await cutVisitors(tx, taken.withdrawn)
    const queued = await queueKnown(tx, taken, reached)
    if (queued || noted.length > 0 || taken.withdrawn.length > 0) parts.soon()
  }
}

/** A visit that turned out to be part of another one leaves its goals and edges to that one, and no touch. */
async function forgetMerged(tx: QueryExecutorProvider, { merged }: Taken): Promise<void> {
  if (merged.length === 0) return
  const pairs = sql`unnest(${merged.map(({ id }) => id)}::bigint[], ${merged.map(({ into }) => into)}::bigint[]) as pair (id, into_id)`
  await sql`
    update tracking.goal_reached reached set visit_id = pair.into_id from ${pairs} where reached.visit_id = pair.id
  `.execute(tx)
  await sql`
    update tracking.identity edge set visit_id = pair.into_id
      from ${pairs} where edge.visit_id = pair.id
  `.execute(tx)
  await sql`
    with gone as (
      delete from tracking.touchpoint where visit_id = any(${merged.map(({ id }) => id)}::bigint[]) returning visitor
    )
    insert into tracking.stitching (visitor) select distinct visitor from gone where visitor is not null
  `.execute(tx)
}

/** Whoever may be told to be somebody: with consent to marketing, and no program. */
const mayBeKnown = (event: TakenEvent): event is TakenEvent & { readonly visitorId: string } =>
  event.visitorId !== null && event.consent === 'marketing' && !event.isBot

async function edgesOf(
  tx: QueryExecutorProvider,
  events: readonly TakenEvent[],
  sign: Sign,
): Promise<NewEdge[]> {
  const known = events.filter(mayBeKnown)
  const clicks = known.flatMap((event) => {
    const contactId = event.kind === 'page' ? contactOfAddress(event.address, sign) : null
    return contactId === null ? [] : [{ event, contactId }]
  })
  const edges: NewEdge[] = []
  if (clicks.length > 0) {
    const now = await contactsNow(
      tx,
      clicks.map(({ contactId }) => contactId),
    )
    for (const { event, contactId } of clicks) {
      const current = now.get(contactId)
      if (current) edges.push({ ...atEvent(event), kind: 'mail_link', contactId: current })
    }
  }
  const told = known.filter(({ kind }) => kind === 'identify')
  if (told.length > 0) edges.push(...(await toldEdges(tx, told)))
  return edges
}

const atEvent = (event: TakenEvent & { readonly visitorId: string }) => ({
  visitor: event.visitorId,
  at: new Date(event.at),
  visitId: event.visitId,
  messageId: event.messageId,
  named: event.name,
})

/** The contacts that links were made for, as they are called now: some went into others meanwhile. */
async function contactsNow(
  tx: QueryExecutorProvider,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; now: string }>`
    with recursive step as (
      select id, id as now, 0 as depth from unnest(${[...ids]}::uuid[]) as wanted (id)
      union
      select step.id, merged.into_contact_id, depth + 1
        from step join tracking.merged_contact merged on merged.contact_id = step.now
       where depth < 20
    )
    select step.id, step.now from step join crm.contact on contact.id = step.now
  `.execute(tx)
  return new Map(rows.map(({ id, now }) => [id, now]))
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null

/**
 * What `identify` and `group` calls say: `email`, or `userId` (our id of a contact or lead, or that of the system they
 * were imported from, or an address); `group` (an account in the same way, or its domain); `login` that it was a login.
 */
async function toldEdges(
  tx: QueryExecutorProvider,
  events: readonly (TakenEvent & { readonly visitorId: string })[],
): Promise<NewEdge[]> {
  const named = events.flatMap(({ properties, userId }) =>
    [textOf(userId ?? properties.userId), textOf(properties.group)].filter((text) => text !== null),
  )
  const records = await recordsNamed(tx, named)
  return events.flatMap((event): NewEdge[] => {
    const { properties } = event
    const userId = textOf(event.userId ?? properties.userId)
    const email = normalEmail(properties.email) ?? normalEmail(userId)
    const record = records.get(userId ?? '')
    const edges: NewEdge[] = []
    if (email !== null || record?.kind === 'contact' || record?.kind === 'lead') {
      edges.push({
        ...atEvent(event),
        // What a call is called says nothing of the person.
        named: null,
        kind: properties.login === true ? 'login' : 'identify',
        email,
        contactId: record?.kind === 'contact' ? record.id : null,
        leadId: record?.kind === 'lead' ? record.id : null,
      })
    }
    const group = textOf(properties.group)
    if (group !== null) edges.push(groupEdge(event, group, records.get(group)))
    return edges
  })
}

type Named = { readonly kind: string; readonly id: string }

function groupEdge(
  event: TakenEvent & { readonly visitorId: string },
  group: string,
  record: Named | undefined,
): NewEdge {
  const domain = textOf(event.properties.domain) ?? group
  return {
    ...atEvent(event),
    kind: 'group',
    named: group.slice(0, 255),
    domain: /^[\w-]+(\.[\w-]+)+$/.test(domain) ? domain.toLowerCase() : null,
    accountId: record?.kind === 'account' ? record.id : null,
  }
}

/**
 * Of goals that a server reports with a user id and no visitor, with consent to marketing: whose they are. Nobody's
 * where the id is none of a contact or lead.
 */
async function namedGoals(
  tx: QueryExecutorProvider,
  reached: readonly TakenEvent[],
): Promise<NamedGoal[]> {
  const named = reached.flatMap(({ messageId, visitorId, consent, userId, isBot }) => {
    const name = textOf(userId)
    const isNamed = visitorId === null && consent === 'marketing' && !isBot && name !== null
    return isNamed ? [{ messageId, name, email: personEmail(name) }] : []
  })
  if (named.length === 0) return []
  const records = await recordsNamed(
    tx,
    named.map(({ name }) => name),
  )
  const ofAddress = await contactsOfAddress(
    tx,
    named.flatMap(({ email }) => email ?? []),
  )
  return named.flatMap(({ messageId, name, email }): NamedGoal[] => {
    const record = records.get(name)
    const contactId = record?.kind === 'contact' ? record.id : (ofAddress.get(email ?? '') ?? null)
    const leadId = record?.kind === 'lead' ? record.id : null
    return contactId === null && leadId === null ? [] : [{ messageId, contactId, leadId }]
  })
}

/** The address of one person; a box that several read is nobody's. */
function personEmail(text: string): string | null {
  const email = normalEmail(text)
  return email === null || isRoleMailbox(email) ? null : email
}

/** The oldest contact with each address. */
async function contactsOfAddress(
  tx: QueryExecutorProvider,
  emails: readonly string[],
): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map()
  const { rows } = await sql<{ email: string; id: string }>`
    select distinct on (lower(email)) lower(email) as email, id from crm.contact
     where lower(email) = any(${[...emails]}::text[]) order by lower(email), created_at, id
  `.execute(tx)
  return new Map(rows.map(({ email, id }) => [email, id]))
}

/** Contacts, leads and accounts by our id or by the one of the system that they came from, where that is one record. */
async function recordsNamed(
  tx: QueryExecutorProvider,
  names: readonly string[],
): Promise<Map<string, Named>> {
  if (names.length === 0) return new Map()
  const ids = names.filter((name) => UUID.test(name)).map((name) => name.toLowerCase())
  const { rows } = await sql<{ name: string; kind: string; id: string }>`
    select id::text as name, 'contact' as kind, id::text as id from crm.contact where id = any(${ids}::uuid[])
    union all
    select id::text, 'lead', id::text from leads.lead where id = any(${ids}::uuid[])
    union all
    select id::text, 'account', id::text from crm.account where id = any(${ids}::uuid[])
    union all
    select external_key, min(kind), min(record_id::text) from imports.source_key
     where external_key = any(${[...names]}::text[]) and kind in ('contact', 'lead', 'account')
     group by external_key having count(distinct record_id) = 1
  `.execute(tx)
  return new Map(rows.map(({ name, kind, id }) => [name, { kind, id }]))
}

/** What leaves a touch besides the visit and its goals. */
const TOUCHING: ReadonlySet<TakenEvent['kind']> = new Set(['form', 'out', 'file'])

/** Has visitors of whom something is known worked on, when they did something that may be linked. */
async function queueKnown(
  tx: QueryExecutorProvider,
  { visits, events }: Taken,
  reached: readonly TakenEvent[],
): Promise<boolean> {
  const changed = visits.filter(({ isRelanded }) => isRelanded)
  const touching = [...events.filter(({ kind }) => TOUCHING.has(kind)), ...reached]
  const active = new Set(
    [...changed, ...touching]
      .filter(({ consent, visitorId }) => consent === 'marketing' && visitorId !== null)
      .map(({ visitorId }) => visitorId),
  )
  if (active.size === 0) return false
  const { rows } = await sql<{ visitor: string }>`
    select distinct visitor from tracking.identity where visitor = any(${[...active]}::uuid[])
  `.execute(tx)
  const known = rows.map(({ visitor }) => visitor)
  await queueVisitors(tx, known)
  return known.length > 0
}
