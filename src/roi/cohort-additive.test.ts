import assert from 'node:assert/strict'
import { test } from 'node:test'
import { added, addedErrorTogether, increments } from './cohort-additive.ts'

// Three cohorts with 100, 200 and 300 of spend; values by age, not cumulative.
const VALUES = [[0, 50, 30], [10, 80], [20]]
const SPEND = [100, 200, 300]

test('additive method: ratios by hand', () => {
  const [first, second, third] = increments(VALUES, SPEND)
  // age 0: 30 of 600. Squares: 100 x .05^2 + 200 x 0 + 300 x (.0666.. - .05)^2 = .25 + .08333..., by two
  assert.deepEqual([first?.ratio, first?.exposure, first?.cohorts], [0.05, 600, 3])
  assert.equal(Number(first?.variance.toFixed(9)), 0.166666667)
  // age 1: 130 of 300 = .43333; 100 x (.5 - .43333)^2 + 200 x (.4 - .43333)^2 = .44444 + .22222
  assert.equal(Number(second?.ratio.toFixed(9)), 0.433333333)
  assert.equal(Number(second?.variance.toFixed(9)), 0.666666667)
  // age 2: one cohort alone, 30 of 100; the smaller of the two variances before, and of .66667^2 / .16667
  assert.equal(third?.ratio, 0.3)
  assert.equal(Number(third?.variance.toFixed(9)), 0.166666667)
})

test('additive method: what is still to come, by hand', () => {
  const ratios = increments(VALUES, SPEND)
  // 20 + 300 x .43333 = 150; + 300 x .3 = 240
  const expected = added({ value: 20, age: 0, exposure: 300 }, ratios) ?? []
  assert.deepEqual(
    expected.map(({ age, value }) => [age, Number(value.toFixed(6))]),
    [
      [1, 150],
      [2, 240],
    ],
  )
  // 300 x .66667 + 90000 x .66667 / 300 = 400; + 300 x .16667 + 90000 x .16667 / 100 = 50 + 150
  assert.deepEqual(
    expected.map(({ standardError }) => Number((standardError ** 2).toFixed(6))),
    [400, 600],
  )
})

test('additive method: a cohort without anything yet still has something to expect', () => {
  const ratios = increments([[0, 50], [0]], [100, 50])
  assert.equal(added({ value: 0, age: 0, exposure: 50 }, ratios)?.at(-1)?.value, 25)
})

test('additive method: without spend nothing can be said', () => {
  assert.deepEqual(increments([[5], [5]], [0, 0]), [null])
  assert.equal(added({ value: 5, age: 0, exposure: 0 }, increments(VALUES, SPEND)), null)
})

test('additive method: cohorts together share the errors of the ratios', () => {
  const ratios = increments(VALUES, SPEND)
  const one = addedErrorTogether([{ age: 0, exposure: 300 }], ratios)
  assert.equal(Number((one ** 2).toFixed(6)), 600)
  // age 1: 300; age 2: 500 open: 500 x .16667 + 250000 x .16667 / 100 = 83.333 + 416.667; and the 400 of age 1
  const two = addedErrorTogether(
    [
      { age: 1, exposure: 200 },
      { age: 0, exposure: 300 },
    ],
    ratios,
  )
  assert.equal(Number((two ** 2).toFixed(6)), 900)
})
