import { type SqlBool, sql } from 'kysely'
import { civilToInstant } from '#kernel/zone.ts'
import type { AuditFilter, AuditQuery } from '../schema.ts'
import type { AccessDb } from './tables.ts'

/** How many events one reading looks through for a text: there is no index that knows every value. */
const SEARCHED_MAX = 20_000

/**
 * Ids rise with time but for events that were written in the same instant: an index entry of the first event
 * of a day, less this many, is a safe start.
 */
const ID_SLACK = 10_000

/**
 * One page of the trail, newest first. `next` is the cursor of the page after, null at the end. A search for a
 * text looks through a limited number of events; `searchedUntil` then says how far back it got, and `next` goes on.
 */
export async function readAudit(db: AccessDb, query: AuditQuery, timeZone: string) {
  const searched = query.q?.trim() ?? ''
  const matching = matchingEvents(db, query, timeZone)
  if (searched === '') {
    const rows = await matching.limit(query.limit + 1).execute()
    const items = rows.slice(0, query.limit)
    const last = rows.length > query.limit ? items.at(-1) : undefined
    return { items: items.map(shown), next: last ? String(last.id) : null, searchedUntil: null }
  }
  const pattern = `%${searched.replace(/[\\%_]/g, '\\$&')}%`
  const rows = await db
    .with('looked_through', () => matching.limit(SEARCHED_MAX))
    .selectFrom('looked_through')
    .selectAll()
    .where(
      sql<SqlBool>`concat_ws(' ', actor_name, record_id, reason, before::text, after::text) ilike ${pattern}`,
    )
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute()
  const items = rows.slice(0, query.limit)
  if (rows.length > query.limit) {
    return { items: items.map(shown), next: String(items.at(-1)?.id), searchedUntil: null }
  }
  const end = await db
    .selectFrom(
      matching
        .offset(SEARCHED_MAX - 1)
        .limit(1)
        .as('last'),
    )
    .select(['id', 'at'])
    .executeTakeFirst()
  return {
    items: items.map(shown),
    next: end ? String(end.id) : null,
    searchedUntil: end ? end.at.toISOString() : null,
  }
}

/** The events that fit a filter, its text aside, from the cursor on: every filter has its index. */
export const matchingEvents = (
  db: AccessDb,
  query: AuditFilter & Pick<AuditQuery, 'cursor'>,
  timeZone: string,
) =>
  db
    .selectFrom('access.audit_event')
    .selectAll()
    .where(conditions(query, timeZone))
    .$if(query.cursor !== undefined, (select) => select.where('id', '<', Number(query.cursor)))
    .orderBy('id', 'desc')

function conditions(filter: AuditFilter, timeZone: string) {
  const { kind, record_id, actor_id, import_id, action, from, until } = filter
  const all = [
    ...(kind ? [sql<SqlBool>`kind = ${kind}`] : []),
    ...(record_id ? [sql<SqlBool>`record_id = ${record_id}`] : []),
    ...(actor_id ? [sql<SqlBool>`actor_id = ${actor_id}::uuid`] : []),
    ...(import_id ? [sql<SqlBool>`import_id = ${import_id}::uuid`] : []),
    ...(action ? [sql<SqlBool>`action = ${action}`] : []),
    ...(from ? since(dayStart(from, timeZone)) : []),
    ...(until ? before(dayStart(until, timeZone)) : []),
  ]
  return all.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${sql.join(all, sql` and `)}`
}

const dayStart = (day: string, timeZone: string): Date =>
  new Date(civilToInstant(day, timeZone).instant)

/** The bound by id lets the reading start at the period instead of walking there from today. */
const since = (instant: Date) => [
  sql<SqlBool>`at >= ${instant}`,
  sql<SqlBool>`id >= coalesce((select id - ${ID_SLACK} from access.audit_event
    where at >= ${instant} order by at, id limit 1), ${Number.MAX_SAFE_INTEGER})`,
]

const before = (instant: Date) => [
  sql<SqlBool>`at < ${instant}`,
  sql<SqlBool>`id <= coalesce((select id + ${ID_SLACK} from access.audit_event
    where at < ${instant} order by at desc, id desc limit 1), 0)`,
]

const shown = <Row extends { at: Date }>(row: Row) => ({ ...row, at: row.at.toISOString() })
