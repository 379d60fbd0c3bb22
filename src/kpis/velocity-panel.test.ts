import assert from 'node:assert/strict'
import { test } from 'node:test'
import { velocityPanel } from './velocity-panel.ts'

/** G3, the month in a steady state: 360 open on each of 30 days make 10,800 open days. */
const MONTH = {
  period_days: 30,
  open_days: 10_800,
  open_at_end: 360,
  opportunities_created: 120,
  closed_count: 120,
  won_count: 30,
  won_with_amount: 30,
  revenue_won: 75_000_000,
  cycle_days_sum: 2_700,
  cycle_count: 30,
}

test('G3: both velocities stand beside what was won, which the stock meets', () => {
  const panel = velocityPanel('open_stock', MONTH)
  const perMonth = (base: string) => panel.bases.find((line) => line.base === base)?.per30Days
  assert.equal(panel.wonPer30Days, 75_000_000)
  assert.equal(perMonth('open_stock'), 75_000_000)
  assert.equal(perMonth('created_per_month'), 25_000_000)
})

test('what was won is for 30 days of the period, and unknown where revenue is', () => {
  const quarter = velocityPanel('open_stock', { ...MONTH, period_days: 90 })
  assert.equal(quarter.wonPer30Days, 25_000_000)
  assert.equal(velocityPanel('open_stock', { ...MONTH, revenue_won: null }).wonPer30Days, null)
  assert.equal(velocityPanel('open_stock', {}).wonPer30Days, null)
})
