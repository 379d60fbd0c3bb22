import type { IsoDate, Period } from '#kernel/period.ts'

/** What another program counted on a day. */
export type CountedDay = {
  readonly date: IsoDate
  readonly channel: string | null
  readonly visitors: number | null
  readonly sessions: number | null
  /** The program; what stands in brackets after it tells counts of one program apart. */
  readonly countedBy: string | null
}

const IN_BRACKETS = / \([^()]*\)$/

/** `Google Analytics 4` of `Google Analytics 4 (Paid Shopping)`. */
const programOf = ({ countedBy }: CountedDay): string => (countedBy ?? '').replace(IN_BRACKETS, '')

/**
 * The part of a period that history stands for: the days before the one on which the own script began. From that day
 * on our own counts stand, so no day has both. Null where nothing is left.
 */
export function historyPeriod(period: Period, firstOwnDay: IsoDate | null): Period | null {
  const isCut = firstOwnDay !== null && firstOwnDay < period.until
  const until = isCut ? firstOwnDay : period.until
  return period.from < until ? { from: period.from, until } : null
}

/** Of several programs that counted the same day the one that saw most sessions: their counts are never added up. */
export function countedOnce(counts: readonly CountedDay[]): CountedDay[] {
  const sums = new Map<IsoDate, Map<string, number>>()
  for (const count of counts) {
    const programs = sums.get(count.date) ?? new Map<string, number>()
    const program = programOf(count)
    programs.set(program, (programs.get(program) ?? 0) + (count.sessions ?? count.visitors ?? 0))
    sums.set(count.date, programs)
  }
  const chosen = new Map(
    [...sums].map(([date, programs]) => {
      const most = [...programs].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]
      return [date, most?.[0]]
    }),
  )
  return counts.filter((count) => chosen.get(count.date) === programOf(count))
}
