import { assert } from './assert.ts'

/**
 * Quantile of type 7 after Hyndman and Fan (S04): the default of R and numpy, and what PostgreSQL's
 * `percentile_cont` computes, so that both sides agree. `share` from 0 to 1; null without values.
 * Sorts a copy, O(n log n).
 */
export function quantile(values: readonly number[], share: number): number | null {
  assert(share >= 0 && share <= 1, `quantile: share from 0 to 1, got ${share}`)
  const sorted = [...values].sort((a, b) => a - b)
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)]
  const above = sorted[Math.ceil(position)]
  if (below === undefined || above === undefined) return null
  return below + (above - below) * (position - Math.floor(position))
}

/** The middle value; the mean of the two middle ones for an even count; null without values. */
export const median = (values: readonly number[]): number | null => quantile(values, 0.5)
