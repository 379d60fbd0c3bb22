import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type IsoDate, type Period, periodBefore } from '#kernel/period.ts'
import {
  type Grain,
  grainOf,
  type SeriesQuery,
  stepsOf,
  type TrafficBy,
  type TrafficQuery,
} from '../traffic.ts'

/** What visits did in a period; `visitors` counts each once. Goals are those reached in these visits. */
export type TrafficCounts = {
  readonly visits: number
  readonly visitors: number
  readonly pageViews: number
  readonly bounced: number
  readonly seconds: number
  readonly goals: number
}

export type TrafficRow = Omit<TrafficCounts, 'visitors'> & {
  readonly key: string
  /** Only by channel: visitors of other parts do not add up over days and are not kept. */
  readonly visitors: number | null
  readonly visitsBefore: number
}

type Filter = { readonly website?: number | undefined; readonly channel?: string | undefined }

const within = (column: RawBuilder<unknown>, { from, until }: Period) =>
  sql<boolean>`${column} >= ${from}::date and ${column} < ${until}::date`

const ofWebsite = ({ website }: Filter) =>
  website === undefined ? sql<boolean>`true` : sql<boolean>`website = ${website}`

/** Visitors of a period: on each day those whose day before lies before the period, so that everyone is there once. */
async function readVisitors<DB>(
  db: Kysely<DB>,
  period: Period,
  filter: Filter,
  part: 'visit' | 'channel' | 'consent',
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ key: string; visitors: number }>`
    select key, sum(visitors)::bigint as visitors
      from tracking.traffic_visitor
     where part = ${part} and ${within(sql`date`, period)} and before < ${period.from}::date
       and ${ofWebsite(filter)}
       and ${filter.channel === undefined || part !== 'channel' ? sql`true` : sql`key = ${filter.channel}`}
     group by key`.execute(db)
  return new Map(rows.map(({ key, visitors }) => [key, visitors]))
}

/** How many visitors gave which consent in the period. */
export const readConsent = <DB>(db: Kysely<DB>, period: Period) =>
  readVisitors(db, period, {}, 'consent')

type Sums = Omit<TrafficCounts, 'visitors'>

const SUMS = sql`
  coalesce(sum(visits), 0)::bigint as visits, coalesce(sum(page_views), 0)::bigint as "pageViews",
  coalesce(sum(bounced), 0)::bigint as bounced, coalesce(sum(seconds), 0)::bigint as seconds,
  coalesce(sum(goals), 0)::bigint as goals`

/** All visits of the period, or those of one channel. */
export async function readTotal<DB>(
  db: Kysely<DB>,
  period: Period,
  filter: Filter,
): Promise<TrafficCounts> {
  const [{ rows }, visitors] = await Promise.all([
    sql<Sums>`
      select ${SUMS} from tracking.traffic_day
       where part = 'visit' and channel = ${filter.channel ?? ''} and ${within(sql`date`, period)}
         and ${ofWebsite(filter)}`.execute(db),
    readVisitors(db, period, filter, filter.channel === undefined ? 'visit' : 'channel'),
  ])
  const [sums] = rows
  return { ...(sums as Sums), visitors: visitors.get(filter.channel ?? '') ?? 0 }
}

/** Which rows of the table stand for a way to tell visits apart. */
function rowsOf(by: TrafficBy, { channel }: Filter) {
  if (by !== 'channel') {
    return { key: sql`key`, where: sql<boolean>`part = ${by} and channel = ${channel ?? ''}` }
  }
  const where = sql<boolean>`part = 'visit' and ${channel === undefined ? sql`channel <> ''` : sql`channel = ${channel}`}`
  return { key: sql`channel`, where }
}

/** What the rows of a table are sorted by. */
const SIZE: Partial<Record<TrafficBy, RawBuilder<unknown>>> = {
  page: sql`"pageViews"`,
  goal: sql`goals`,
}

/** The largest rows of a table, and how many there are. */
export async function readRows<DB>(
  db: Kysely<DB>,
  query: TrafficQuery,
): Promise<{ readonly rows: readonly TrafficRow[]; readonly count: number }> {
  const { key, where } = rowsOf(query.by, query)
  const earlier = periodBefore(query)
  const [{ rows }, visitors] = await Promise.all([
    sql<Sums & { key: string; visitsBefore: number; count: number }>`
      with before as (
        select ${key} as key, sum(visits)::bigint as visits from tracking.traffic_day
         where ${where} and ${within(sql`date`, earlier)} and ${ofWebsite(query)} group by 1
      ), now as (
        select ${key} as key, ${SUMS} from tracking.traffic_day
         where ${where} and ${within(sql`date`, query)} and ${ofWebsite(query)} group by 1
      )
      select now.*, coalesce(before.visits, 0) as "visitsBefore", count(*) over () as count
        from now left join before on before.key = now.key
       order by ${SIZE[query.by] ?? sql`now.visits`} desc, now.key collate "C" limit ${query.limit}`.execute(
      db,
    ),
    query.by === 'channel' ? readVisitors(db, query, query, 'channel') : null,
  ])
  return {
    rows: rows.map(({ count, ...row }) => ({ ...row, visitors: visitors?.get(row.key) ?? null })),
    count: rows[0]?.count ?? 0,
  }
}

export type SeriesPoint = Period & {
  readonly visits: number | null
  readonly visitors: number | null
  readonly pageViews: number | null
  readonly goals: number | null
  /** Counted by another program, where the step has days before our own counting began. */
  readonly imported: { readonly visitors: number | null; readonly sessions: number | null } | null
}

export type Series = { readonly grain: Grain; readonly points: readonly SeriesPoint[] }

/** The first day that our own script counted, or null. */
export async function readFirstDay<DB>(db: Kysely<DB>): Promise<IsoDate | null> {
  const { rows } = await sql<{ date: IsoDate | null }>`
    select min(date) as date from tracking.traffic_day where part = 'visit' and channel = ''`.execute(
    db,
  )
  return rows[0]?.date ?? null
}

/** Counts of the period in steps, with what another program counted before our own counting began. */
export async function readSeries<DB>(db: Kysely<DB>, query: SeriesQuery): Promise<Series> {
  const grain = query.grain ?? grainOf(query)
  const steps = stepsOf(query, grain)
  const asked = sql`
    unnest(${steps.map(({ from }) => from)}::date[], ${steps.map(({ until }) => until)}::date[])
      with ordinality as step ("from", until, place)`
  const channel = query.channel ?? ''
  const firstDay = (await readFirstDay(db)) ?? query.until
  const { rows } = await sql<
    Period &
      Omit<SeriesPoint, 'imported'> & { oldVisitors: number | null; oldSessions: number | null }
  >`
    select step."from", step.until, counted.*, came.visitors, old.visitors as "oldVisitors", old.sessions as "oldSessions"
      from ${asked}
     cross join lateral (
       select sum(visits)::bigint as visits, sum(page_views)::bigint as "pageViews", sum(goals)::bigint as goals
         from tracking.traffic_day
        where part = 'visit' and channel = ${channel} and date >= step."from" and date < step.until and ${ofWebsite(query)}
     ) counted
     cross join lateral (
       select sum(visitors)::bigint as visitors from tracking.traffic_visitor
        where part = ${channel === '' ? 'visit' : 'channel'} and key = ${channel} and before < step."from"
          and date >= step."from" and date < step.until and ${ofWebsite(query)}
     ) came
     cross join lateral (
       select sum(visitors)::bigint as visitors, sum(sessions)::bigint as sessions from tracking.history
        where ${query.website === undefined ? sql`true` : sql`false`} and date >= step."from"
          and date < least(step.until, ${firstDay}::date)
          and ${channel === '' ? sql`true` : sql`channel = ${channel}`}
     ) old
     order by step.place`.execute(db)
  return {
    grain,
    points: rows.map(({ oldVisitors, oldSessions, ...point }) => ({
      ...point,
      imported:
        oldVisitors === null && oldSessions === null
          ? null
          : { visitors: oldVisitors, sessions: oldSessions },
    })),
  }
}

export type DiaryMark = {
  readonly id: string
  readonly date: string
  readonly kind: string
  readonly note: string
}

/** Diary entries of the period: marks of every time series. */
export async function readMarks<DB>(db: Kysely<DB>, period: Period): Promise<readonly DiaryMark[]> {
  const { rows } = await sql<DiaryMark>`
    select id, date, kind, note from tracking.change_note
     where ${within(sql`date`, period)} order by date, id limit 200`.execute(db)
  return rows
}
