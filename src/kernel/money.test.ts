import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { allocate, cents } from './money.ts'

const anyTotal = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map(cents)
const anyWeights = fc
  .array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 30 })
  .filter((weights) => weights.some((weight) => weight > 0))

test('allocate: 1.00 in thirds gives the odd cent to the first', () => {
  assert.deepEqual(allocate(cents(100), [1, 1, 1]), [34, 33, 33])
})

test('allocate: no cent appears or disappears', () => {
  fc.assert(
    fc.property(anyTotal, anyWeights, (total, weights) => {
      assert.equal(
        allocate(total, weights).reduce((sum, part) => sum + part, 0),
        total,
      )
    }),
  )
})

test('allocate: every part is within one cent of its exact share', () => {
  fc.assert(
    fc.property(anyTotal, anyWeights, (total, weights) => {
      const sum = weights.reduce((a, b) => a + b, 0)
      for (const [index, part] of allocate(total, weights).entries()) {
        assert.ok(Math.abs(part - (total * (weights[index] ?? 0)) / sum) < 1)
      }
    }),
  )
})

test('cents: fractions are bugs, minus zero becomes zero', () => {
  assert.throws(() => cents(0.5))
  assert.ok(Object.is(cents(-0), 0))
})
