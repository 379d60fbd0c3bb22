const DAY_MS = 86_400_000

/** Days that Google Analytics 4 looks back for a source that is not direct (its key events: 90 days by default). */
export const LAST_NON_DIRECT_DAYS = 90

export type DatedVisit = {
  /** ms since 1970 */
  readonly at: number
  readonly channel: string
}

/**
 * The channel of each visit as "last non-direct" has it: its own, or where that is direct the one of the last visit
 * of the same visitor before it, within 90 days, that was not; direct where there is none. Visits of one visitor,
 * oldest first. The truth beside it stays what it is.
 */
export function lastNonDirect(
  visits: readonly DatedVisit[],
  days: number = LAST_NON_DIRECT_DAYS,
): string[] {
  let last: DatedVisit | null = null
  return visits.map((visit) => {
    if (visit.channel !== 'direct') {
      last = visit
      return visit.channel
    }
    return last !== null && visit.at - last.at <= days * DAY_MS ? last.channel : visit.channel
  })
}
