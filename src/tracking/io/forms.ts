import { type Kysely, sql } from 'kysely'
import type { Values } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import { bindingOf, type Records, writeOne } from '#platform/records/service.ts'
import { lockRows } from '#platform/records/write.ts'
import {
  FILLED_BY_FORMS,
  type FormSubmission,
  type KnownPerson,
  senderOf,
  type TakenForm,
} from '../form-shapes.ts'
import { isFreeMail } from '../free-mail.ts'
import { normalEmail } from '../person.ts'
import { secretOf } from './access-keys.ts'
import { mailDomain } from './domains.ts'
import { noteEdges } from './identity-edges.ts'
import { uuidOfWireId } from './salts.ts'

export type FormParts = {
  readonly db: Kysely<unknown>
  readonly records: Records
  readonly now: () => Date
  readonly timeZone: () => string
}

/** The website of a write key; throws `tracking.wrong_key` (401). */
export async function websiteOfKey(
  db: Kysely<unknown>,
  authorization: string | undefined,
): Promise<{ readonly number: number; readonly name: string }> {
  const { rows } = await sql<{ number: number; name: string }>`
    select number, name from tracking.website where write_key = ${secretOf(authorization) ?? ''} and active
  `.execute(db)
  if (!rows[0]) throw new Refusal('unauthenticated', 'tracking.wrong_key')
  return rows[0]
}

/** The visitor who sent a form, as far as their visits may be linked to a person. */
type Visitor = {
  readonly id: string
  readonly visitId: number | null
  readonly firstAt: Date | null
  readonly origin: {
    readonly source: string | null
    readonly medium: string | null
    readonly campaign: string | null
    readonly content: string | null
    readonly term: string | null
    readonly channel: string
  } | null
}

/** Makes a lead of a form or finds the one there is, and links the visits of whoever sent it. */
export async function takeForm(
  parts: FormParts,
  website: { readonly number: number; readonly name: string },
  form: FormSubmission,
): Promise<TakenForm> {
  const { db, now } = parts
  const email = normalEmail(form.email) ?? form.email
  const at = form.sent_at ? new Date(form.sent_at) : now()
  const context: WriteContext = {
    actor: { userId: null, name: `${website.name}: ${form.form}` },
    now: now(),
    timeZone: parts.timeZone(),
  }
  return db.transaction().execute(async (transaction) => {
    const tx = transaction as unknown as Tx
    const before = await earlier(tx, website.number, form, now())
    const linkable = await visitorOf(tx, form.regelkreis_visitor ?? null, at)
    const visits = typeof linkable === 'string' ? linkable : 'linked'
    if (before) return { ...before, known: true, visits }
    const visitor = typeof linkable === 'string' ? null : linkable
    const made = await findOrMake(tx, parts.records, { ...form, email }, { at, visitor, context })
    await keep(tx, website.number, form, made)
    if (visitor !== null) {
      await noteEdges(tx, [
        {
          ...{ visitor: visitor.id, kind: 'form', at, visitId: visitor.visitId, named: form.form },
          ...{ email, leadId: made.lead, contactId: made.contact },
        },
      ])
    }
    return { ...made, known: false, visits }
  })
}

const keyOf = (website: number, form: FormSubmission): string | null =>
  form.id ? `${website} ${form.id}` : null

/** What the same submission came to before. Two that come together wait for each other. */
async function earlier(
  tx: Tx,
  website: number,
  form: FormSubmission,
  now: Date,
): Promise<Pick<TakenForm, 'lead' | 'contact' | 'reason'> | null> {
  const key = keyOf(website, form)
  if (key === null) return null
  const { numAffectedRows } = await sql`
    insert into tracking.submission (key, received_at) values (${key}, ${now}) on conflict do nothing
  `.execute(tx)
  if (Number(numAffectedRows ?? 0) > 0) return null
  const { rows } = await sql<{ lead: string | null; contact: string | null }>`
    select lead_id as lead, contact_id as contact from tracking.submission where key = ${key}
  `.execute(tx)
  const found = rows[0] ?? { lead: null, contact: null }
  return { ...found, reason: found.lead ? 'open_lead' : found.contact ? 'contact' : 'nobody' }
}

async function keep(
  tx: Tx,
  website: number,
  form: FormSubmission,
  made: Pick<TakenForm, 'lead' | 'contact'>,
): Promise<void> {
  await sql`
    update tracking.submission set lead_id = ${made.lead}, contact_id = ${made.contact}
     where key = ${keyOf(website, form)}
  `.execute(tx)
}

const WIRE_ID = /^[\w-]{22}$/

async function visitorOf(
  tx: Tx,
  wireId: string | null,
  at: Date,
): Promise<Visitor | 'no_visitor' | 'no_consent'> {
  if (wireId === null || !WIRE_ID.test(wireId)) return 'no_visitor'
  const id = uuidOfWireId(wireId)
  const { rows } = await sql<{ may: boolean }>`
    select consent = 'm' and withdrawn_at is null as may from tracking.visitor where id = ${id}
  `.execute(tx)
  if (!rows[0]) return 'no_visitor'
  if (!rows[0].may) return 'no_consent'
  const visits = await sql<{ id: number; startedAt: Date } & NonNullable<Visitor['origin']>>`
    select id, started_at as "startedAt", source, medium, campaign, content, term, channel from tracking.visit
     where visitor = ${id} and consent = 'm' and started_at <= ${at}
     order by started_at desc, id desc limit 200
  `.execute(tx)
  const [last] = visits.rows
  // Direct never overwrites: the visit that brought them is the last one that came from somewhere.
  const origin = visits.rows.find(({ channel }) => channel !== 'direct') ?? last
  return {
    id,
    visitId: last?.id ?? null,
    firstAt: visits.rows.at(-1)?.startedAt ?? null,
    origin: origin ?? null,
  }
}

type Made = Pick<TakenForm, 'lead' | 'contact' | 'reason'>
type Circumstances = {
  readonly at: Date
  readonly visitor: Visitor | null
  readonly context: WriteContext
}

async function findOrMake(
  tx: Tx,
  records: Records,
  form: FormSubmission,
  around: Circumstances,
): Promise<Made> {
  const known = await peopleWith(tx, form.email)
  const { lead, contact } = senderOf(form.email, form.last_name ?? null, known)
  if (lead !== null) {
    await fillLead(tx, records, lead, form, around)
    return { lead, contact, reason: 'open_lead' }
  }
  const reason = contact === null ? 'new' : 'contact'
  if (form.create === 'nothing') return { lead, contact, reason: contact ? 'contact' : 'nobody' }
  if (form.create === 'contact') {
    const made = contact ?? (await makeContact(tx, records, form, around))
    return { lead: null, contact: made, reason }
  }
  return { lead: await makeLead(tx, records, form, contact, around), contact, reason }
}

/** The newest open lead and the oldest contact with an address. */
async function peopleWith(tx: Tx, email: string): Promise<KnownPerson> {
  const leads = await sql<{ id: string; lastName: string | null }>`
    select id, last_name as "lastName" from leads.lead
     where lower(email) = ${email} and stage not in ('won', 'lost', 'disqualified')
     order by created_on desc, id desc limit 1
  `.execute(tx)
  const contacts = await sql<{ id: string }>`
    select id from crm.contact where lower(email) = ${email} order by created_at, id limit 1
  `.execute(tx)
  return { lead: leads.rows[0] ?? null, contact: contacts.rows[0] ?? null }
}

const noteOf = (form: FormSubmission, at: Date): string | null =>
  form.message ? `${at.toISOString().slice(0, 10)} ${form.form}: ${form.message}` : null

/** Where a lead came from: what the form says itself, else the visit that brought them. */
function originOf(form: FormSubmission, visitor: Visitor | null): Values {
  if (form.source || form.medium || form.campaign) {
    return {
      source: form.source ?? null,
      medium: form.medium ?? null,
      campaign: form.campaign ?? null,
    }
  }
  if (!visitor?.origin) return {}
  const { channel, source, medium, campaign, content, term } = visitor.origin
  if (channel === 'direct') return { channel }
  return { source, medium, campaign, content, term, channel }
}

async function makeLead(
  tx: Tx,
  records: Records,
  form: FormSubmission,
  contactId: string | null,
  { at, visitor, context }: Circumstances,
): Promise<string> {
  const id = records.newId()
  const filled = Object.fromEntries(FILLED_BY_FORMS.map((field) => [field, form[field] || null]))
  const changes: Values = {
    ...filled,
    ...originOf(form, visitor),
    email: form.email,
    created_on: at.toISOString(),
    first_seen_at: (visitor?.firstAt ?? at).toISOString(),
    contact_id: contactId,
    account_id: await accountFor(tx, contactId, form.email),
    notes: noteOf(form, at),
  }
  await writeOne(tx, records, bindingOf(records, 'lead'), { id, before: null, changes }, context)
  return id
}

async function makeContact(
  tx: Tx,
  records: Records,
  form: FormSubmission,
  { at, visitor, context }: Circumstances,
): Promise<string> {
  const id = records.newId()
  const changes: Values = {
    first_name: form.first_name || null,
    last_name: form.last_name || null,
    phone: form.phone || null,
    email: form.email,
    account_id: await accountFor(tx, null, form.email),
    first_seen_at: (visitor?.firstAt ?? at).toISOString(),
    source: form.source ?? visitor?.origin?.source ?? null,
    notes: noteOf(form, at),
  }
  await writeOne(tx, records, bindingOf(records, 'contact'), { id, before: null, changes }, context)
  return id
}

/** That of the contact, else the one account with the domain of the address. */
async function accountFor(tx: Tx, contactId: string | null, email: string): Promise<string | null> {
  const domain = mailDomain(email)
  const { rows } = await sql<{ of_contact: string | null; of_domain: string[] | null }>`
    select (select account_id from crm.contact where id = ${contactId}::uuid) as of_contact,
           (select array_agg(id::text) from crm.account where domain = ${domain}) as of_domain
  `.execute(tx)
  const { of_contact = null, of_domain } = rows[0] ?? {}
  if (of_contact !== null || domain === null || isFreeMail(domain)) return of_contact
  return of_domain?.length === 1 ? (of_domain[0] ?? null) : null
}

/** What a lead does not say yet is filled in, and the message is added to its notes. */
async function fillLead(
  tx: Tx,
  records: Records,
  id: string,
  form: FormSubmission,
  { at, context }: Circumstances,
): Promise<void> {
  const binding = bindingOf(records, 'lead')
  const before = (await lockRows(tx, binding.kind, [id])).get(id)
  if (!before) return
  const note = noteOf(form, at)
  const changes: Record<string, unknown> = {}
  for (const field of FILLED_BY_FORMS)
    if (!before[field] && form[field]) changes[field] = form[field]
  if (note) changes.notes = [before.notes, note].filter(Boolean).join('\n\n')
  const activity = String(before.last_activity_at ?? '')
  if (activity < at.toISOString()) changes.last_activity_at = at.toISOString()
  await writeOne(tx, records, binding, { id, before, changes }, context)
}
