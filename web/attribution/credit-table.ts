import type { DealJourney, JourneyTouch } from './journeys-api.ts'

export type CreditRow = {
  readonly model: string
  /** By touch, in the order of `touches`. */
  readonly cents: readonly number[]
  readonly unattributed: number
  /** Everything given and not given: the amount of the deal. */
  readonly sum: number
}

export type CreditTable = {
  readonly touches: readonly JourneyTouch[]
  /** The numbers of the touches in the time line. */
  readonly numbers: readonly string[]
  readonly rows: readonly CreditRow[]
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

/** What each model gives each touch that counts. */
export function creditRows(journey: DealJourney, models: readonly string[]): CreditTable {
  const touches = journey.touches.filter(({ counts }) => counts)
  return {
    touches,
    numbers: touches.map((_, place) => String(place + 1)),
    rows: models.map((model) => {
      const cents = touches.map(({ credits }) => credits[model] ?? 0)
      const unattributed = journey.unattributed[model]?.value ?? 0
      return { model, cents, unattributed, sum: total(cents) + unattributed }
    }),
  }
}

/** What each channel gets by each model. */
export function channelSums({ touches }: DealJourney, models: readonly string[]) {
  const counting = touches.filter(({ counts }) => counts)
  return [...new Set(counting.map(({ channel }) => channel))].map((channel) => ({
    channel,
    values: models.map((model) =>
      total(
        counting
          .filter((touch) => touch.channel === channel)
          .map(({ credits }) => credits[model] ?? 0),
      ),
    ),
  }))
}

export const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values)
