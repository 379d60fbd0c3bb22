import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoDate } from '#kernel/period.ts'
import {
  commonWarnings,
  comparison,
  countable,
  leadPart,
  leadValueAnswer,
  retentionPart,
  sellingPart,
} from './found-parts.ts'
import { roiOf } from './roi.ts'
import { RoiSettings } from './settings.ts'

const sums = (count: number, successes: number, cents = 0) => ({
  ...{ count, successes, cents, unknown: 0 },
  byDeal: [{ deal: null, ...{ count, successes, cents } }],
})

test('goals that were reached have the value they were given, and are no leads', () => {
  const settings = RoiSettings.parse({ lead_value_method: 'goal_values' })
  // G1: 10 x 50 + 4 x 150 + 2 x 500 = 2,100 of 16 goals
  const goals = sums(16, 0, 210_000)
  const history = { from: '2024-01-01', until: '2026-01-01', sums: sums(100, 10) }
  const value = leadValueAnswer(
    settings,
    goals,
    { ...history, isOfChosen: false },
    500_000,
    1_500_000,
  )
  assert.equal(leadPart(goals, value).cents, 210_000)
  // not 16 x 10 % = 1.6 customers for 5,000 / 1.6 each
  assert.deepEqual(
    [value.customers, value.costPerCustomerCents, value.clvCostRatio, value.costPerLeadCents],
    [null, null, null, null],
  )
  assert.equal(value.breakEvenRate, null)
})

test('a renewal that is a deal of its own counts once', () => {
  // 9 of 10 renewed with contact, 3 of 10 without: 10 x 60 points x 1,200 = 7,200, a ninth for each that was renewed
  const engaged = {
    ...{ count: 10, successes: 9, cents: 1_200_000, unknown: 0 },
    byDeal: [
      { deal: null, count: 9, successes: 8, cents: 1_080_000 },
      { deal: 'd1', count: 1, successes: 1, cents: 120_000 },
    ],
  }
  const retention = retentionPart(engaged, comparison(engaged, sums(10, 3), 120_000))
  assert.equal(retention.cents, 720_000)
  const renewed = { kind: 'attributed' as const, cents: 120_000, count: 1 }
  const view = roiOf(
    [{ ...renewed, byCase: new Map([['deal:d1', 120_000]]) }, ...countable(retention)],
    100_000,
  )
  // 1,200 for the deal, which holds the 800 of its renewal, and 8 x 800
  assert.equal(view.all.returnCents, 120_000 + 640_000)
  assert.equal(view.added.returnCents, 840_000)
  assert.deepEqual(view.overlaps, [
    { between: ['attributed', 'retention'], cases: 1, cents: 80_000 },
  ])
})

test('social selling returns what cold calling would have cost, gross: its own marketing cost is in the cost', () => {
  const selling = {
    ...{ meetings: 4, coldMeetings: 2, basis: 'measured' as const },
    ...{ costPerMeetingCents: 10_000, coldCostPerMeetingCents: 30_000 },
  }
  // 4 x 300; the 400 they cost are marketing cost and taken off by the ROI: (1,200 - 400) / 400 = 2, not (800 - 400) / 400
  assert.equal(sellingPart({ ...selling, besidePerMeetingCents: 0 }).cents, 120_000)
  // 75 a meeting is sales cost, which is in no ROI: 4 x (300 - 75)
  assert.equal(sellingPart({ ...selling, besidePerMeetingCents: 7_500 }).cents, 90_000)
})

test('contracts without any amount are compared, but not worth anything that is known', () => {
  const engaged = sums(10, 9)
  const without = retentionPart(engaged, comparison(engaged, sums(10, 3), null))
  assert.deepEqual([without.cents, without.reason], [null, 'no_contract_value'])
  assert.equal(retentionPart(engaged, null).reason, 'no_comparison')
})

test('warnings: cost that cancels itself is no cost, one empty kind is said', () => {
  const year = { from: isoDate('2026-01-01'), until: isoDate('2027-01-01') }
  const warnings = (cost: object) =>
    commonWarnings({ period: year, goal: null, cycleDays: null, cost }).map(({ code }) => code)
  assert.deepEqual(warnings({ media: 500, external: -500 }), ['no_cost'])
  assert.deepEqual(warnings({ media: 500 }), ['no_personnel_cost', 'cost_incomplete'])
  const all = { personnel: 1, technology: 1, media: 1, external: 1 }
  assert.deepEqual(warnings(all), ['cost_incomplete'])
  assert.deepEqual(warnings({ ...all, production: 1 }), [])
})
