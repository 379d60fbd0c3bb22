import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { firstOfMonth, isoDate, period } from '#kernel/period.ts'
import {
  type BudgetCost,
  type BudgetInputs,
  budgetAlarms,
  budgetGroups,
  type PlannedBudget,
} from './budget-forecast.ts'

/** 15 of the 31 days of March are over. */
const TODAY = isoDate('2026-03-15')
const MARCH = isoDate('2026-03-01')

const budget = (planned: number, given: Partial<PlannedBudget> = {}): PlannedBudget => ({
  id: `${given.month ?? MARCH} ${given.category ?? ''}`,
  month: MARCH,
  campaignId: 'spring',
  category: null,
  planned,
  ordered: 0,
  ...given,
})
const cost = (actual: number, given: Partial<BudgetCost> = {}): BudgetCost => ({
  month: MARCH,
  campaignId: 'spring',
  category: 'media',
  actual,
  ahead: 0,
  ...given,
})
const groupsOf = (given: Partial<BudgetInputs>) =>
  budgetGroups({ budgets: [], campaigns: [], costs: [], today: TODAY, nearShare: 0.9, ...given })
const lineOf = (given: Partial<BudgetInputs>) => groupsOf(given)[0]?.lines[0]

test('budget: media goes on at its pace, 2,000.00 in 15 of 31 days come to 4,133.33', () => {
  // 200,000 / 15 * 31 = 413,333.3
  const line = lineOf({ budgets: [budget(300_000)], costs: [cost(200_000)] })
  assert.deepEqual([line?.forecast, line?.basis, line?.state], [413_333, 'pace', 'will_exceed'])
  // 300,000 * 15 / 31 = 145,161.3
  assert.equal(line?.plannedToDate, 145_161)
})

test('budget: a salary that is booked to the end of the month comes to its plan and alarms nobody', () => {
  // 500,000 * 15 / 31 = 241,935.5; the rest stands on later days
  const salary = cost(241_935, { category: 'personnel', ahead: 258_065 })
  const line = lineOf({ budgets: [budget(500_000)], costs: [salary] })
  assert.deepEqual(
    [line?.committed, line?.forecast, line?.basis, line?.state],
    [258_065, 500_000, 'booked', 'ok'],
  )
})

test('budget: what is no media keeps its plan until the month is over', () => {
  const production = budget(100_000, { category: 'production' })
  const line = (today: string, costs: readonly BudgetCost[] = []) =>
    lineOf({ budgets: [production], costs, today: isoDate(today) })
  // day 6, day 20: the invoice can still come
  assert.deepEqual([line('2026-03-06')?.forecast, line('2026-03-20')?.forecast], [100_000, 100_000])
  assert.equal(line('2026-03-20')?.basis, 'plan')
  assert.equal(line('2026-03-31')?.forecast, 0)
  const more = line('2026-03-20', [cost(130_000, { category: 'production' })])
  assert.deepEqual([more?.forecast, more?.state], [130_000, 'over'])
})

test('budget: the pace is that of the days on which the campaign runs', () => {
  const from = isoDate('2026-03-11')
  const forecast = (today: string, until: string | null = null) =>
    lineOf({
      budgets: [budget(150_000)],
      costs: [cost(70_000)],
      today: isoDate(today),
      runs: new Map([['spring', { from, until: until === null ? null : isoDate(until) }]]),
    })
  // 11 to 17 March are 7 days of 100.00; 14 days are left: 700.00 + 1,400.00
  assert.deepEqual(
    [forecast('2026-03-17')?.forecast, forecast('2026-03-17')?.state],
    [210_000, 'will_exceed'],
  )
  // 6 days are too few
  assert.deepEqual(
    [forecast('2026-03-16')?.forecast, forecast('2026-03-16')?.basis],
    [150_000, 'plan'],
  )
  // it ends with 24 March: 7 more days
  assert.equal(forecast('2026-03-17', '2026-03-25')?.forecast, 140_000)
  // it is over since 21 March: nothing more to come
  assert.equal(forecast('2026-03-28', '2026-03-21')?.forecast, 70_000)
})

test('budget: what is ordered counts as committed and takes the place of the pace', () => {
  const ordered = budget(500_000, { ordered: 250_000 })
  const line = lineOf({ budgets: [ordered], costs: [cost(200_000)] })
  // the pace would bring 213,333 more; 250,000 are ordered
  assert.deepEqual([line?.committed, line?.forecast, line?.basis], [250_000, 450_000, 'booked'])
})

test('budget: in the first week of a month the pace says nothing, the plan holds', () => {
  const early = { budgets: [budget(300_000)], costs: [cost(100_000)], today: isoDate('2026-03-06') }
  assert.deepEqual([lineOf(early)?.forecast, lineOf(early)?.basis], [300_000, 'plan'])
  const later = { ...early, today: isoDate('2026-03-07') }
  // 100,000 / 7 * 31 = 442,857.1
  assert.deepEqual([lineOf(later)?.forecast, lineOf(later)?.basis], [442_857, 'pace'])
})

test('budget: spent sooner than the days go by is near, spent with the days is not', () => {
  const production = (actual: number) =>
    lineOf({ budgets: [budget(200_000)], costs: [cost(actual, { category: 'production' })] })?.state
  assert.equal(production(180_000), 'near')
  assert.equal(production(179_999), 'ok')
  assert.equal(production(200_001), 'over')
  const lastDays = {
    budgets: [budget(310_000)],
    costs: [cost(290_000, { category: 'personnel', ahead: 20_000 })],
    today: isoDate('2026-03-29'),
  }
  assert.equal(lineOf(lastDays)?.state, 'ok')
})

test('budget: a month that is over came to what was spent, and alarms nobody any more', () => {
  const over = { budgets: [budget(100_000)], costs: [cost(120_000)], today: isoDate('2026-04-02') }
  const groups = groupsOf(over)
  assert.deepEqual(
    [groups[0]?.lines[0]?.forecast, groups[0]?.lines[0]?.basis, groups[0]?.state],
    [120_000, 'done', 'over'],
  )
  assert.deepEqual(budgetAlarms(groups, over.today), [])
})

test('budget: a month to come counts its plan, or more when more is bound', () => {
  const april = isoDate('2026-04-01')
  const plan = budget(100_000, { month: april })
  assert.equal(lineOf({ budgets: [plan] })?.forecast, 100_000)
  const bound = cost(0, { month: april, ahead: 130_000 })
  assert.deepEqual(lineOf({ budgets: [plan], costs: [bound] })?.state, 'will_exceed')
})

test('budget: without a category it is for the categories that have none of their own', () => {
  const [group] = groupsOf({
    budgets: [budget(300_000), budget(100_000, { category: 'media' })],
    costs: [cost(50_000), cost(20_000, { category: 'external' }), cost(7000, { campaignId: null })],
  })
  assert.deepEqual(
    group?.lines.map(({ category, actual }) => [category, actual]),
    [
      ['media', 50_000],
      [null, 20_000],
    ],
  )
})

test('budget: the amount of a campaign counts evenly over its days, and only the whole alarms', () => {
  // 10 March to 8 April are 30 days, 22 of them in March: 300,000 * 22 / 30
  const campaign = {
    campaignId: 'spring',
    planned: 300_000,
    over: period('2026-03-10', '2026-04-09'),
  }
  const groups = groupsOf({
    campaigns: [campaign],
    costs: [cost(290_000, { category: 'external' })],
  })
  assert.deepEqual(
    groups[0]?.lines.map(({ month, planned }) => [month, planned]),
    [
      ['2026-03-01', 220_000],
      ['2026-04-01', 80_000],
    ],
  )
  const [alarm, ...others] = budgetAlarms(groups, TODAY)
  // 290,000 spent and 80,000 planned for April
  assert.deepEqual([alarm?.month, alarm?.forecast, alarm?.state], [null, 370_000, 'will_exceed'])
  assert.deepEqual(others, [])
  const withMonths = groupsOf({ campaigns: [campaign], budgets: [budget(50_000)] })
  assert.deepEqual(
    withMonths.map(({ source, planned }) => [source, planned]),
    [['months', 50_000]],
  )
})

test('budget: cost without a budget stays visible; all actuals together are the ledger', () => {
  const anyCost = fc.record({
    month: fc.integer({ min: -3, max: 3 }).map((count) => firstOfMonth(MARCH, count)),
    campaignId: fc.constantFrom(null, 'spring', 'autumn', 'fair'),
    category: fc.constantFrom('media', 'personnel', 'external'),
    actual: fc.integer({ min: -10_000, max: 1_000_000 }),
    ahead: fc.integer({ min: 0, max: 1_000_000 }),
  })
  const anyBudget = fc
    .record({
      month: fc.integer({ min: -3, max: 3 }).map((count) => firstOfMonth(MARCH, count)),
      campaignId: fc.constantFrom(null, 'spring', 'autumn'),
      category: fc.constantFrom(null, 'media', 'personnel'),
      planned: fc.integer({ min: 0, max: 1_000_000 }),
      ordered: fc.integer({ min: 0, max: 100_000 }),
    })
    .map((one) => ({ ...one, id: JSON.stringify([one.month, one.campaignId, one.category]) }))
  const campaigns = [
    { campaignId: 'fair', planned: 90_000, over: period('2026-02-10', '2026-04-20') },
  ]
  fc.assert(
    fc.property(
      fc.array(anyCost, { maxLength: 40 }),
      fc.uniqueArray(anyBudget, { maxLength: 12, selector: ({ id }) => id }),
      (costs, budgets) => {
        const groups = groupsOf({ costs, budgets, campaigns })
        const sum = (of: readonly { actual: number }[]) =>
          of.reduce((all, one) => all + one.actual, 0)
        assert.equal(sum(groups), sum(costs))
        const plans = groups.reduce((all, one) => all + one.planned, 0)
        assert.equal(
          plans,
          budgets.reduce((all, one) => all + one.planned, 90_000),
        )
      },
    ),
    { numRuns: 300, seed: 6 },
  )
})
