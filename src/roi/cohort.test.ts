import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoDate, period } from '#kernel/period.ts'
import { type CohortFacts, cohortsView, restRange } from './cohort.ts'

const cohort = (month: string, cost: number | null, values: readonly number[]): CohortFacts => ({
  month: isoDate(`${month}-01`),
  ...{ cost, values },
  deals: values.map((value) => (value === 0 ? 0 : 1)),
})

/** Every cohort costs 100 and brings 40, 80, 20 in its first three months: 140 in all. */
const STEADY = [
  cohort('2026-01', 100, [40, 80, 20]),
  cohort('2026-02', 100, [40, 80, 20]),
  cohort('2026-03', 100, [40, 80, 20]),
  cohort('2026-04', 100, [40, 80]),
  cohort('2026-05', 100, [40]),
]
const VIEW = { agesMax: 24, shown: period('2025-12-01', '2026-06-01') }

test('cohorts: so far, rest, break-even month of steady months', () => {
  const { ages, cohorts, total } = cohortsView(STEADY, VIEW)
  assert.equal(ages, 3)
  assert.deepEqual(
    cohorts.map(({ soFar, rest, method }) => [soFar, rest?.value, method]),
    [
      [140, 0, null],
      [140, 0, null],
      [140, 0, null],
      [120, 20, 'factors'],
      // 40 of 140 are there by then: more than a fifth
      [40, 100, 'factors'],
    ],
  )
  // 40 + 80 = 120 >= 100 in the month after the first touch
  assert.deepEqual(
    cohorts.map(({ breakEven }) => breakEven),
    [
      { age: 1, expected: false },
      { age: 1, expected: false },
      { age: 1, expected: false },
      { age: 1, expected: false },
      { age: 1, expected: true },
    ],
  )
  assert.deepEqual(cohorts[4]?.curve, [
    { age: 1, value: 120, low: 120, high: 120 },
    { age: 2, value: 140, low: 140, high: 140 },
  ])
  assert.equal(cohorts[4]?.roi, -0.6)
  assert.deepEqual(cohorts[4]?.roiExpected, { value: 0.4, low: 0.4, high: 0.4 })
  assert.deepEqual([total.cost, total.soFar, total.rest?.value], [500, 580, 120])
  // 5 x 140 = 700
  assert.equal(Number(total.roiExpected?.value?.toFixed(9)), 0.4)
})

test('cohorts: where nothing has come yet the spend tells what usually comes', () => {
  const late = [
    cohort('2026-01', 100, [0, 0, 150]),
    cohort('2026-02', 200, [0, 0, 330]),
    cohort('2026-03', 100, [0, 0, 120]),
    cohort('2026-04', 300, [0, 0]),
    cohort('2026-05', 50, [0]),
  ]
  const { cohorts } = cohortsView(late, VIEW)
  // 600 for 400: 1.5 a cent
  assert.deepEqual(
    cohorts.slice(3).map(({ rest, method }) => [rest?.value, method]),
    [
      [450, 'additive'],
      [75, 'additive'],
    ],
  )
  const [, , , fourth] = cohorts
  assert(fourth?.rest)
  assert(fourth.rest.low < 450 && fourth.rest.high > 450)
  assert.deepEqual(fourth.breakEven, { age: 2, expected: true })
})

test('cohorts: without spend and with nothing yet nothing is claimed', () => {
  const free = [
    cohort('2026-01', 0, [0, 10]),
    cohort('2026-02', 0, [0, 10]),
    cohort('2026-03', 0, [0, 10]),
    cohort('2026-04', 0, [0]),
  ]
  const { cohorts, total } = cohortsView(free, VIEW)
  assert.deepEqual([cohorts[3]?.rest, cohorts[3]?.reason], [null, 'no_cost'])
  assert.deepEqual(
    [total.rest, total.withoutForecast, total.roi],
    [{ value: 0, low: 0, high: 0 }, 1, null],
  )
  const unknown = cohortsView([cohort('2026-01', null, [5])], VIEW)
  assert.equal(cohortsView(free.slice(3), VIEW).total.rest?.value, 0)
  assert.deepEqual([unknown.cohorts[0]?.roi, unknown.total.cost], [null, null])
})

test('cohorts: nothing is expected at ages that fewer than three cohorts have reached, but what came is shown', () => {
  const { ages, agesLearnt, cohorts, total } = cohortsView(
    [cohort('2025-12', 100, [40, 80, 20, 900]), ...STEADY],
    VIEW,
  )
  assert.deepEqual([ages, agesLearnt], [4, 3])
  assert.deepEqual([cohorts[0]?.soFar, cohorts[0]?.rest?.value], [1_040, 0])
  // the youngest still expects what three months brought in three months: 140
  assert.deepEqual([cohorts[5]?.soFar, cohorts[5]?.rest?.value], [40, 100])
  assert.equal(total.soFar, 580 + 1_040)
})

test('cohorts: months before anything was spent teach nothing', () => {
  const nothing = ['2024-01', '2024-02', '2024-03', '2024-04'].map((month, place) =>
    cohort(
      month,
      0,
      Array.from({ length: 29 - place }, () => 0),
    ),
  )
  const { ages, agesLearnt, monthsLearnt, cohorts } = cohortsView([...nothing, ...STEADY], {
    ...VIEW,
    shown: period('2024-01-01', '2026-06-01'),
  })
  // With them three cohorts have reached age 26, every factor is null and every month has "too few older ones".
  assert.deepEqual([ages, agesLearnt, monthsLearnt], [3, 3, 5])
  assert.deepEqual(
    cohorts.slice(4).map(({ rest, reason }) => [rest?.value, reason]),
    [
      [0, null],
      [0, null],
      [0, null],
      [20, null],
      [100, null],
    ],
  )
})

test('cohorts: what came at an age that nobody can expect yet stays', () => {
  // One channel that began in April: 50 came in May, and only one month has reached that age.
  const young = [
    cohort('2026-04', 0, [0, 50, 0]),
    cohort('2026-05', 0, [0, 0]),
    cohort('2026-06', 0, [0]),
  ]
  const { ages, agesLearnt, total } = cohortsView([cohort('2026-03', 0, [0, 0, 0, 0]), ...young], {
    agesMax: 24,
    shown: period('2026-03-01', '2026-07-01'),
  })
  assert.deepEqual([ages, agesLearnt, total.soFar], [2, 1, 50])
})

test('cohorts: the expected ROI of all is of those that anything can be expected of', () => {
  // January has no cost of its own and nothing yet: nobody knows what it will bring.
  const { total } = cohortsView([...STEADY.slice(0, 4), cohort('2026-05', 0, [0])], VIEW)
  // 4 x 100 spent, 140 + 140 + 140 + 120 came, 20 more: 560 for 400
  assert.deepEqual([total.withoutForecast, total.rest?.value], [1, 20])
  assert.equal(Number(total.roiExpected?.value?.toFixed(9)), 0.4)
  const costly = cohortsView(
    [
      cohort('2026-01', 100, [0, 40]),
      cohort('2026-02', 100, [0, 40]),
      cohort('2026-03', 100, [0, 40]),
      { ...cohort('2026-04', null, [0]) },
    ],
    VIEW,
  ).total
  // the cost of April is not known: neither is that of all, but that of the other three is
  assert.deepEqual([costly.cost, costly.roi, costly.withoutForecast], [null, null, 1])
  assert.equal(Number(costly.roiExpected?.value?.toFixed(9)), -0.6)
})

test('cohorts: older ones teach without being shown', () => {
  const { cohorts, total } = cohortsView(STEADY, {
    ...VIEW,
    shown: period('2026-05-01', '2026-06-01'),
  })
  assert.deepEqual(
    cohorts.map(({ month }) => month),
    ['2026-05-01'],
  )
  assert.deepEqual([total.cost, total.soFar, total.rest?.value], [100, 40, 100])
})

test('cohorts: the curve of an average cent', () => {
  const { perCost } = cohortsView(STEADY, VIEW)
  assert.deepEqual(
    perCost.map((one) => Number(one?.toFixed(9))),
    [0.4, 1.2, 1.4],
  )
})

test('interval: log-normal, by hand', () => {
  // s^2 = ln(1 + .25) = .223144, s = .472381; ln 1000 - .111572 = 6.796183; exp(6.796183 -+ 1.959964 x .472381)
  assert.deepEqual(restRange(1000, 500), { value: 1000, low: 354, high: 2258 })
  assert.deepEqual(restRange(-100, 10), { value: -100, low: -120, high: -80 })
  assert.deepEqual(restRange(70, 0), { value: 70, low: 70, high: 70 })
})
