import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysOf, period } from '#kernel/period.ts'
import { grainOf, stepsOf, TrafficQuery } from './traffic.ts'

test('steps: weeks begin on Monday, the first and the last are cut', () => {
  // 2026-03-01 is a Sunday
  assert.deepEqual(stepsOf(period('2026-03-01', '2026-03-11'), 'week'), [
    { from: '2026-03-01', until: '2026-03-02' },
    { from: '2026-03-02', until: '2026-03-09' },
    { from: '2026-03-09', until: '2026-03-11' },
  ])
})

test('steps: months and days leave no gap and share no day', () => {
  const year = period('2026-01-15', '2026-12-20')
  for (const grain of ['day', 'week', 'month'] as const) {
    const steps = stepsOf(year, grain)
    assert.equal(steps.at(0)?.from, year.from)
    assert.equal(steps.at(-1)?.until, year.until)
    assert.equal(
      steps.reduce((sum, step) => sum + daysOf(step), 0),
      daysOf(year),
    )
    for (const [index, step] of steps.entries()) {
      if (index > 0) assert.equal(step.from, steps[index - 1]?.until)
    }
  }
  assert.equal(stepsOf(year, 'month').length, 12)
})

test('grain: a month by day, a quarter by week, a year by month', () => {
  assert.equal(grainOf(period('2026-03-01', '2026-04-01')), 'day')
  assert.equal(grainOf(period('2026-01-01', '2026-04-01')), 'week')
  assert.equal(grainOf(period('2026-01-01', '2027-01-01')), 'month')
})

test('query: a period that ends before it begins, or is no day, is refused', () => {
  const parse = (from: string, until: string) => TrafficQuery.safeParse({ from, until }).success
  assert.equal(parse('2026-03-01', '2026-04-01'), true)
  assert.equal(parse('2026-04-01', '2026-03-01'), false)
  assert.equal(parse('2026-02-30', '2026-03-01'), false)
  assert.equal(parse('1990-01-01', '2026-03-01'), false)
})
