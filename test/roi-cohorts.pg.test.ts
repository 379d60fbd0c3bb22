import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { Answers, warmAnswers } from '#attribution/io/answers.ts'
import { refreshContext } from '#attribution/io/tasks.ts'
import { AttributionSettings } from '#attribution/settings.ts'
import type { Db } from '#platform/records/binding.ts'
import { ChannelsQuery } from '#roi/channel-query.ts'
import { CohortQuery, CreditedDealsQuery } from '#roi/cohort-query.ts'
import type { Cohorts } from '#roi/cohort-shapes.ts'
import { readChannels } from '#roi/io/channels.ts'
import { readCohorts } from '#roi/io/cohorts.ts'
import { readCreditedDeals } from '#roi/io/credited-deals.ts'
import { composeDomain, composeReturns } from '../src/compose.ts'
import { testDatabase } from './helpers/database.ts'
import { id } from './helpers/kpi-world.ts'

// Cohorts and the comparison as the program answers them, by hand, on 15 July 2026.

const NOW = () => new Date('2026-07-15T10:00:00Z')

/**
 * Paid search costs 1,000 in each month from January to June. Deals, all of one touch of paid search but the last:
 * Alpha   10 January,  won 20 January   600 (margin 300)
 * Beta    20 January,  won 5 March    2,000 (margin 1,000)
 * Gamma    3 February, won 1 April    3,000 (margin 1,500); that is 31 March 22:00 in UTC
 * Delta    5 March and by mail on 6 April, won 10 May 1,000 (margin 500)
 * Epsilon 10 July, won 12 July: the month is not over
 * Zeta    nobody knows how, won 1 May  400
 */
async function createWorld(db: Kysely<unknown>): Promise<void> {
  await sql`insert into company.setting (key, value) values ('attribution_model', '"linear"')`.execute(
    db,
  )
  await sql`insert into company.region (id, name) values (${id('9')}, 'Süd')`.execute(db)
  await sql`insert into crm.product (id, name) values (${id('8')}, 'Pumpe')`.execute(db)
  await sql`insert into campaigns.campaign (id, name, channel) values (${id('7')}, 'Suche Frühjahr', 'paid_search')`.execute(
    db,
  )
  await sql`insert into crm.account (id, name)
    select ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'Konto ' || n from generate_series(1, 6) n`.execute(
    db,
  )
  await sql`insert into crm.opportunity (id, name, account_id, stage_id, outcome, opened_at, closed_at, amount, variable_cost, product_id, region_id)
    select ('00000000-0000-4000-9000-00000000000' || n)::uuid, given.name, ('00000000-0000-4000-8000-00000000000' || n)::uuid,
           stage.id, 'won', given.closed::timestamptz - interval '1 day', given.closed::timestamptz, given.amount, given.amount / 2,
           case when n = 2 then ${id('8')}::uuid end, case when n <= 2 then ${id('9')}::uuid end
      from (values
        (1, 'Alpha', '2026-01-20T09:00Z', 60000), (2, 'Beta', '2026-03-05T09:00Z', 200000),
        (3, 'Gamma', '2026-03-31T22:00Z', 300000), (4, 'Delta', '2026-05-10T09:00Z', 100000),
        (5, 'Epsilon', '2026-07-12T09:00Z', 900000), (6, 'Zeta', '2026-05-01T09:00Z', 40000)) as given (n, name, closed, amount)
      join crm.opportunity_stage stage on stage.name = 'Gewonnen'`.execute(db)
  await sql`insert into tracking.touchpoint (occurred_at, channel, account_id, campaign_id, content)
    select given.at::timestamptz, given.channel, ('00000000-0000-4000-8000-00000000000' || n)::uuid, given.campaign_id::uuid, given.content
      from (values
        (1, '2026-01-10T09:00Z', 'paid_search', ${id('7')}, 'Ratgeber'), (2, '2026-01-20T09:00Z', 'paid_search', ${id('7')}, 'Ratgeber'),
        (3, '2026-02-03T09:00Z', 'paid_search', null, 'Rechner'), (4, '2026-03-05T09:00Z', 'paid_search', null, null),
        (4, '2026-04-06T09:00Z', 'email', null, null), (2, '2026-02-20T09:00Z', 'direct', null, null),
        (5, '2026-07-10T09:00Z', 'paid_search', null, null)) as given (n, at, channel, campaign_id, content)`.execute(
    db,
  )
  await sql`insert into costs.entry (category, from_date, until_date, amount, channel)
    select 'media', month::date, (month + interval '1 month')::date, 100000, 'paid_search'
      from generate_series(timestamp '2026-01-01', '2026-06-01', '1 month') month`.execute(db)
}

async function world() {
  const database = await testDatabase()
  await createWorld(database.db as unknown as Kysely<unknown>)
  const domain = await composeDomain(database.db as unknown as Db)
  const answers = new Answers()
  const parts = composeReturns(domain, { now: NOW, answers })
  const settings = async () => AttributionSettings.parse(await domain.settings.current())
  return {
    parts,
    warm: async () =>
      warmAnswers(await refreshContext({ db: database.db, settings, now: NOW, answers })),
    db: database.db as unknown as Kysely<unknown>,
    cohorts: (more: object = {}) =>
      readCohorts(CohortQuery.parse({ from: '2026-01-01', until: '2026-07-01', ...more }), parts),
    channels: (more: object = {}) =>
      readChannels(
        ChannelsQuery.parse({ from: '2026-01-01', until: '2026-07-01', ...more }),
        parts,
      ),
    deals: async (more: object = {}) => {
      const query = CreditedDealsQuery.parse(more)
      return readCreditedDeals(await parts.credited(query.model), query)
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

test('cohorts from records: revenue by months since the first touch, by hand', async () => {
  await using given = await world()
  const answer = await given.cohorts({ worth: 'revenue' })
  assert.deepEqual(
    [answer.asOf, answer.attribution.model, answer.basis, answer.marginMissing],
    ['2026-07-01', 'linear', 'first_touch', 0],
  )
  // Linear: Beta is half direct, which is none of marketing: 1,000. Delta belongs to March as a whole.
  // At least three cohorts have reached age 3 (January, February, March), so ages 0 to 3 are looked at.
  assert.deepEqual(
    answer.cohorts.map(({ month, values, cost }) => [month, cost, ...values]),
    [
      ['2026-01-01', 100_000, 60_000, 0, 100_000, 0],
      ['2026-02-01', 100_000, 0, 0, 300_000, 0],
      ['2026-03-01', 100_000, 0, 0, 100_000, 0],
      ['2026-04-01', 100_000, 0, 0, 0],
      ['2026-05-01', 100_000, 0, 0],
      ['2026-06-01', 100_000, 0],
    ],
  )
  assert.deepEqual(
    answer.cohorts.map(({ breakEven }) => breakEven),
    [
      { age: 2, expected: false },
      { age: 2, expected: false },
      { age: 2, expected: false },
      null,
      { age: 2, expected: true },
      { age: 2, expected: true },
    ],
  )
  // By spend: age 1 nothing, age 2 500,000 for 400,000 of four months: 1.25 a cent
  assert.deepEqual(
    answer.cohorts.slice(3).map(({ rest, method }) => [rest?.value, method]),
    [
      [0, 'additive'],
      [125_000, 'additive'],
      [125_000, 'additive'],
    ],
  )
  assert.deepEqual([answer.total.soFar, answer.total.cost], [560_000, 600_000])
})

test('cohorts from records: margin, the touch as beginning, filters', async () => {
  await using given = await world()
  const margin = await given.cohorts()
  assert.equal(margin.worth, 'margin')
  assert.deepEqual(margin.cohorts[0]?.values, [30_000, 0, 50_000, 0])
  const byTouch = await given.cohorts({ worth: 'revenue', basis: 'touch' })
  // Delta: half to the search of March, half to the mail of April, won in May
  assert.deepEqual(
    byTouch.cohorts.slice(2, 4).map(({ values }) => values),
    [
      [0, 0, 50_000, 0],
      [0, 50_000, 0],
    ],
  )
  const mail = await given.cohorts({ worth: 'revenue', channel: 'email' })
  assert.deepEqual(
    mail.cohorts.map(({ soFar }) => soFar),
    [0, 0, 0, 50_000, 0, 0],
  )
  assert.deepEqual([mail.total.cost, mail.total.roi], [0, null])
  const guide = await given.cohorts({ worth: 'revenue', content: 'Ratgeber' })
  assert.deepEqual([guide.total.soFar, guide.total.cost], [160_000, null])
  const region = await given.cohorts({ worth: 'revenue', region: id('9') })
  assert.equal(region.total.soFar, 160_000)
  const first = await given.cohorts({ worth: 'revenue', model: 'lead_source' })
  assert.equal(first.attribution.model, 'lead_source')
})

test('cohorts from records: years before anything was spent teach nothing', async () => {
  await using given = await world()
  const rests = ({ cohorts }: Cohorts) =>
    cohorts.slice(-3).map(({ rest, reason }) => [rest?.value, reason])
  const half = await given.cohorts({ worth: 'revenue' })
  const years = await given.cohorts({ worth: 'revenue', from: '2024-07-01' })
  // 24 months, of which the last six had cost: April, May and June expect what they did, by hand above
  assert.deepEqual([years.cohorts.length, years.cohortsLearnt, years.agesLearnt], [24, 6, 4])
  assert.deepEqual(rests(years), [
    [0, null],
    [125_000, null],
    [125_000, null],
  ])
  assert.deepEqual(rests(half), rests(years))
  assert.equal(years.total.soFar, half.total.soFar)
  // Whoever asks for more than five years gets them.
  const { cohorts } = await given.cohorts({ worth: 'revenue', from: '2020-01-01' })
  assert.deepEqual([cohorts.length, cohorts[0]?.month], [78, '2020-01-01'])
})

test('cohorts from records: no deal falls out, and each is counted once', async () => {
  await using given = await world()
  // An import knows the lead of a deal only after it was closed: 500 of February, not of a month that never comes.
  await sql`insert into leads.lead (id, last_name, created_on, channel) values (${id('6')}, 'Spät', '2026-05-05', 'paid_search')`.execute(
    given.db,
  )
  await sql`insert into crm.opportunity (name, lead_id, stage_id, outcome, opened_at, closed_at, amount)
    select 'Eta', ${id('6')}, id, 'won', '2026-02-01', '2026-02-10', 50000
      from crm.opportunity_stage where name = 'Gewonnen'`.execute(given.db)
  const late = await given.cohorts({ worth: 'revenue', model: 'lead_source' })
  assert.deepEqual([late.cohorts[1]?.values[0], late.total.dealCount], [50_000, 1])
  // Delta has a touch in March and one in April: two months, one deal. Beside it Alpha, Beta and Gamma.
  const byTouch = await given.cohorts({ worth: 'revenue', basis: 'touch' })
  assert.deepEqual(
    byTouch.cohorts.map(({ dealCount }) => dealCount),
    [2, 1, 1, 1, 0, 0],
  )
  assert.equal(byTouch.total.dealCount, 4)
})

test('cohorts and comparison from records: too short and incomplete is said', async () => {
  await using given = await world()
  const codes = ({ warnings }: Pick<Cohorts, 'warnings'>) => warnings.map(({ code }) => code)
  const incomplete = ['no_personnel_cost', 'cost_incomplete']
  assert.deepEqual(codes(await given.cohorts()), incomplete)
  // June has been over for no time: one month since its spend
  const june = { from: '2026-06-01', until: '2026-07-01' }
  const young = await given.cohorts(june)
  assert.deepEqual(young.warnings[0], {
    ...{ code: 'shorter_than_goal', goal: 'lead_generation', months: 1, minimumMonths: 3 },
  })
  assert.deepEqual(codes(await given.channels()), incomplete)
  assert.deepEqual(codes(await given.channels(june)), ['shorter_than_goal', ...incomplete])
  // every deal took a day; if 40 are usual, June is too short for it
  await sql`insert into company.setting (key, value) values ('usual_cycle_days', '40')`.execute(
    given.db,
  )
  const { warnings, cycleBasis } = await given.channels(june)
  assert.deepEqual(
    [warnings[1], cycleBasis],
    [{ code: 'shorter_than_cycle', days: 30, cycleDays: 40 }, 'setting'],
  )
})

test('cohorts from records: every number opens its deals, which add up to it', async () => {
  await using given = await world()
  const { cohorts } = await given.cohorts({ worth: 'revenue' })
  for (const cohort of cohorts) {
    for (const [age, value] of cohort.values.entries()) {
      const { sum, items } = await given.deals({
        ...{ cohort_from: cohort.month, cohort_until: nextMonth(cohort.month), age },
        until: '2026-07-01',
      })
      assert.equal(sum.revenue, value, `${cohort.month} ${age}`)
      assert.equal(items.length, cohort.deals[age])
    }
  }
  const { items } = await given.deals({ cohort_from: '2026-03-01', cohort_until: '2026-04-01' })
  assert.deepEqual(
    items.map(({ label, amount, revenue, margin, touches }) => [
      label,
      amount,
      revenue,
      margin,
      touches,
    ]),
    [['Delta', 100_000, 100_000, 50_000, 2]],
  )
})

const nextMonth = (month: string) =>
  `${month.slice(0, 5)}${String(Number(month.slice(5, 7)) + 1).padStart(2, '0')}-01`

test('cohorts from records: a change is seen at once, kept answers or not', async () => {
  await using given = await world()
  const before = await given.cohorts({ worth: 'revenue' })
  assert.deepEqual(await given.cohorts({ worth: 'revenue' }), before)
  await sql`update crm.opportunity set amount = 160000 where name = 'Alpha'`.execute(given.db)
  const after = await given.cohorts({ worth: 'revenue' })
  assert.equal(after.total.soFar - before.total.soFar, 100_000)
  await sql`insert into costs.entry (category, from_date, until_date, amount) values ('personnel', '2026-02-01', '2026-03-01', 50000)`.execute(
    given.db,
  )
  assert.equal((await given.cohorts()).cohorts[1]?.cost, 150_000)
})

test('cohorts from records: warmed answers have the margin rate that is set', async () => {
  await using given = await world()
  const february = async () => (await given.cohorts({ worth: 'margin' })).cohorts[1]?.soFar
  await sql`update crm.opportunity set variable_cost = null where name = 'Gamma'`.execute(given.db)
  await sql`insert into company.setting (key, value) values ('margin_rate', '0.2')`.execute(
    given.db,
  )
  // Gamma: 20 %, then 50 % of 3,000
  assert.equal(await february(), 60_000)
  await sql`update company.setting set value = '0.5' where key = 'margin_rate'`.execute(given.db)
  await given.warm()
  assert.equal(await february(), 150_000)
})

test('comparison from records: ROI by every model, unknown origins, by hand', async () => {
  await using given = await world()
  const answer = await given.channels({ worth: 'revenue' })
  const search = answer.rows.find(({ key }) => key === 'paid_search')
  assert(search?.range)
  // Linear: 60,000 + 100,000 + 300,000 + 50,000 = 510,000 for 600,000
  assert.equal(search.figures.revenue?.value, 510_000)
  assert.equal(search.roi, (510_000 - 600_000) / 600_000)
  const value = (model: string) => search.models.find((one) => one.model === model)?.value
  // first: 60 + 200 + 300 + 100 thousand; last: without Beta (direct) and Delta (mail)
  assert.deepEqual([value('first'), value('last'), value('linear')], [660_000, 360_000, 510_000])
  assert.equal(search.range.verdict, 'depends_on_model')
  assert.equal(search.range.highest.roi, (660_000 - 600_000) / 600_000)
  assert.equal(search.range.lowest.roi, (360_000 - 600_000) / 600_000)
  // Beta, who also came directly: 100,000 of 510,000
  assert.equal(search.unknownShare, 100_000 / 510_000)
  const mail = answer.rows.find(({ key }) => key === 'email')
  assert.deepEqual(
    [mail?.figures.revenue?.value, mail?.range, mail?.unknownShare],
    [50_000, null, 0],
  )
  // The other half of Beta went to direct, Zeta to nobody: of 700,000
  assert.deepEqual(answer.unknown, { value: 100_000, unattributed: 40_000, total: 700_000 })
  assert.equal(answer.total.figures.revenue?.value, 560_000)
})

test('comparison from records: where a margin is not known there is no range of it', async () => {
  await using given = await world()
  // Gamma's 1,500 of margin are not known any more, so neither is the margin of paid search
  await sql`update crm.opportunity set variable_cost = null where name = 'Gamma'`.execute(given.db)
  const margin = await given.channels({ worth: 'margin' })
  const search = margin.rows.find(({ key }) => key === 'paid_search')
  assert.deepEqual([search?.figures.margin?.value, search?.roi, search?.range], [null, null, null])
  const revenue = await given.channels()
  assert.equal(revenue.worth, 'revenue')
  assert.equal(revenue.rows.find(({ key }) => key === 'paid_search')?.range?.highest.value, 660_000)
})

test('comparison from records: no range where another model gives what nobody knows', async () => {
  await using given = await world()
  await sql`insert into costs.entry (category, from_date, until_date, amount, channel)
    values ('media', '2026-03-01', '2026-03-02', 1000, 'email')`.execute(given.db)
  await sql`update crm.opportunity set variable_cost = null where name = 'Delta'`.execute(given.db)
  // By first touch the mail has nothing of Delta, whose margin nobody knows; by last touch it has all of it.
  const { rows, total } = await given.channels({ worth: 'margin', model: 'first' })
  const mail = rows.find(({ key }) => key === 'email')
  assert.deepEqual([mail?.figures.margin?.value, mail?.roi, mail?.range], [0, -1, null])
  assert.equal(total.range, null)
  // The campaign is in the journeys of Alpha and Beta only, whose margins are known.
  await sql`insert into costs.entry (category, from_date, until_date, amount, campaign_id)
    values ('media', '2026-03-01', '2026-03-02', 50000, ${id('7')})`.execute(given.db)
  const campaigns = await given.channels({ worth: 'margin', model: 'first', by: 'campaign' })
  const spring = campaigns.rows.find(({ key }) => key === id('7'))
  // 300 and 1,000 by first touch for 500
  assert.equal(spring?.roi, (130_000 - 50_000) / 50_000)
  assert(spring.range)
})

test('comparison from records: the source of a lead names no content', async () => {
  await using given = await world()
  const { rows, total } = await given.channels({ by: 'content', model: 'lead_source' })
  assert.deepEqual([rows, total.figures.won?.value], [[], 5])
})

test('comparison from records: ROAS beside margin-ROAS, and why it loses', async () => {
  await using given = await world()
  const { rows } = await given.channels()
  const search = rows.find(({ key }) => key === 'paid_search')
  // margin 255,000 of 510,000: a rate of one half, so 2 is needed where 0.85 came
  assert.deepEqual(search?.ads, {
    ...{ roas: 0.85, marginRoas: 0.425, breakEvenRoas: 2, resultPerEuro: -0.575 },
    ...{ verdict: 'loses', isDeceptive: false },
  })
})

test('comparison from records: campaigns, contents, products, regions', async () => {
  await using given = await world()
  const revenues = async (by: string) =>
    Object.fromEntries(
      (await given.channels({ by, worth: 'revenue' })).rows.map(({ label, figures, models }) => [
        label.de,
        [figures.revenue?.value, models.find(({ model }) => model === 'first')?.value ?? null],
      ]),
    )
  // by the model in use, and by first touch
  assert.deepEqual(await revenues('campaign'), {
    'Suche Frühjahr': [160_000, 260_000],
    'ohne Kampagne': [400_000, null],
  })
  assert.deepEqual(await revenues('content'), {
    Rechner: [300_000, 300_000],
    Ratgeber: [160_000, 260_000],
  })
  assert.deepEqual(await revenues('product'), {
    Pumpe: [100_000, 200_000],
    'ohne Produkt': [460_000, null],
  })
  assert.deepEqual(await revenues('region'), {
    Süd: [160_000, 260_000],
    'ohne Region': [400_000, null],
  })
  const { rows } = await given.channels({ by: 'content' })
  assert.deepEqual(rows[0]?.figures.cost, { value: null, unit: 'money', reason: 'no_dimension' })
})
