import assert from 'node:assert/strict'
import { test } from 'node:test'
import { INDUSTRIES } from '#company/industries.ts'
import { SETTINGS } from '#company/settings.ts'
import { bandOf } from '#kpis/bands.ts'
import { kpiById } from '#kpis/registry.ts'
import {
  type Answers,
  Known,
  lookbackDays,
  NOTHING_KNOWN,
  propose,
  TEST_CASES,
  testWeeks,
} from './proposal.ts'
import { casesPerGroup, Z_90 } from './sample-size.ts'

const answers = (more: Partial<Answers> = {}): Answers => ({
  industry: 'mechanical_engineering',
  dealValueCents: 2_500_000,
  cycleDays: 90,
  ...more,
})

const settingsOf = (given: Answers, known = NOTHING_KNOWN) =>
  Object.fromEntries(propose(given, known, null).settings.map((one) => [one.setting, one.value]))

test('S07: power.prop.test(p1 = .50, p2 = .75, power = .90) says 76.7 per group', () => {
  // The example of R's help page prints n = 76.7.
  assert.equal(casesPerGroup(0.5, 0.75, Z_90).toFixed(1), '76.7')
})

test('30 % against 40 % by hand: 356 in each of two groups', () => {
  // mean .35: 1.959964 x sqrt(.455) = 1.322058; .841621 x sqrt(.45) = .564575
  // (1.886633 / .1)^2 = 355.94, rounded up 356
  assert.equal(TEST_CASES, 712)
})

test('lookback: one and a half cycles on the next step of attribution', () => {
  // 15 -> 22.5; 20 -> 30; 21 -> 31.5; 90 -> 135; 120 -> 180; 240 -> 360; 300 -> 450
  assert.deepEqual(
    [15, 20, 21, 90, 120, 240, 300].map(lookbackDays),
    [30, 30, 60, 180, 180, 365, 365],
  )
})

test('length of a test: by cases, by a short cycle, within 3 and 26 weeks', () => {
  // 712 / 80 = 8.9; 712 / 500 = 1.4; 712 / 10 = 71.2; cycle of 70 days = 10 weeks, of 180 too long
  assert.equal(testWeeks(180, 80), 9)
  assert.equal(testWeeks(180, 500), 3)
  assert.equal(testWeeks(180, 10), 26)
  assert.equal(testWeeks(70, 500), 10)
  assert.equal(testWeeks(180, null), 6)
})

test('machines, cycle of 90 days: windows of the guide, at least a cycle', () => {
  assert.deepEqual(settingsOf(answers()), {
    lookback_days: 180,
    roi_window_awareness_days: 365,
    roi_window_leads_days: 90,
    roi_window_retention_days: 365,
    roi_window_recruiting_days: 180,
    test_weeks: 13,
  })
})

test('software, cycle of 200 days: the cycle is longer than the usual windows', () => {
  const settings = settingsOf(answers({ industry: 'software', cycleDays: 200 }))
  // 200 days are 7 months of 30
  assert.equal(settings.roi_window_leads_days, 210)
  assert.equal(settings.roi_window_awareness_days, 210)
  assert.equal(settings.lookback_days, 365)
})

test('the guide G3: 750,000 a month at 25,000 a deal ask for 360 won, 1,440, 3,600, 12,000 a year', () => {
  // 9,000,000 / 25,000 = 360; / 0.25 = 1,440; / 0.4 = 3,600; / 0.3 = 12,000: a twelfth each is the funnel month
  const { targets } = propose(answers(), NOTHING_KNOWN, 900_000_000)
  const value = (kpi: string) => targets.find((target) => target.kpi === kpi)?.value
  assert.deepEqual(['won', 'opportunities', 'sql', 'mql'].map(value), [360, 1440, 3600, 12000])
  // 900,000,000 cents / 365
  assert.equal(value('pipeline_velocity'), 2_465_753)
})

test('CAC needs a margin rate: a third of 40 % of 25,000 EUR', () => {
  const without = propose(answers(), NOTHING_KNOWN, null)
  assert.deepEqual(
    without.missing.map(({ kpi }) => kpi),
    ['cac'],
  )
  const known = Known.parse({ ...NOTHING_KNOWN, marginRate: 0.4 })
  const cac = propose(answers(), known, null).targets.find(({ kpi }) => kpi === 'cac')
  assert.equal(cac?.value, 333_333)
})

test('own data are named as the source', () => {
  const known = { ...NOTHING_KNOWN, dealValueCents: 2_500_000, cycleDays: 90.2, deals: 12 }
  const { targets } = propose(answers(), known, null)
  const reason = (kpi: string) => targets.find((target) => target.kpi === kpi)?.reason.de
  assert.match(reason('average_deal_value') ?? '', /zuletzt/)
  assert.match(reason('sales_cycle_days') ?? '', /Median/)
})

test('every proposed rate lies in the typical band of its figure', () => {
  for (const { kpi: id, value } of propose(answers(), NOTHING_KNOWN, null).targets) {
    const kpi = kpiById(id)
    assert.ok(kpi, id)
    if (kpi.unit !== 'rate' || !kpi.bands) continue
    assert.equal(bandOf(value, kpi.bands)?.id, 'typical', id)
  }
})

test('every proposed setting exists, for every industry, with a reason in both languages', () => {
  const keys = SETTINGS.map(({ field }) => field.id)
  for (const { value: industry } of INDUSTRIES) {
    const { settings, targets } = propose(answers({ industry }), NOTHING_KNOWN, 1_000_000)
    assert.equal(settings.length, 6)
    for (const { setting } of settings) assert.ok(keys.includes(setting), setting)
    for (const { reason } of [...settings, ...targets]) assert.ok(reason.de && reason.en)
  }
})
