import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compare } from './comparison.ts'
import { evaluate } from './evaluate.ts'
import type { Facts } from './facts.ts'
import { kpiById } from './registry.ts'
import { DEFAULT_SETTINGS } from './settings.ts'

const scope = { view: 'period', settings: DEFAULT_SETTINGS } as const

function change(id: string, now: Facts, before: Facts) {
  const kpi = kpiById(id)
  assert(kpi)
  const side = (facts: Facts) => ({ facts, result: evaluate(kpi, facts, scope) })
  return compare(kpi, side(now), side(before), scope)
}

test('comparison: 30 won against 24 is no clear difference, against 10 it is', () => {
  // 95 % of a Poisson difference by hand: 6 +- 1.96 x sqrt(54) = 6 +- 14.4; 20 +- 1.96 x sqrt(40) = 20 +- 12.4
  assert.equal(change('won', { won_count: 30 }, { won_count: 24 }).verdict, 'no_clear_difference')
  const clear = change('won', { won_count: 30 }, { won_count: 10 })
  assert.deepEqual([clear.verdict, clear.good, clear.relative], ['more', true, 2])
})

test('comparison: win rates on few cases are not told apart, on many they are', () => {
  const rate = (won: number, closed: number) => ({
    won_count: won,
    lost_count: closed - won,
    closed_count: closed,
  })
  assert.equal(change('win_rate', rate(5, 10), rate(4, 10)).verdict, 'no_clear_difference')
  assert.equal(change('win_rate', rate(500, 1000), rate(400, 1000)).verdict, 'more')
})

test('comparison: cost is no sample; more cost is not better', () => {
  const cost = (media: number): Facts => ({
    cost_personnel: 0,
    cost_technology: 0,
    cost_media: media,
    cost_external: 0,
    cost_production: 0,
  })
  const more = change('marketing_cost', cost(110), cost(100))
  assert.deepEqual([more.verdict, more.good, more.interval], ['more', false, null])
})

test('comparison: revenue of few large deals carries its own doubt', () => {
  const deals = (count: number): Facts => ({
    revenue_won: count * 2_500_000,
    won_with_amount: count,
    won_amount_deviation: 1_000_000,
  })
  assert.equal(change('revenue_won', deals(30), deals(25)).verdict, 'no_clear_difference')
  assert.equal(change('revenue_won', deals(300), deals(200)).verdict, 'more')
})

test('comparison: what is not defined is not compared', () => {
  const none = change('win_rate', { won_count: 0, lost_count: 0, closed_count: 0 }, {})
  assert.deepEqual([none.verdict, none.difference], ['not_comparable', null])
})
