import type { Range, ShareRanges } from './bootstrap.ts'

/** Fewer cases than this, and a figure of a channel says nothing about the next ones. */
export const CASES_MIN = 30
/** An interval that reaches further to each side than this part of the share says too little. */
export const HALF_WIDTH_MAX = 0.5

/**
 * Whether a share rests on enough data: at least 30 conversions in which the channel took part, and an interval
 * whose half-width is at most half of the share. A share of 0 has nothing to be unsure about but the cases.
 */
export const isEnough = (cases: number, share: number, [low, high]: Range): boolean =>
  cases >= CASES_MIN && (high - low) / 2 <= HALF_WIDTH_MAX * share

/** Shares of one model, by number of the channel, with their ranges. */
export type ModelShares = {
  readonly model: string
  readonly shares: ArrayLike<number>
  readonly ranges: ShareRanges['conversions']
}

export type Bound = { readonly model: string; readonly share: number }

export type Disagreement = {
  readonly lowest: Bound
  readonly highest: Bound
  /** Robust: all intervals have a part in common, and the rank moves by at most one place. */
  readonly verdict: 'robust' | 'depends_on_model'
}

/** 1 for the largest share; equal shares have the same rank. */
function rankOf(shares: ArrayLike<number>, channel: number): number {
  const own = shares[channel] ?? 0
  return 1 + Array.from(shares).filter((share) => share > own).length
}

/**
 * How far the models disagree about one channel. `models` are those whose shares add up, at least one; influence
 * is none of them. O(models x channels).
 */
export function disagreement(models: readonly ModelShares[], channel: number): Disagreement | null {
  const bounds = models.map(({ model, shares }) => ({ model, share: shares[channel] ?? 0 }))
  const sorted = bounds.toSorted((a, b) => a.share - b.share)
  const lowest = sorted[0]
  const highest = sorted.at(-1)
  if (!lowest || !highest) return null
  const ranges = models.map(({ ranges }): Range => ranges[channel] ?? [0, 0])
  const overlaps =
    Math.max(...ranges.map(([low]) => low)) <= Math.min(...ranges.map(([, high]) => high))
  const ranks = models.map(({ shares }) => rankOf(shares, channel))
  const isRobust = overlaps && Math.max(...ranks) - Math.min(...ranks) <= 1
  return { lowest, highest, verdict: isRobust ? 'robust' : 'depends_on_model' }
}
