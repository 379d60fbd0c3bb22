import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkStatedUplift, type StatedUplift, worthOf } from './stated-uplift.ts'

/** The published case G1-uplift: 100 leads, 10 %, 45 % of it, 15,000 EUR a customer. */
const G1: StatedUplift = {
  cases: 100,
  baseRate: 0.1,
  uplift: 0.45,
  kind: 'relative',
  valueCents: 1_500_000,
  comparisonCases: null,
  bounds: null,
}
const near = (actual: number | undefined, expected: number, within: number) =>
  assert(
    actual !== undefined && Math.abs(actual - expected) <= within,
    `${actual} is not ${expected}`,
  )

test('stated uplift: 67,500 EUR, and with 100 leads not told apart from nothing', () => {
  const worth = worthOf(G1)
  assert.equal(worth.cents, 6_750_000)
  near(worth.rate, 0.145, 1e-9)
  assert.equal(worth.basis, 'cases')
  // Wilson by hand for 14.5 of 100, z = 1.95996: centre 0.164207 / 1.038415 = 0.158133, half 0.068984
  near(worth.interval?.low, 0.0891496 - 0.1, 1e-5)
  near(worth.interval?.high, 0.2271168 - 0.1, 1e-5)
  near(worth.centsInterval?.low, -1_627_600, 2_000)
  near(worth.centsInterval?.high, 19_067_500, 2_000)
  assert.equal(worth.isClear, false)
})

test('stated uplift: in points as stated, 10 % and 4.5 points are the same 67,500 EUR', () => {
  const worth = worthOf({ ...G1, uplift: 0.045, kind: 'points' })
  assert.equal(worth.cents, 6_750_000)
  near(worth.relative ?? undefined, 0.45, 1e-9)
})

test('stated uplift: bounds of the source go first, in the unit of the uplift', () => {
  const worth = worthOf({ ...G1, bounds: { low: 0.2, high: 0.7 } })
  assert.equal(worth.basis, 'stated')
  // 100 x 10 % x 20 % x 15,000 = 30,000; x 70 % = 105,000
  assert.deepEqual(worth.centsInterval, { low: 3_000_000, high: 10_500_000 })
  assert.equal(worth.isClear, true)
})

test('stated uplift: a base rate that was measured has an interval of its own', () => {
  // The published example of S02: 56 of 70 against 48 of 80, difference 0.2, 95 % 0.0524 to 0.3339
  const worth = worthOf({
    ...{ cases: 70, baseRate: 0.6, uplift: 0.2, kind: 'points', valueCents: 100_00 },
    ...{ comparisonCases: 80, bounds: null },
  })
  assert.equal(worth.basis, 'groups')
  near(worth.interval?.low, 0.0524, 5e-5)
  near(worth.interval?.high, 0.3339, 5e-5)
  assert.equal(worth.isClear, true)
})

test('stated uplift: what can be no rate, and bounds that do not fit, are refused', () => {
  const rules = (values: object) =>
    checkStatedUplift(null, {
      ...{
        cases: 100,
        base_rate: 0.7,
        uplift: 0.28,
        uplift_kind: 'relative',
        value: 100,
        ...values,
      },
    }).map(({ field, rule }) => `${field} ${rule}`)
  assert.deepEqual(rules({}), [])
  assert.deepEqual(rules({ uplift_kind: 'points', uplift: 0.3 }), [])
  assert.deepEqual(rules({ uplift_kind: 'points', uplift: 0.31 }), ['uplift roi.uplift_beyond_all'])
  assert.deepEqual(rules({ uplift: 0.5 }), ['uplift roi.uplift_beyond_all'])
  assert.deepEqual(rules({ cases: 0, value: -1 }), [
    'cases roi.cases_expected',
    'value roi.negative_value',
  ])
  assert.deepEqual(rules({ uplift_low: 0.1 }), ['uplift_high roi.bounds_incomplete'])
  assert.deepEqual(rules({ uplift_low: 0.3, uplift_high: 0.4 }), [
    'uplift roi.bounds_beside_uplift',
  ])
})
