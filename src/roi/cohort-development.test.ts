import assert from 'node:assert/strict'
import { test } from 'node:test'
import { developments, projected, standardErrorTogether } from './cohort-development.ts'

// Taylor and Ashe (1983), the triangle of Mack's paper (S08): cumulative payments by year of origin.
const TAYLOR_ASHE = [
  [357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463],
  [352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085],
  [290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315],
  [310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268],
  [443160, 1136350, 2128333, 2897821, 3402672, 3873311],
  [396132, 1333217, 2180715, 2985752, 3691712],
  [440832, 1288463, 2419861, 3483130],
  [359480, 1421128, 2864498],
  [376686, 1363294],
  [344014],
]

const growing = () => {
  const factors = developments(TAYLOR_ASHE)
  return {
    factors,
    cohorts: TAYLOR_ASHE.map((row) => {
      const age = row.length - 1
      const expected = projected(row[age] ?? 0, age, factors)
      assert(expected)
      const rest = (expected.at(-1)?.value ?? row[age] ?? 0) - (row[age] ?? 0)
      return { age, expected, rest }
    }),
  }
}

test('development factors: as published for the triangle of Taylor and Ashe (S08)', () => {
  assert.deepEqual(
    growing().factors.map((one) => Number(one?.factor.toFixed(3))),
    [3.491, 1.747, 1.457, 1.174, 1.104, 1.086, 1.054, 1.077, 1.018],
  )
})

test('expected rest: reserves as published (S08), in thousands', () => {
  assert.deepEqual(
    growing().cohorts.map(({ rest }) => Math.round(rest / 1000)),
    [0, 95, 470, 710, 985, 1419, 2178, 3920, 4279, 4626],
  )
})

test('expected rest: standard errors in per cent of the reserve as published (S08)', () => {
  assert.deepEqual(
    growing()
      .cohorts.slice(1)
      .map(({ expected, rest }) =>
        Math.round((100 * (expected.at(-1)?.standardError ?? 0)) / rest),
      ),
    [80, 26, 19, 27, 29, 26, 22, 23, 29],
  )
})

test('expected rest: all cohorts together 18,681 thousand with an error of 13 per cent (S08)', () => {
  const { factors, cohorts } = growing()
  const rest = cohorts.reduce((total, one) => total + one.rest, 0)
  assert.equal(Math.round(rest / 1000), 18_681)
  const error = standardErrorTogether(cohorts, factors)
  assert.equal(Math.round((100 * error) / rest), 13)
  assert.equal(Math.round(error / 1000), 2447)
})

test('development factors: by hand for three cohorts', () => {
  // (30 + 50) / (10 + 30) = 2; variance (10 (3 - 2)^2 + 30 (5/3 - 2)^2) / 1 = 10 + 3.33...
  const [first, second] = developments([[10, 30, 33], [30, 50], [20]])
  assert.equal(first?.factor, 2)
  assert.equal(Number(first?.variance.toFixed(9)), 13.333333333)
  // one cohort alone: the variance before it
  assert.equal(second?.factor, 1.1)
  assert.equal(second?.variance, first?.variance)
})

test('development factors: nothing grows out of nothing', () => {
  const factors = developments([[0, 30, 33], [0, 50], [0]])
  assert.equal(factors[0], null)
  assert.equal(projected(0, 0, factors), null)
  assert.equal(projected(20, 0, factors), null)
  assert.deepEqual(
    projected(50, 1, factors)?.map(({ age, value }) => [age, Number(value.toFixed(6))]),
    [[2, 55]],
  )
  assert.deepEqual(projected(33, 2, factors), [])
})
