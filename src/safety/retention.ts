import { addDays } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'

/** A backup that succeeded; `at` in milliseconds. */
export type Kept = { readonly id: string; readonly at: number }

export type Retention = {
  readonly daily: number
  readonly weekly: number
  readonly monthly: number
}

/** Monday of the week of a civil day. */
function mondayOf(day: ReturnType<typeof dayOf>): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, -((weekday + 6) % 7))
}

/**
 * The ids of the backups that stay: the newest of each of the last `daily` days, `weekly` weeks (from Monday) and
 * `monthly` months that have one, in the company's time zone. The newest of all stays whatever the numbers are.
 */
export function idsToKeep(
  backups: readonly Kept[],
  { daily, weekly, monthly }: Retention,
  zone: string,
): Set<string> {
  const newestFirst = backups.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
  const keep = new Set(newestFirst.slice(0, 1).map(({ id }) => id))
  const keepNewestOf = (count: number, bucketOf: (at: number) => string) => {
    const seen = new Set<string>()
    for (const { id, at } of newestFirst) {
      const bucket = bucketOf(at)
      if (seen.has(bucket)) continue
      if (seen.size === count) break
      seen.add(bucket)
      keep.add(id)
    }
  }
  keepNewestOf(daily, (at) => dayOf(at, zone))
  keepNewestOf(weekly, (at) => mondayOf(dayOf(at, zone)))
  keepNewestOf(monthly, (at) => dayOf(at, zone).slice(0, 7))
  return keep
}
