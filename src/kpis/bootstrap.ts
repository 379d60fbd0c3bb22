import { assert } from '#kernel/assert.ts'
import { quantile } from '#kernel/quantile.ts'
import type { Random } from '#kernel/random.ts'
import type { Interval } from './interval.ts'

export const REPLICATES_DEFAULT = 400

function resampledMean(values: Float64Array, random: Random): number {
  let sum = 0
  for (let drawn = 0; drawn < values.length; drawn += 1) {
    sum += values[Math.floor(random() * values.length)] ?? 0
  }
  return sum / values.length
}

/** A sample drawn again and again; the means are computed when somebody asks for them, once. */
export type Resampled = { readonly count: number; readonly means: () => readonly number[] }

/** Draws as many values with replacement as there are, takes the mean, repeats. O(values x replicates). */
export function resampled(
  values: readonly number[],
  random: Random,
  replicates: number = REPLICATES_DEFAULT,
): Resampled {
  assert(replicates >= 2, `resampled: at least 2 replicates, got ${replicates}`)
  let means: readonly number[] | undefined
  return {
    count: values.length,
    means() {
      const plain = Float64Array.from(values)
      means ??= Array.from({ length: replicates }, () => resampledMean(plain, random))
      return means
    },
  }
}

function percentileInterval(means: readonly number[]): Interval | null {
  const low = quantile(means, 0.025)
  const high = quantile(means, 0.975)
  return low === null || high === null ? null : { low, high, level: 0.95, method: 'bootstrap' }
}

/**
 * Percentile bootstrap (S03) of the mean. For money, whose few large deals make the normal interval too
 * narrow on one side. Null with fewer than two values.
 */
export const bootstrapMean = (sample: Resampled): Interval | null =>
  sample.count < 2 ? null : percentileInterval(sample.means())

/** Percentile bootstrap of mean(a) - mean(b); the two samples are drawn independently of each other. */
export function bootstrapMeanDifference(a: Resampled, b: Resampled): Interval | null {
  if (a.count < 2 || b.count < 2) return null
  const others = b.means()
  return percentileInterval(a.means().map((mean, index) => mean - (others[index] ?? Number.NaN)))
}
