import assert from 'node:assert/strict'
import { test } from 'node:test'
import { median, quantile } from './quantile.ts'

const TEN = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]

// R: quantile(1:10, c(.25, .5, .9)) prints 3.25, 5.5, 9.1 (type 7, the default)
for (const [share, expected] of [
  [0.25, 3.25],
  [0.5, 5.5],
  [0.9, 9.1],
  [0, 1],
  [1, 10],
] as const) {
  test(`quantile: ${share} of 1 to 10 is ${expected} as in R (type 7)`, () => {
    assert(Math.abs((quantile(TEN, share) ?? Number.NaN) - expected) < 1e-12)
  })
}

test('median: of an odd count the middle one; without values not defined', () => {
  assert.equal(median([3, 1, 2]), 2)
  assert.equal(median([]), null)
})
