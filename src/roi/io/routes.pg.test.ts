import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { id } from '../../../test/helpers/kpi-world.ts'
import { roiServer } from '../../../test/helpers/roi-year.ts'
import type { RoiAnswer } from '../answer-shapes.ts'

const YEAR = 'from=2026-01-01&until=2027-01-01'

const euros = (answer: RoiAnswer) =>
  Object.fromEntries(
    answer.parts.map(({ kind, cents, countedCents, count }) => [
      kind,
      [count, cents === null ? null : cents / 100, countedCents / 100],
    ]),
  )

test('GET /api/roi: every kind of return, each case once', async () => {
  await using api = await roiServer()
  const answer = await api.get(`/api/roi?${YEAR}`)
  // media: 30 of 61 days fall into January: 6,200 x 30 / 61 = 3,049.18; personnel 6,000
  assert.deepEqual(answer.cost.byKind, {
    personnel: 600_000,
    technology: 0,
    media: 304_918,
    external: 0,
    production: 0,
  })
  assert.equal(answer.cost.sales, 190_000)
  assert.deepEqual(answer.cost.missingKinds, ['technology', 'external', 'production'])
  assert.deepEqual(euros(answer), {
    direct: [1, 5_000, 5_000],
    // deal 1 in full, of which 5,000 are booked already
    attributed: [1, 20_000, 15_000],
    margin: [1, 6_000, 0],
    // 3 leads x 10 % x 10,000; lead 1 lies inside deal 1
    lead_value: [3, 3_000, 2_000],
    // deal 2: 10,000 x 50 %, of which its lead has counted 1,000
    pipeline: [1, 5_000, 4_000],
    // 600 / 2 a meeting of cold calling against 400 / 4
    social_selling: [4, 800, 800],
    recruiting: [2, 7_500, 7_500],
    // 10 x (90 % - 30 %) x 1,200 a year; a ninth of it, 800, is the renewal that was deal 1
    retention: [10, 7_200, 6_400],
    proxy: [2, 250, 250],
  })
  assert.equal(answer.strict.returnCents, 500_000)
  assert.equal(answer.all.returnCents, 4_095_000)
  assert.equal(answer.all.resultCents, 4_095_000 - 904_918)
  assert.equal(answer.added.returnCents, 4_875_000)
  // of 25,000 with pipeline, 3,000, 7,200 the largest; savings and proxies besides
  assert.equal(answer.fullOverlap.returnCents, 2_500_000 + 80_000 + 750_000 + 25_000)
  // without the attributed revenue lead 1 lies inside the 5,000 that came in
  assert.equal(answer.without.attributed?.returnCents, 4_095_000 - 1_500_000)
  assert.deepEqual(answer.waterfall, {
    of: 'marketing',
    revenue: 2_000_000,
    attributed: 2_000_000,
    margin: 600_000,
    costs: [
      { kind: 'personnel', cents: 600_000 },
      { kind: 'technology', cents: 0 },
      { kind: 'media', cents: 304_918 },
      { kind: 'external', cents: 0 },
      { kind: 'production', cents: 0 },
    ],
    result: 600_000 - 904_918,
  })
})

test('GET /api/roi: the rate is measured in earlier leads, or given', async () => {
  await using api = await roiServer()
  const { leadValue, retention } = await api.get(`/api/roi?${YEAR}`)
  assert.equal(leadValue.rate, 0.1)
  assert.equal(leadValue.basis, 'company')
  assert.deepEqual(leadValue.history, {
    from: '2024-01-01',
    until: '2026-01-01',
    leads: 40,
    customers: 4,
  })
  assert.equal(retention?.isClear, true)
  await using given = await roiServer({ lead_to_customer_rate: 0.2, lead_value_stage: 'lead' })
  const other = await given.get(`/api/roi?${YEAR}`)
  assert.equal(other.leadValue.basis, 'setting')
  assert.equal(other.parts.find(({ kind }) => kind === 'lead_value')?.cents, 3 * 200_000)
})

test('GET /api/roi: leads with contact against those without, in money, and not clear with so few', async () => {
  await using api = await roiServer()
  const { uplift } = await api.get(`/api/roi?${YEAR}`)
  assert.deepEqual(uplift?.exposed, { successes: 1, trials: 2, rate: 0.5 })
  assert.deepEqual(uplift?.others, { successes: 0, trials: 2, rate: 0 })
  // 2 leads x 50 points x 10,000
  assert.equal(uplift?.cents, 1_000_000)
  assert.equal(uplift?.isClear, false)
  assert((uplift?.centsInterval?.low ?? 0) < 0)
})

test('GET /api/roi: invoiced money is booked money where the company says so', async () => {
  await using api = await roiServer({ revenue_basis: 'invoiced' })
  assert.equal((await api.get(`/api/roi?${YEAR}`)).strict.returnCents, 2_000_000)
})

test('GET /api/roi: filters narrow cost and returns alike', async () => {
  await using api = await roiServer()
  const social = await api.get(`/api/roi?${YEAR}&channel=organic_social`)
  assert.equal(social.cost.total, 0)
  assert.equal(social.all.roi, null)
  assert.deepEqual(
    social.warnings.map(({ code }) => code),
    ['no_cost'],
  )
  assert.deepEqual(euros(social).recruiting, [2, 7_500, 7_500])
  assert.deepEqual(euros(social).lead_value, [0, 0, 0])
  const paid = await api.get(`/api/roi?${YEAR}&channel=paid_social`)
  assert.equal(paid.leadValue.basis, 'chosen')
  assert.deepEqual(euros(paid).lead_value, [2, 2_000, 1_000])
})

test('GET /api/roi: all meetings of a channel tell what one costs, however they are filtered', async () => {
  await using api = await roiServer()
  const { parts, socialSelling } = await api.get(`/api/roi?${YEAR}&channel=employee_social`)
  // the channel cost 400 and had 4 meetings, one of them is named: (600 / 2 - 400 / 4) x 1
  assert.equal(socialSelling.costPerMeetingCents, 10_000)
  assert.equal(parts.find(({ kind }) => kind === 'social_selling')?.cents, 20_000)
})

test('GET /api/roi: what meetings cost as marketing stands in the cost and is not taken off twice', async () => {
  await using api = await roiServer()
  await sql`insert into costs.entry (category, from_date, until_date, amount, channel)
    values ('media', '2026-05-01', '2026-05-02', 80000, 'employee_social')`.execute(api.db)
  const answer = await api.get(`/api/roi?${YEAR}`)
  assert.equal(answer.cost.total, 904_918 + 80_000)
  // 4 x 300 of cold calling, less the 400 of sales cost, which is in no ROI; a meeting costs 1,200 / 4 now
  assert.deepEqual(euros(answer).social_selling, [4, 800, 800])
  assert.equal(answer.socialSelling.costPerMeetingCents, 30_000)
  // Asked for another channel, that cost is not in the ROI, so all of it is taken off: 1 x (300 - 300)
  await sql`update returns.meeting set channel = 'organic_social' where starts_at = '2026-05-06'`.execute(
    api.db,
  )
  const other = await api.get(`/api/roi?${YEAR}&channel=organic_social`)
  assert.deepEqual(euros(other).social_selling, [1, 0, 0])
})

test('GET /api/roi: the pipeline of a past period is that of its end, whatever came since', async () => {
  await using api = await roiServer()
  await sql`insert into crm.opportunity (id, name, stage_id, outcome, opened_at, closed_at, amount, channel) values
    (${id('3')}, 'Kessel', ${id('2')}, 'won', '2026-05-01', '2027-01-10', 800000, 'paid_social'),
    (${id('4')}, 'Import', ${id('2')}, 'won', '2026-05-01', '2027-01-11', 900000, 'paid_social')`.execute(
    api.db,
  )
  await sql`insert into crm.opportunity_event (opportunity_id, stage_id, entered_at, amount, actor_name) values
    (${id('3')}, ${id('1')}, '2026-05-01', 600000, 'Ada'), (${id('3')}, ${id('2')}, '2027-01-10', 800000, 'Ada'),
    (${id('4')}, ${id('2')}, '2027-01-11', 900000, 'Import')`.execute(api.db)
  const answer = await api.get(`/api/roi?${YEAR}`)
  // 5,000 of deal 2, and 6,000 x 50 % of then, not 8,000 x 100 %; of the imported one nobody knows the stage
  const pipeline = answer.parts.find(({ kind }) => kind === 'pipeline')
  assert.deepEqual(
    [pipeline?.count, pipeline?.cents, pipeline?.reason],
    [3, 500_000 + 300_000, 'stage_unknown'],
  )
})

test('GET /api/roi: the rate is that of leads of marketing, a won deal is a customer', async () => {
  await using api = await roiServer()
  await sql`insert into leads.lead (created_on, mql_at, won_at, channel)
    select '2025-03-01'::timestamptz, '2025-03-02'::timestamptz, '2025-08-01'::timestamptz, 'direct'
      from generate_series(1, 60) n`.execute(api.db)
  // 4 of 40, not 64 of 100
  assert.equal((await api.get(`/api/roi?${YEAR}`)).leadValue.rate, 0.1)
  // Lead 3 won a deal without being marked: it counts where rates are measured, and where groups are compared.
  await sql`insert into crm.opportunity (name, lead_id, stage_id, outcome, opened_at, closed_at, amount)
    values ('Neu', ${id('3')}, ${id('2')}, 'won', '2026-05-01', '2026-08-01', 100)`.execute(api.db)
  const { uplift } = await api.get(`/api/roi?${YEAR}`)
  assert.deepEqual(uplift?.others, { successes: 1, trials: 2, rate: 0.5 })
  const leads = await api.records(`${YEAR}&part=not_exposed`)
  assert.equal(leads.items.filter(({ success }) => success).length, 1)
})

test('GET /api/roi: contact after the period exposes nobody, won or open', async () => {
  await using api = await roiServer()
  await sql`insert into tracking.touchpoint (occurred_at, channel, lead_id) values
    ('2027-01-01T00:30:00Z', 'organic_social', ${id('3')}), ('2026-12-31T22:30:00Z', 'organic_social', ${id('4')})`.execute(
    api.db,
  )
  // lead 3 was met in 2027, lead 4 in the last half hour of 2026 (Berlin)
  const { uplift } = await api.get(`/api/roi?${YEAR}`)
  assert.deepEqual([uplift?.exposed.trials, uplift?.others.trials], [3, 1])
})

test('GET /api/roi: booked is money of deals', async () => {
  await using api = await roiServer()
  await sql`insert into crm.revenue_entry (kind, date, amount, account_id)
    values ('received', '2026-08-01', 70000, ${id('1')})`.execute(api.db)
  // Alpha has won one deal: it is what was paid
  assert.equal((await api.get(`/api/roi?${YEAR}`)).strict.returnCents, 570_000)
  await sql`insert into crm.opportunity (name, account_id, stage_id, outcome, opened_at, closed_at, amount, channel)
    values ('Zweite', ${id('1')}, ${id('2')}, 'won', '2026-08-01', '2026-09-01', 100, 'direct')`.execute(
    api.db,
  )
  const answer = await api.get(`/api/roi?${YEAR}`)
  assert.equal(answer.strict.returnCents, 500_000)
  assert.deepEqual(
    answer.warnings.find(({ code }) => code === 'money_without_deal'),
    { code: 'money_without_deal', count: 1, cents: 70_000 },
  )
  assert.equal((await api.records(`${YEAR}&part=without_deal`)).sumCents, 70_000)
})

test('GET /api/roi: product, region, team and business narrow what they can, and the rest says so', async () => {
  await using api = await roiServer()
  await sql`insert into crm.product (id, name) values (${id('7')}, 'Pumpe')`.execute(api.db)
  await sql`update crm.opportunity set product_id = ${id('7')}, business_type = 'new' where id = ${id('1')}`.execute(
    api.db,
  )
  await sql`update leads.lead set product_id = ${id('7')} where id = ${id('3')}`.execute(api.db)
  await sql`insert into costs.entry (category, from_date, until_date, amount, product_id)
    values ('media', '2026-05-01', '2026-05-02', 10000, ${id('7')})`.execute(api.db)
  const pump = await api.get(`/api/roi?${YEAR}&product=${id('7')}`)
  assert.equal(pump.cost.total, 10_000)
  assert.equal(pump.waterfall.revenue, 2_000_000)
  const { direct, attributed, lead_value, pipeline } = euros(pump)
  // lead 3, at the rate of the company: no earlier lead is of the product
  assert.deepEqual(
    [direct, attributed, lead_value, pipeline],
    [
      [1, 5_000, 5_000],
      [1, 20_000, 15_000],
      [1, 1_000, 1_000],
      [0, 0, 0],
    ],
  )
  assert.equal(pump.leadValue.basis, 'company')
  // hires and reach know no product: never those of the whole company instead
  for (const kind of ['recruiting', 'proxy', 'social_selling'] as const) {
    const part = pump.parts.find((one) => one.kind === kind)
    assert.deepEqual([part?.cents, part?.count, part?.reason], [null, 0, 'no_dimension'], kind)
    assert.equal((await api.records(`${YEAR}&part=${kind}&product=${id('7')}`)).count, 0)
  }
  const team = await api.get(`/api/roi?${YEAR}&team=${id('6')}`)
  assert.deepEqual([team.all.returnCents, team.cost.total], [0, 0])
  const fresh = await api.get(`/api/roi?${YEAR}&business_type=new`)
  assert.equal(fresh.strict.returnCents, 500_000)
  // cost has no business type: all of it, said so
  assert.equal(fresh.cost.total, 914_918)
  assert(fresh.warnings.some(({ code }) => code === 'cost_not_cut'))
  const old = await api.get(`/api/roi?${YEAR}&business_type=existing`)
  assert.deepEqual([old.strict.returnCents, old.waterfall.revenue], [0, 0])
  // a channel is a part of marketing, not of what was won
  const channel = await api.get(`/api/roi?${YEAR}&channel=email`)
  assert.deepEqual([channel.waterfall.of, channel.waterfall.revenue], ['chosen', 2_000_000])
})

test('GET /api/roi: an ROI names its horizon', async () => {
  await using api = await roiServer()
  const { strict, upTo, all } = await api.get(`/api/roi?${YEAR}`)
  assert.deepEqual(
    [strict.horizon, upTo.attributed?.horizon, upTo.expected?.horizon, all.horizon],
    ['period', 'period', 'lifetime', 'lifetime'],
  )
})

test('GET /api/roi: meetings of a channel without any cost save nobody knows how much', async () => {
  await using api = await roiServer({ cold_call_meeting_cents: 30_000 })
  // cost was booked on 1 May only: not 4 x (300 - 0) = 1,200
  const { parts } = await api.get('/api/roi?from=2026-05-02&until=2026-06-01')
  const selling = parts.find(({ kind }) => kind === 'social_selling')
  assert.deepEqual(
    [selling?.count, selling?.cents, selling?.reason],
    [4, null, 'no_cost_per_meeting'],
  )
})

test('GET /api/roi: too short a period is never without its warning', async () => {
  await using api = await roiServer()
  const quarter = 'from=2026-06-01&until=2026-07-01&goal=awareness'
  // deal 1 took from 1 March to 1 June: 92 days
  assert.deepEqual((await api.get(`/api/roi?${quarter}`)).warnings.slice(0, 2), [
    { code: 'shorter_than_goal', goal: 'awareness', months: 1, minimumMonths: 6 },
    { code: 'shorter_than_cycle', days: 30, cycleDays: 92 },
  ])
})

test('GET /api/roi/records: the rows that were added up', async () => {
  await using api = await roiServer()
  const answer = await api.get(`/api/roi?${YEAR}`)
  for (const { kind, cents, count, recordsUrl } of answer.parts) {
    const found = await api.records(recordsUrl.split('?')[1] ?? '')
    assert.equal(found.count, count, kind)
    assert.equal(found.items.length, count, kind)
    assert.equal(found.sumCents, cents, kind)
    const sum = found.items.reduce((all, item) => all + (item.cents ?? 0), 0)
    assert.equal(sum, cents, `${kind}: what is listed adds up`)
  }
  // 7,200 of 9 renewed contracts, 800 each; the tenth was not renewed and brings nothing
  const retained = await api.records(`${YEAR}&part=retention&limit=2&offset=8`)
  assert.deepEqual(
    retained.items.map(({ cents, success }) => [cents, success]),
    [
      [80_000, true],
      [0, false],
    ],
  )
  const leads = await api.records(`${YEAR}&part=lead_value&limit=2`)
  assert.equal(leads.path, 'leads')
  assert.equal(leads.items.length, 2)
  assert.equal(leads.items[0]?.cents, 100_000)
  const costs = await api.records(`${YEAR}&part=cost`)
  assert.equal(costs.sumCents, answer.cost.total)
  const rate = await api.records(`${YEAR}&part=rate`)
  assert.equal(rate.count, 40)
  const renewed = await api.records(`${YEAR}&part=not_engaged`)
  assert.equal(renewed.items.filter(({ success }) => success).length, 3)
})

test('GET /api/roi: refuses periods of no days, and one’s own rows only', async () => {
  await using api = await roiServer()
  assert.equal(await api.status('/api/roi?from=2026-01-01&until=2026-01-01'), 400)
  await using own = await roiServer({}, 'own')
  assert.equal(await own.status(`/api/roi?${YEAR}`), 403)
})
