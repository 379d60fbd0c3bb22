import { type QueryExecutorProvider, sql } from 'kysely'
import type { IsoDate, Period } from '#kernel/period.ts'
import { type CountedDay, countedOnce, historyPeriod } from '../history.ts'

/** The first civil day on which a script of ours counted a person, or null. */
export async function firstOwnDay(
  db: QueryExecutorProvider,
  timeZone: string,
): Promise<IsoDate | null> {
  const { rows } = await sql<{ date: IsoDate | null }>`
    select (min(started_at) at time zone ${timeZone}::text)::date as date from tracking.visit where bot is null
  `.execute(db)
  return rows[0]?.date ?? null
}

/** What other programs counted in a period, as far as it stands before our own counts; every day once. */
export async function readHistory(
  db: QueryExecutorProvider,
  period: Period,
  ownSince: IsoDate | null,
): Promise<CountedDay[]> {
  const wanted = historyPeriod(period, ownSince)
  if (wanted === null) return []
  const { rows } = await sql<CountedDay>`
    select date, channel, visitors, sessions, counted_by as "countedBy"
      from tracking.daily_count
     where date >= ${wanted.from}::date and date < ${wanted.until}::date
     order by date, channel, id
  `.execute(db)
  return countedOnce(rows)
}
