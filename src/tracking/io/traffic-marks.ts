import { type QueryExecutorProvider, sql } from 'kysely'
import type { IsoDate } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import { plainLiteral } from './array-literal.ts'
import type { Statement } from './taken.ts'

/**
 * Says that the counts of these civil days no longer hold, in the transaction that changes their visits or events.
 * Appends only, so nobody waits. A visit belongs to the day on which it began.
 */
export const markStatement = (days: Iterable<IsoDate>): Statement => ({
  name: 'mark traffic',
  text: 'insert into tracking.traffic_mark (date) select unnest($1::date[])',
  values: [plainLiteral([...days])],
})

/** The civil days of instants (ms since 1970) on the company's clock. */
export const trafficDaysOf = (instants: Iterable<number>, timeZone: string): Set<IsoDate> => {
  const days = new Set<IsoDate>()
  for (const instant of instants) days.add(dayOf(instant, timeZone))
  return days
}

/** Marks the days of visits, for those who change many at once: channels derived anew, a person erased. */
export async function markVisitDays(
  tx: QueryExecutorProvider,
  visitIds: readonly (number | string)[],
): Promise<void> {
  if (visitIds.length === 0) return
  await sql`
    insert into tracking.traffic_mark (date)
    select distinct (started_at at time zone tracking.time_zone())::date
      from tracking.visit where id = any(${visitIds}::bigint[])`.execute(tx)
}

/** Takes counts whose key fits the pattern away, such as an address that names a person; their days are counted again. */
export async function eraseTrafficWords(tx: QueryExecutorProvider, pattern: string): Promise<void> {
  await sql`
    with named as (
      delete from tracking.traffic_day where key ~* ${pattern} returning date
    )
    insert into tracking.traffic_mark (date) select distinct date from named`.execute(tx)
}
