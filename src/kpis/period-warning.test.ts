import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluate } from './evaluate.ts'
import { periodWarning, periodWarningText } from './period-warning.ts'
import { kpiById } from './registry.ts'
import { DEFAULT_SETTINGS } from './settings.ts'

const none = { usual_cycle_days: null }

test('period warning: a month against a median cycle of 48 days', () => {
  assert.deepEqual(periodWarning({ period_days: 31, cycle_days_median: 48 }, none), {
    code: 'period_too_short',
    periodDays: 31,
    cycleDays: 48,
    basis: 'median',
  })
})

test('period warning: a period of exactly one cycle is long enough', () => {
  assert.equal(periodWarning({ period_days: 31, cycle_days_median: 31 }, none), null)
})

test('period warning: the setting goes before the median', () => {
  const settings = { usual_cycle_days: 90 }
  assert.equal(
    periodWarning({ period_days: 31, cycle_days_median: 10 }, settings)?.basis,
    'setting',
  )
  assert.equal(periodWarning({ period_days: 92, cycle_days_median: 200 }, settings), null)
})

test('period warning: nothing won and nothing set, nothing said', () => {
  assert.equal(periodWarning({ period_days: 31, cycle_days_median: null }, none), null)
})

test('period warning: says both lengths and where the usual one is from', () => {
  const text = periodWarningText({
    code: 'period_too_short',
    periodDays: 31,
    cycleDays: 47.6,
    basis: 'median',
  })
  assert.match(text.de, /31 Tage.*48 Tage, Median/)
})

test('period warning: marketing ROI carries it, revenue does not', () => {
  const facts = {
    period_days: 31,
    cycle_days_median: 60,
    attributed_revenue: 300,
    marketing_cost: 100,
    revenue_won: 300,
  }
  const of = (id: string) => {
    const kpi = kpiById(id)
    assert(kpi)
    return evaluate(kpi, facts, { view: 'period', settings: DEFAULT_SETTINGS })
  }
  assert.equal(of('marketing_roi').warning?.cycleDays, 60)
  assert.equal(of('revenue_won').warning, undefined)
})
