import { assert } from '#kernel/assert.ts'
import type { Interval } from './interval.ts'
import { quantile } from './quantile.ts'

/** Uniform numbers from 0 (included) to 1 (excluded). Chance comes in as an argument. */
export type Random = () => number

/**
 * Mulberry32, a small generator with 32 bits of state: the same seed gives the same numbers on every
 * machine, so an interval is reproducible. For statistics only, never for secrets.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A seed from a text (FNV-1a), so that one figure of one period always draws the same samples. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

export const REPLICATES_DEFAULT = 400

function resampledMean(values: readonly number[], random: Random): number {
  let sum = 0
  for (let drawn = 0; drawn < values.length; drawn += 1) {
    sum += values[Math.floor(random() * values.length)] ?? 0
  }
  return sum / values.length
}

function percentileInterval(means: readonly number[]): Interval | null {
  const low = quantile(means, 0.025)
  const high = quantile(means, 0.975)
  return low === null || high === null ? null : { low, high, level: 0.95, method: 'bootstrap' }
}

/**
 * Percentile bootstrap (S03) of the mean: draw as many values with replacement as there are, take the
 * mean, repeat. For money, whose few large deals make the normal interval too narrow on one side.
 * Null with fewer than two values. O(values x replicates).
 */
export function bootstrapMean(
  values: readonly number[],
  random: Random,
  replicates: number = REPLICATES_DEFAULT,
): Interval | null {
  assert(replicates >= 2, `bootstrapMean: at least 2 replicates, got ${replicates}`)
  if (values.length < 2) return null
  return percentileInterval(Array.from({ length: replicates }, () => resampledMean(values, random)))
}

/** Percentile bootstrap of mean(a) - mean(b), the samples drawn independently. */
export function bootstrapMeanDifference(
  a: readonly number[],
  b: readonly number[],
  random: Random,
  replicates: number = REPLICATES_DEFAULT,
): Interval | null {
  if (a.length < 2 || b.length < 2) return null
  const differences = Array.from(
    { length: replicates },
    () => resampledMean(a, random) - resampledMean(b, random),
  )
  return percentileInterval(differences)
}
