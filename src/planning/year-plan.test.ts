import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  contradictions,
  EMPTY_YEAR,
  fromLastYear,
  monthsSum,
  quarterSum,
  sameAllYear,
  slotsOf,
  spread,
  valueAt,
  withValue,
  type YearValues,
} from './year-plan.ts'

const months = (...values: (number | null)[]) =>
  Array.from({ length: 12 }, (_, index) => values[index] ?? null)
const plan = (of: Partial<YearValues>): YearValues => ({ ...EMPTY_YEAR, ...of })

test('a year has 17 spans, each found again', () => {
  const slots = slotsOf(2026)
  assert.deepEqual(
    slots.map(({ from }) => from.slice(5)).join(' '),
    '01-01 02-01 03-01 04-01 05-01 06-01 07-01 08-01 09-01 10-01 11-01 12-01 01-01 04-01 07-01 10-01 01-01',
  )
  let values = EMPTY_YEAR
  slots.forEach((slot, index) => {
    values = withValue(values, slot, index)
  })
  assert.deepEqual(
    slots.map((slot) => valueAt(values, slot)),
    slots.map((_, index) => index),
  )
})

test('1,000.00 over twelve months: four months get the remaining cents', () => {
  // 100,000 / 12 = 8,333.33; 12 x 8,333 = 99,996; ties go to the earlier months
  assert.deepEqual(
    spread(100_000),
    [8334, 8334, 8334, 8334, 8333, 8333, 8333, 8333, 8333, 8333, 8333, 8333],
  )
})

test('spread like last year: 100 over 1 : 1 : 1 : 5 in four months', () => {
  // 12.5, 12.5, 12.5, 62.5: the two cents left go to the earliest
  assert.deepEqual(spread(100, months(1, 1, 1, 5)).slice(0, 4), [13, 13, 12, 62])
})

test('spread: nothing is lost, and a year without figures is spread evenly', () => {
  const lastYear = fc.array(fc.option(fc.integer({ min: 0, max: 10 ** 9 })), { maxLength: 12 })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 11 }), lastYear, (total, weights) => {
      const parts = spread(total, weights)
      assert.equal(parts.length, 12)
      assert.equal(
        parts.reduce((sum, part) => sum + part, 0),
        total,
      )
    }),
  )
  assert.deepEqual(
    spread(24, months()),
    Array.from({ length: 12 }, () => 2),
  )
  assert.deepEqual(
    spread(24, months(-1, 5)),
    Array.from({ length: 12 }, () => 2),
  )
})

test('last year + 10 %: the year grows by exactly that, empty months stay empty', () => {
  // 105 + 210 = 315; x 1.1 = 346.5, rounded 347; by 1 : 2 that is 115.67 and 231.33
  assert.deepEqual(fromLastYear(months(105, null, 210), 0.1, true), months(116, null, 231))
})

test('last year + 10 %: a rate is raised month by month', () => {
  assert.deepEqual(fromLastYear(months(0.2, 0.3), 0.1, false), months(0.22, 0.33))
})

test('sums: a quarter needs its three months, the year all twelve', () => {
  const values = plan({ months: months(1, 2, 3, 4) })
  assert.equal(quarterSum(values, 0), 6)
  assert.equal(quarterSum(values, 1), null)
  assert.equal(monthsSum(values), null)
  assert.equal(monthsSum(plan({ months: spread(1200) })), 1200)
})

test('months of 10, 20 and 30 contradict a quarter of 70, not one of 60', () => {
  const of = (quarter: number) =>
    contradictions(
      plan({ months: months(10, 20, 30), quarters: [quarter, null, null, null] }),
      true,
    )
  assert.deepEqual(of(60), [])
  assert.deepEqual(of(70), [
    { period: 'quarter', index: 0, of: 'months', own: 70, low: 60, high: 60 },
  ])
})

test('months set so far contradict a longer span only when they exceed it already', () => {
  const of = (year: number) => contradictions(plan({ months: months(10, 20), year }), true)
  assert.deepEqual(of(100), [])
  assert.equal(of(25).length, 1)
})

test('a year is held against its months and its quarters', () => {
  const values = plan({ months: spread(1200), quarters: [300, 300, 300, 200], year: 1200 })
  assert.deepEqual(
    contradictions(values, true).map(({ period, of, low }) => [period, of, low]),
    [
      ['quarter', 'months', 300],
      ['year', 'quarters', 1100],
    ],
  )
})

test('rates are not summed: a quarter of 35 % lies outside months of 20 to 30 %', () => {
  const of = (quarter: number) =>
    contradictions(
      plan({ months: months(0.2, 0.25, 0.3), quarters: [quarter, null, null, null] }),
      false,
    )
  assert.deepEqual(of(0.25), [])
  assert.deepEqual(of(0.35), [
    { period: 'quarter', index: 0, of: 'months', own: 0.35, low: 0.2, high: 0.3 },
  ])
  assert.deepEqual(contradictions(sameAllYear(0.3), false), [])
})
