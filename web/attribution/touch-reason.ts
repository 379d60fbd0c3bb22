import type { DealJourney, JourneyTouch } from './journeys-api.ts'

/** Why a touch does not count: after the close, older than the lookback, or the same visit again. */
export type NotCounting = 'after' | 'old' | 'visit'

/**
 * By its place: the lookback cuts off the beginning, and of a visit the first touch counts. So what lies before
 * every touch that counts is too old, and what lies behind one is the same visit again.
 */
export function notCounting(
  touch: JourneyTouch,
  { touches, closedAt, outcome }: Pick<DealJourney, 'touches' | 'closedAt' | 'outcome'>,
): NotCounting | null {
  if (touch.counts) return null
  if (outcome !== 'open' && closedAt !== null && touch.at > closedAt) return 'after'
  const first = touches.find(({ counts }) => counts)
  return first && first.at <= touch.at ? 'visit' : 'old'
}

export type LineEvent = 'opened' | 'won' | 'lost'

export type LineEntry =
  | { readonly at: string; readonly event: LineEvent }
  | {
      readonly at: string
      readonly event: null
      readonly touch: JourneyTouch
      /** From 1, of those that count: its number in the table of credits. */
      readonly number: number | null
    }

/** Touches, the opening and the end, from old to new; an event stands behind the touches of its instant. */
export function lineOf(journey: DealJourney): LineEntry[] {
  const { touches, openedAt, closedAt, outcome } = journey
  const counting = touches.filter(({ counts }) => counts)
  const entries: LineEntry[] = touches.map((touch) => ({
    ...{ at: touch.at, event: null, touch },
    number: touch.counts ? counting.indexOf(touch) + 1 : null,
  }))
  const insert = (at: string, event: LineEvent) => {
    const place = entries.findLastIndex((entry) => entry.at <= at)
    entries.splice(place + 1, 0, { at, event })
  }
  insert(openedAt, 'opened')
  if (outcome !== 'open' && closedAt !== null) insert(closedAt, outcome)
  return entries
}
