import { type Kysely, type QueryExecutorProvider, sql, type Transaction } from 'kysely'
import { isRoleMailbox } from '../person.ts'
import { linkGoals } from './goals.ts'
import {
  type KnownRange,
  knownRanges,
  type People,
  readEdges,
  readPeople,
  type StoredEdge,
} from './identity-people.ts'
import { writeTouches } from './web-touches.ts'

// Stitching: whenever it is known who a visitor was, everything that this visitor did with consent to marketing becomes
// touchpoints of that person, also what came before; and ceases to be when it is known no more. All of it is worked
// out of the edges anew, so it does not matter what happened in which order.

const QUEUED_AT_ONCE = 1000

/** Works off everything that waits, in transactions of its own; how many visitors that were. */
export async function stitchWaiting<DB>(db: Kysely<DB>): Promise<number> {
  let visitors = 0
  for (;;) {
    const done = await db.transaction().execute((tx) => stitchSome(tx))
    if (done === null) return visitors
    visitors += done
  }
}

/** Takes some of the queue; null when it was empty. */
async function stitchSome<DB>(tx: Transaction<DB>): Promise<number | null> {
  // One at a time: two that work on the same person would each miss what the other writes.
  await sql`select pg_advisory_xact_lock(hashtext('tracking.stitch'))`.execute(tx)
  const { rows } = await sql<{ visitor: string }>`
    delete from tracking.stitching where id in (select id from tracking.stitching order by id limit ${QUEUED_AT_ONCE})
    returning visitor
  `.execute(tx)
  if (rows.length === 0) return null
  const visitors = [...new Set(rows.map(({ visitor }) => visitor))]
  await stitchVisitors(tx, visitors)
  return visitors.length
}

/** Works the links of some visitors out anew, in the caller's transaction. */
export async function stitchVisitors(
  tx: QueryExecutorProvider,
  visitors: readonly string[],
): Promise<void> {
  if (visitors.length === 0) return
  await sql`select set_config('regelkreis.stitching', 'on', true)`.execute(tx)
  const before = await visitorsOfSamePeople(tx, visitors)
  const edges = await readEdges(tx, visitors)
  const people = await readPeople(tx, edges)
  await bindAddresses(tx, edges, people)
  await writeRanges(tx, visitors, rangesByVisitor(edges, people))
  const after = await visitorsOfSamePeople(tx, visitors)
  const concerned = [...new Set([...visitors, ...before, ...after])]
  await linkGoals(tx, concerned)
  await writeTouches(tx, concerned)
  await sql`select set_config('regelkreis.stitching', '', true)`.execute(tx)
}

/** Goals that count once for a person look at every visitor of that person. */
async function visitorsOfSamePeople(
  tx: QueryExecutorProvider,
  visitors: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ visitor: string }>`
    select distinct other.visitor
      from tracking.identity_range own
      join tracking.identity_range other on other.contact_id = own.contact_id
     where own.visitor = any(${[...visitors]}::uuid[])
    union
    select distinct other.visitor
      from tracking.identity_range own
      join tracking.identity_range other on other.lead_id = own.lead_id
     where own.visitor = any(${[...visitors]}::uuid[])
  `.execute(tx)
  return rows.map(({ visitor }) => visitor)
}

function rangesByVisitor(edges: readonly StoredEdge[], people: People): KnownRange[] {
  const byVisitor = Map.groupBy(edges, ({ visitor }) => visitor)
  return [...byVisitor.values()].flatMap((own) => knownRanges(own, people))
}

/**
 * An address that belongs to somebody in the records stands for them from now on, also when the contact gets another
 * address or goes into another contact.
 */
async function bindAddresses(
  tx: QueryExecutorProvider,
  edges: readonly StoredEdge[],
  people: People,
): Promise<void> {
  const bound = edges.flatMap((edge) => {
    const { id, email, contact_id, lead_id } = edge
    if (email === null || contact_id !== null || isRoleMailbox(email)) return []
    const found = people.ofAddress.get(email)
    const contactId = found?.contactId ?? null
    const leadId = lead_id ?? (contactId === null ? (found?.leadId ?? null) : null)
    return contactId === null && leadId === lead_id ? [] : [{ id, contactId, leadId }]
  })
  if (bound.length === 0) return
  await sql`
    update tracking.identity edge set contact_id = found.contact_id, lead_id = found.lead_id
      from unnest(${bound.map((one) => one.id)}::uuid[], ${bound.map((one) => one.contactId)}::uuid[],
             ${bound.map((one) => one.leadId)}::uuid[]) as found (id, contact_id, lead_id)
     where edge.id = found.id
  `.execute(tx)
}

const instant = (ms: number): string =>
  ms === -Infinity ? '-infinity' : ms === Infinity ? 'infinity' : new Date(ms).toISOString()

async function writeRanges(
  tx: QueryExecutorProvider,
  visitors: readonly string[],
  ranges: readonly KnownRange[],
): Promise<void> {
  await sql`delete from tracking.identity_range where visitor = any(${[...visitors]}::uuid[])`.execute(
    tx,
  )
  const rows = ranges.map(({ edgeId, visitor, contactId, leadId, account, from, until }) => ({
    identity_id: edgeId,
    visitor,
    contact_id: contactId,
    lead_id: leadId,
    account_id: account.account,
    account_by: account.by,
    from_at: instant(from),
    until_at: instant(until),
  }))
  await sql`
    insert into tracking.identity_range
    select * from jsonb_populate_recordset(null::tracking.identity_range, ${JSON.stringify(rows)}::jsonb)
  `.execute(tx)
}
