import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, firstOfMonth, isoDate, monthOf, type Period, period } from '#kernel/period.ts'
import type { Kpi } from './define.ts'
import { KPIS, kpiById } from './registry.ts'
import { targetWord } from './target-words.ts'
import {
  ADDITIVE,
  compareWithTarget,
  filterKey,
  type HeldTarget,
  type Target,
  type TargetPeriod,
  targetFor,
  withTargets,
} from './targets.ts'

const kpi = (id: string): Kpi => {
  const found = kpiById(id)
  assert.ok(found, id)
  return found
}
const revenue = kpi('revenue_won')
const rate = kpi('mql_to_sql')

const target = (
  span: TargetPeriod,
  from: string,
  value: number,
  more: Partial<Target> = {},
): Target => ({ kpi: 'revenue_won', period: span, from: isoDate(from), filter: '', value, ...more })

const MARCH = period('2026-03-01', '2026-04-01')
const Q1 = period('2026-01-01', '2026-04-01')
const YEAR = period('2026-01-01', '2027-01-01')

const held = (of: Kpi, over: Period, targets: readonly Target[], filter: string | null = '') =>
  targetFor(of, { period: over, filter, view: 'period' }, targets)

test('target: the one of exactly this period and filter holds', () => {
  const targets = [
    target('month', '2026-03-01', 100),
    target('month', '2026-03-01', 40, { filter: 'channel=email' }),
    target('month', '2026-04-01', 7),
    target('month', '2026-03-01', 9, { kpi: 'won' }),
  ]
  assert.deepEqual(held(revenue, MARCH, targets), { value: 100, period: MARCH, source: 'own' })
  assert.equal(held(revenue, MARCH, targets, 'channel=email')?.value, 40)
  assert.equal(held(revenue, MARCH, targets, 'channel=social'), null)
})

test('target: several values of one filter have no target, nor have two arbitrary days', () => {
  const targets = [target('month', '2026-03-01', 100), target('year', '2026-01-01', 1200)]
  assert.equal(filterKey({ channel: ['email', 'social'] }), null)
  assert.equal(held(revenue, MARCH, targets, null), null)
  assert.equal(held(revenue, period('2026-03-02', '2026-03-20'), targets), null)
})

test('filter key: the order in which filters stand does not matter', () => {
  const team = '11111111-1111-4111-8111-111111111111'
  const key = `business_type=new&channel=email&team=${team}`
  assert.equal(filterKey({ team: [team], channel: ['email'], business_type: 'new' }), key)
  assert.equal(filterKey({ business_type: 'new', channel: 'email', team }), key)
  assert.equal(filterKey({}), '')
})

test('target: a quarter is the sum of its three months, a year of its twelve or of its quarters', () => {
  const quarterMonths = [1, 2, 3].map((month) => target('month', `2026-0${month}-01`, month * 100))
  // 100 + 200 + 300
  assert.deepEqual(held(revenue, Q1, quarterMonths), {
    value: 600,
    period: Q1,
    source: 'derived',
    derivedFrom: 'months',
  })
  const rest = ['2026-04-01', '2026-07-01', '2026-10-01'].map((from) => target('quarter', from, 50))
  // 600 from the months of the first quarter, 3 x 50
  assert.deepEqual(held(revenue, YEAR, [...quarterMonths, ...rest]), {
    value: 750,
    period: YEAR,
    source: 'derived',
    derivedFrom: 'quarters',
  })
  assert.equal(held(revenue, Q1, quarterMonths.slice(1)), null, 'two of three months are no plan')
})

test('target: a month has its share of the days of quarter or year; the quarter goes first', () => {
  const year = target('year', '2026-01-01', 36_500_00)
  // 3,650,000 cents over 365 days: 10,000 a day, 31 days
  assert.deepEqual(held(revenue, MARCH, [year]), {
    value: 310_000,
    period: MARCH,
    source: 'derived',
    derivedFrom: 'year',
  })
  // 900,000 cents over the 90 days of the first quarter
  const both = [year, target('quarter', '2026-01-01', 900_000)]
  assert.equal(held(revenue, MARCH, both)?.value, 310_000)
  assert.equal(held(revenue, MARCH, both)?.derivedFrom, 'quarter')
  // 365 leads a year are 31 in March; counts are not rounded: 100 a year are 8.4932
  const leads = [target('year', '2026-01-01', 100, { kpi: 'leads' })]
  assert.ok(Math.abs((held(kpi('leads'), MARCH, leads)?.value ?? 0) - 3100 / 365) < 1e-12)
})

test('target: the months made from a year add up to it, to the cent', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (value) => {
      const targets = [target('year', '2028-01-01', value)]
      const sum = Array.from({ length: 12 }, (_, index) =>
        held(revenue, monthOf(firstOfMonth(isoDate('2028-01-01'), index)), targets),
      ).reduce((total, month) => total + (month?.value ?? 0), 0)
      assert.equal(sum, value)
    }),
  )
})

test('target: a rate of the year says nothing about March, and months give no year', () => {
  const months = Array.from({ length: 12 }, (_, index) =>
    target('month', firstOfMonth(isoDate('2026-01-01'), index), 0.3, { kpi: 'mql_to_sql' }),
  )
  assert.equal(held(rate, YEAR, months), null)
  assert.equal(held(rate, MARCH, [target('year', '2026-01-01', 0.3, { kpi: 'mql_to_sql' })]), null)
  assert.equal(held(rate, MARCH, months)?.value, 0.3)
})

test('target: a count has none in the cohort view, a rate has', () => {
  const ask = { period: MARCH, filter: '', view: 'cohort' } as const
  const won = [target('month', '2026-03-01', 30, { kpi: 'won' })]
  assert.equal(targetFor(kpi('won'), ask, won), null)
  const rates = [target('month', '2026-03-01', 0.3, { kpi: 'mql_to_sql' })]
  assert.equal(targetFor(rate, ask, rates)?.value, 0.3)
})

const AFTER = isoDate('2026-04-05')
const own = (value: number, over = MARCH): HeldTarget => ({ value, period: over, source: 'own' })

test('G5-follower-goal: 286 of 500 are 57.2 %, 214 too few, and bad', () => {
  const result = compareWithTarget(kpi('leads'), 286, own(500), AFTER)
  assert.equal(result.attainment, 0.572)
  assert.equal(result.difference, -214)
  assert.equal(result.state, 'bad')
  assert.equal(result.expected, undefined)
})

test('attainment where lower is better: 600 of 500 are 120 %, and that is bad', () => {
  const result = compareWithTarget(kpi('cac'), 600, own(500), AFTER)
  assert.equal(result.attainment, 1.2)
  assert.equal(result.difference, 100)
  assert.equal(result.state, 'bad')
  assert.equal(targetWord(result, 'lower').de, 'über Ziel')
  assert.equal(compareWithTarget(kpi('cac'), 400, own(500), AFTER).state, 'good')
  // 550 misses 500 by exactly a tenth
  assert.equal(compareWithTarget(kpi('cac'), 550, own(500), AFTER).state, 'attention')
})

test('a target of 0 has no attainment and is judged all the same', () => {
  const stale = kpi('stale_leads')
  assert.deepEqual(compareWithTarget(stale, 0, own(0), AFTER), {
    ...own(0),
    attainment: null,
    difference: 0,
    state: 'good',
  })
  assert.equal(compareWithTarget(stale, 3, own(0), AFTER).state, 'bad')
})

test('a figure that is not defined is not compared', () => {
  const result = compareWithTarget(revenue, null, own(500), AFTER)
  assert.deepEqual([result.attainment, result.difference, result.state], [null, null, 'neutral'])
  assert.equal(targetWord(result, 'higher').de, 'nicht vergleichbar')
})

test('while March runs, revenue is judged by the days that are over, a rate as it stands', () => {
  // 11 March: 10 of 31 days are over; 310 x 10 / 31 = 100 expected
  const today = isoDate('2026-03-11')
  const result = compareWithTarget(revenue, 120, own(310), today)
  assert.equal(result.expected, 100)
  assert.equal(result.elapsed, 10 / 31)
  assert.equal(result.state, 'good')
  assert.equal(result.attainment, 120 / 310)
  assert.equal(targetWord(result, 'higher').de, 'im Plan')
  const behind = compareWithTarget(revenue, 80, own(310), today)
  assert.equal(behind.state, 'bad')
  assert.equal(targetWord(behind, 'higher').de, 'hinter Plan')
  const share = compareWithTarget(rate, 0.2, own(0.3), today)
  assert.deepEqual([share.state, share.expected], ['bad', undefined])
})

test('the last day runs, the day after is final, a month to come is not judged', () => {
  const last = compareWithTarget(revenue, 305, own(310), isoDate('2026-03-31'))
  assert.equal(last.expected, 300)
  assert.equal(last.state, 'good')
  const final = compareWithTarget(revenue, 305, own(310), isoDate('2026-04-01'))
  assert.equal(final.state, 'attention')
  const before = compareWithTarget(revenue, 0, own(310), addDays(MARCH.from, -1))
  assert.equal(before.state, 'neutral')
  assert.equal(targetWord(before, 'higher').de, 'noch nicht begonnen')
})

test('results: only figures with a target get one', () => {
  const results = { revenue_won: { value: 50 }, won: { value: 2 } }
  const question = { period: MARCH, filter: '', view: 'period' } as const
  const answer = withTargets(results, question, [target('month', '2026-03-01', 100)], AFTER)
  assert.equal(answer.revenue_won?.target?.attainment, 0.5)
  assert.deepEqual(answer.won, { value: 2 })
})

test('every figure that is said to add up exists and is a sum of money or a count', () => {
  for (const id of ADDITIVE) assert.ok(['money', 'count'].includes(kpi(id).unit), id)
  assert.ok(KPIS.length > ADDITIVE.size)
})
