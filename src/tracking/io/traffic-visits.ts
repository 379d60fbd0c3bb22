import { type Kysely, type RawBuilder, sql } from 'kysely'
import { addDays, type IsoDate } from '#kernel/period.ts'
import { dayOf, startOfDay } from '#kernel/zone.ts'
import type { VisitPart, VisitQuery } from '../traffic.ts'
import { lastNonDirectSql } from './last-non-direct.ts'

/** A visit with everything that says why it counts where it counts. */
export type ListedVisit = {
  readonly id: string
  readonly startedAt: string
  readonly endedAt: string
  readonly website: number
  readonly channel: string
  readonly lastNonDirect: string
  readonly rule: string
  readonly used: string | null
  readonly referrerHost: string | null
  readonly source: string | null
  readonly medium: string | null
  readonly campaign: string | null
  readonly content: string | null
  readonly term: string | null
  readonly clickIds: readonly string[]
  readonly landing: string | null
  readonly pages: number
  readonly events: number
  readonly seconds: number
  readonly consent: string
  readonly bot: string | null
  readonly country: string | null
  readonly language: string | null
  readonly device: string | null
}

export type VisitEvent = {
  readonly at: string
  readonly kind: string
  readonly page: string | null
  readonly name: string | null
  readonly target: string | null
  readonly properties: Readonly<Record<string, unknown>> | null
  /** Seconds from the event to its arrival. */
  readonly lag: number
}

/** An instant as JSON writes it: comparing cursors must not lose what a Date would. */
const isoSql = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

const COLUMNS = sql`
  counted.id::text as id, ${isoSql('visit.started_at')} as "startedAt", ${isoSql('visit.ended_at')} as "endedAt", visit.website, visit.channel,
  ${lastNonDirectSql()} as "lastNonDirect",
  visit.rule, visit.used, visit.referrer_host as "referrerHost", visit.source, visit.medium, visit.campaign,
  visit.content, visit.term,
  coalesce((select array_agg(name order by name) from jsonb_object_keys(visit.click_ids) name), '{}') as "clickIds",
  counted.landing, visit.pages, visit.events, counted.seconds, visit.consent, visit.bot, visit.country,
  counted.language, counted.device`

const COLUMN_OF: Partial<Record<VisitPart, string>> = {
  source: 'source_key',
  campaign: 'campaign',
  landing: 'landing',
  country: 'country',
  device: 'device',
  language: 'language',
  consent: 'consent',
  tagging: 'tagging',
  bot: 'bot',
}

/** Days as instants, latest first. */
type Days = { readonly from: readonly Date[]; readonly until: readonly Date[] }

const asDays = ({ from, until }: Days) =>
  sql`unnest(${from}::timestamptz[], ${until}::timestamptz[]) as day ("from", until)`

/** True for visits that the row of a table counts: by what stands in the visit, and by what was done in it. */
function matches(
  { by, key, website, channel }: VisitQuery,
  days: Days,
): { readonly visit: RawBuilder<unknown>; readonly deeds: RawBuilder<unknown> } {
  const given = key ?? ''
  const column = by && COLUMN_OF[by]
  const visit = [
    by === 'bot' ? sql`counted.bot is not null` : sql`counted.bot is null`,
    website === undefined ? sql`true` : sql`counted.website = ${website}`,
    channel === undefined ? sql`true` : sql`counted.channel = ${channel}`,
  ]
  let deeds = sql`true`
  if (by === 'channel') visit.push(sql`counted.channel = ${given}`)
  else if (by === 'page') {
    deeds = sql`counted.id in (
      select event.visit_id
        from ${asDays(days)}
        join tracking.event on event.at >= day."from" and event.at < day.until + interval '24 hours'
       where event.kind = 'p' and event.page = any(array(
               select id from tracking.page where left(page.host || page.path, 400) = ${given})))`
  } else if (by === 'goal') {
    deeds = sql`counted.id in (
      select reached.visit_id from tracking.goal_reached reached
       where reached.counts and reached.goal_id::text = ${given} and reached.at >= ${days.from.at(-1)}
         and reached.at < ${days.until.at(0)}::timestamptz + interval '24 hours')`
  } else if (column && key !== undefined) {
    visit.push(sql`left(${sql.ref(`counted.${column}`)}::text, 400) = ${given}`)
  }
  return { visit: sql.join(visit, sql` and `), deeds }
}

/** Days with such visits, latest first, as many as fill a page: the counts know them. */
async function daysToRead<DB>(
  db: Kysely<DB>,
  query: VisitQuery,
  last: IsoDate | null,
): Promise<readonly IsoDate[]> {
  const { by, key, channel, website } = query
  const part = by === undefined || by === 'channel' ? 'visit' : by
  const wanted = by === 'channel' ? (key ?? '') : (channel ?? '')
  const { rows } = await sql<{ date: IsoDate; visits: number }>`
    select date, sum(visits)::bigint as visits from tracking.traffic_day
     where part = ${part} and channel = ${wanted} and date >= ${query.from}::date and date < ${query.until}::date
       and ${part === 'visit' || key === undefined ? sql`true` : sql`key = ${key}`}
       and ${website === undefined ? sql`true` : sql`website = ${website}`}
       and ${last === null ? sql`true` : sql`date <= ${last}::date`}
     group by date order by date desc`.execute(db)
  const days: IsoDate[] = []
  let visits = 0
  for (const row of rows) {
    if (visits > query.limit) break
    days.push(row.date)
    // Of the day of the cursor an unknown part was shown before.
    if (row.date !== last) visits += row.visits
  }
  return days
}

type Cursor = { readonly at: string; readonly id: string }

function readCursor(text: string | undefined): Cursor | null {
  const [at = '', id = ''] = (text ?? '').split('_')
  return Number.isNaN(Date.parse(at)) || !/^\d{1,18}$/.test(id) ? null : { at, id }
}

/** The visits of a page are found through the events of whole days: at most so many at a time. */
const PAGE_DAYS = 7

/**
 * Visits of the period, latest first, page by page: reads only days on which the counts know such visits. A page may be
 * shorter than asked for though there are more.
 */
export async function readVisits<DB>(
  db: Kysely<DB>,
  query: VisitQuery,
  timeZone: string,
): Promise<{ readonly items: readonly ListedVisit[]; readonly next: string | null }> {
  const cursor = readCursor(query.cursor)
  const found = await daysToRead(db, query, cursor && dayOf(Date.parse(cursor.at), timeZone))
  const read = query.by === 'page' ? found.slice(0, PAGE_DAYS) : found
  if (read.length === 0) return { items: [], next: null }
  const days: Days = {
    from: read.map((day) => new Date(startOfDay(day, timeZone))),
    until: read.map((day) => new Date(startOfDay(addDays(day, 1), timeZone))),
  }
  const matching = matches(query, days)
  // Day by day (`lateral … offset 0`), and the page of visits before what is told of each: the planner knows neither how
  // few days there are nor that the limit comes soon, and would read all visits there ever were.
  const { rows } = await sql<ListedVisit>`
    with chosen as materialized (
      select counted.id, counted.started_at
        from ${asDays(days)}
       cross join lateral (
               select * from tracking.counted_visit counted
                where counted.started_at >= day."from" and counted.started_at < day.until and ${matching.visit}
               offset 0) counted
       where ${matching.deeds}
         and ${cursor ? sql`(counted.started_at, counted.id) < (${cursor.at}::timestamptz, ${cursor.id}::bigint)` : sql`true`}
       order by counted.started_at desc, counted.id desc limit ${query.limit + 1}
    )
    select ${COLUMNS}
      from chosen
      join tracking.counted_visit counted on counted.id = chosen.id
      join tracking.visit on visit.id = chosen.id
     order by chosen.started_at desc, chosen.id desc`.execute(db)
  const items = rows.slice(0, query.limit)
  const end = items.at(-1)
  if (rows.length > query.limit && end) return { items, next: `${end.startedAt}_${end.id}` }
  const rest = days.from.at(-1)
  return { items, next: found.length > read.length && rest ? `${rest.toISOString()}_0` : null }
}

/** One visit with its events, or null. */
export async function readVisit<DB>(
  db: Kysely<DB>,
  id: string,
): Promise<{ readonly visit: ListedVisit; readonly events: readonly VisitEvent[] } | null> {
  const found = await sql<ListedVisit>`
    select ${COLUMNS} from tracking.counted_visit counted join tracking.visit on visit.id = counted.id
     where counted.id = ${id}::bigint`.execute(db)
  const [visit] = found.rows
  if (!visit) return null
  const { rows } = await sql<VisitEvent>`
    select ${isoSql('event.at')} as at, event.kind, page.host || page.path as page, event.name, event.target, event.properties, event.lag
      from tracking.event left join tracking.page on page.id = event.page
     where event.visit_id = ${id}::bigint and event.at >= ${visit.startedAt}::timestamptz and event.at < ${visit.startedAt}::timestamptz + interval '48 hours'
     order by event.at, event.message_id limit 500`.execute(db)
  return { visit, events: rows }
}
