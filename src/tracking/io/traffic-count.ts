import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { addDays, firstOfMonth, type IsoDate, type Period } from '#kernel/period.ts'
import { dayOf, startOfDay } from '#kernel/zone.ts'
import { sqlFile } from '#platform/sql.ts'
import { LAG_STEPS } from '../traffic.ts'

const nothing = z.unknown()
const query = (name: string) => sqlFile(new URL(`./queries/${name}.sql`, import.meta.url), nothing)
const countDay = query('count-day')
const countVisitors = query('count-visitors')
const countLag = query('count-lag')
const markNextDays = query('mark-next-days')

export type TrafficClock = {
  readonly now: Date
  readonly timeZone: string
  /** Visits and events are kept this long; older days are never counted again. */
  readonly retentionMonths: number
}

export type RefreshLimits = {
  /** Only days of it; all days without. */
  readonly period?: Period
  /** The longest that working out may take, in ms; what is left waits for the next time. */
  readonly budgetMs?: number
  /** A day counted less than this ago is good enough, in ms. */
  readonly freshMs?: number
  readonly signal?: AbortSignal
}

export type Refreshed = {
  /** Marked days of the period that still wait. */
  readonly waiting: number
  readonly counted: number
}

/** The first day whose visits are all there; before it counts stand as they are. */
export const firstKeptDay = ({ now, timeZone, retentionMonths }: TrafficClock): IsoDate =>
  firstOfMonth(dayOf(now.getTime(), timeZone), -(retentionMonths - 1))

/**
 * Works out the marked days, earliest first: then none is counted twice because its visitors came before. May run
 * several times at once.
 */
export async function refreshTraffic<DB>(
  db: Kysely<DB>,
  clock: TrafficClock,
  limits: RefreshLimits = {},
): Promise<Refreshed> {
  await followTimeZone(db, clock)
  const end = performance.now() + (limits.budgetMs ?? Number.POSITIVE_INFINITY)
  let counted = 0
  let waiting = await markedDays(db, clock, limits)
  // Counting a day can mark later ones for their visitors, so look again until nothing is left.
  while (waiting.length > 0) {
    for (const date of waiting) {
      if (performance.now() > end || limits.signal?.aborted) {
        return { waiting: (await markedDays(db, clock, limits)).length, counted }
      }
      await countAgain(db, date, clock)
      counted += 1
    }
    waiting = await markedDays(db, clock, limits)
  }
  return { waiting: 0, counted }
}

async function markedDays<DB>(
  db: Kysely<DB>,
  clock: TrafficClock,
  { period, freshMs = 0 }: RefreshLimits,
): Promise<readonly IsoDate[]> {
  const fresh = new Date(clock.now.getTime() - freshMs)
  const { rows } = await sql<{ date: IsoDate }>`
    select mark.date
      from tracking.traffic_mark mark
      left join tracking.traffic_counted counted on counted.date = mark.date
     where ${period ? sql`mark.date >= ${period.from}::date and mark.date < ${period.until}::date` : sql`true`}
       and (${freshMs} = 0 or counted.counted_at is null or counted.counted_at <= ${fresh} or counted.counted_at > ${clock.now})
     group by mark.date
     order by mark.date`.execute(db)
  return rows.map(({ date }) => date)
}

/** One day in one transaction: what is marked while it is worked out stays marked. */
async function countAgain<DB>(db: Kysely<DB>, day: IsoDate, clock: TrafficClock): Promise<void> {
  const { timeZone } = clock
  const from = new Date(startOfDay(day, timeZone))
  const until = new Date(startOfDay(addDays(day, 1), timeZone))
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('tracking.traffic_day'), ${day}::date - '2000-01-01'::date)`.execute(
      tx,
    )
    const { rows } = await sql<{ whole: boolean }>`
      delete from tracking.traffic_mark where date = ${day}::date returning whole`.execute(tx)
    // Somebody else counted it meanwhile, or its visits are gone.
    if (rows.length === 0 || day < firstKeptDay(clock)) return
    if (rows.some((row) => row.whole)) {
      await sql`delete from tracking.traffic_day where date = ${day}::date`.execute(tx)
      await sql`delete from tracking.traffic_lag where date = ${day}::date`.execute(tx)
      // The visits of a day that has just begun are not in the statistics: the planner takes them for one or two rows
      // and would compare each with each. Looking people up by their index, below, is nested on purpose.
      await sql`set local enable_nestloop = off`.execute(tx)
      await countDay(tx, day, from, until)
      await countLag(tx, day, from, until, LAG_STEPS)
      await sql`set local enable_nestloop = on`.execute(tx)
      await markNextDays(tx, from, until, timeZone)
    }
    await sql`delete from tracking.traffic_visitor where date = ${day}::date`.execute(tx)
    await countVisitors(tx, day, from, until, timeZone)
    await sql`
      insert into tracking.traffic_counted (date, counted_at, time_zone) values (${day}::date, ${clock.now}, ${timeZone})
      on conflict (date) do update set counted_at = excluded.counted_at, time_zone = excluded.time_zone`.execute(
      tx,
    )
  })
}

/** Another clock on the wall makes other days: what was counted by the old one is marked, with its neighbours. */
async function followTimeZone<DB>(db: Kysely<DB>, { timeZone }: TrafficClock): Promise<void> {
  await sql`
    with other as (
      update tracking.traffic_counted set time_zone = ${timeZone} where time_zone <> ${timeZone} returning date
    )
    insert into tracking.traffic_mark (date)
    select distinct date + step from other cross join generate_series(-1, 1) step`.execute(db)
}
