import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '#kernel/random.ts'
import { bootstrapMean, bootstrapMeanDifference, resampled } from './bootstrap.ts'

// Survival days of mice, Efron and Tibshirani 1993 (S03), table 2.1.
const TREATED = [94, 197, 16, 38, 99, 141, 23]
const CONTROL = [52, 104, 146, 10, 51, 30, 40, 27, 46]

test('bootstrap mean: width agrees with the published standard error of the mice (S03)', () => {
  const interval = bootstrapMean(resampled(TREATED, seededRandom(7), 20_000))
  assert(interval)
  // with endless replicates the standard error of the treated mean is 23.36 (S03, chapter 6)
  const standardError = (interval.high - interval.low) / (2 * 1.96)
  assert(Math.abs(standardError / 23.36 - 1) < 0.05, `${standardError}`)
  assert(interval.low < 86.857 && 86.857 < interval.high)
})

test('bootstrap difference: the mice show no clear difference (S03)', () => {
  const interval = bootstrapMeanDifference(
    resampled(TREATED, seededRandom(7), 5000),
    resampled(CONTROL, seededRandom(8), 5000),
  )
  assert(interval && interval.low < 0 && interval.high > 0)
})

test('bootstrap: the same seed gives the same interval, another one another', () => {
  const draw = (seed: number) => bootstrapMean(resampled(TREATED, seededRandom(seed), 200))
  assert.deepEqual(draw(1), draw(1))
  assert.notDeepEqual(draw(1), draw(2))
})

test('bootstrap: equal values leave no doubt; fewer than two say nothing', () => {
  const interval = bootstrapMean(resampled([500, 500, 500], seededRandom(1)))
  assert.deepEqual([interval?.low, interval?.high], [500, 500])
  assert.equal(bootstrapMean(resampled([500], seededRandom(1))), null)
})
