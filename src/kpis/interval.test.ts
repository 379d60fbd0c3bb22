import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { proportionDifference, wilson } from './interval.ts'

const near = (actual: number | undefined, expected: number, tolerance: number) =>
  assert(Math.abs((actual ?? Number.NaN) - expected) <= tolerance, `${actual} is not ${expected}`)

// Newcombe 1998 (S01), table I, method 3: score without continuity correction, four decimals.
const published = [
  { of: 81, outOf: 263, low: 0.2553, high: 0.3662 },
  { of: 15, outOf: 148, low: 0.0624, high: 0.1605 },
  { of: 0, outOf: 20, low: 0, high: 0.1611 },
  { of: 1, outOf: 29, low: 0.0061, high: 0.1718 },
]
for (const { of, outOf, low, high } of published) {
  test(`wilson: ${of} of ${outOf} as published (S01)`, () => {
    const interval = wilson(of, outOf)
    near(interval?.low, low, 0.00005)
    near(interval?.high, high, 0.00005)
  })
}

test('wilson: not defined without trials and for quotients above 1', () => {
  assert.equal(wilson(0, 0), null)
  assert.equal(wilson(3, 2), null)
})

test('wilson: covers its own share and stays inside 0 to 1', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(5000), (trials, some) => {
      const successes = some % (trials + 1)
      const interval = wilson(successes, trials)
      assert(interval && interval.low >= 0 && interval.high <= 1)
      assert(interval.low <= successes / trials && successes / trials <= interval.high)
    }),
  )
})

// Newcombe 1998 (S02), table II, method 10, four decimals.
const differences = [
  { a: [56, 70], b: [48, 80], low: 0.0524, high: 0.3339 },
  { a: [9, 10], b: [3, 10], low: 0.1705, high: 0.809 },
  { a: [5, 56], b: [0, 29], low: -0.0381, high: 0.1926 },
] as const
for (const { a, b, low, high } of differences) {
  test(`proportion difference: ${a.join('/')} - ${b.join('/')} as published (S02)`, () => {
    const interval = proportionDifference(
      { successes: a[0], trials: a[1] },
      { successes: b[0], trials: b[1] },
    )
    near(interval?.low, low, 0.00005)
    near(interval?.high, high, 0.00005)
  })
}
