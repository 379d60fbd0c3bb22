import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bootstrapMean,
  bootstrapMeanDifference,
  resampled,
  seededRandom,
  seedOf,
} from './bootstrap.ts'

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
  assert.notEqual(seedOf('2026-03'), seedOf('2026-04'))
})

test('bootstrap: equal values leave no doubt; fewer than two say nothing', () => {
  const interval = bootstrapMean(resampled([500, 500, 500], seededRandom(1)))
  assert.deepEqual([interval?.low, interval?.high], [500, 500])
  assert.equal(bootstrapMean(resampled([500], seededRandom(1))), null)
})

test('seeded random: even over the unit interval', () => {
  const random = seededRandom(42)
  const tenths = Array.from({ length: 10 }, () => 0)
  for (let drawn = 0; drawn < 100_000; drawn += 1) {
    const index = Math.floor(random() * 10)
    tenths[index] = (tenths[index] ?? 0) + 1
  }
  // each tenth expects 10,000 with a standard deviation of 95
  for (const count of tenths) assert(Math.abs(count - 10_000) < 500, `${tenths}`)
})
