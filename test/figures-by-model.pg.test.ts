import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { readInfluence } from '#attribution/io/influence.ts'
import { refreshContext } from '#attribution/io/tasks.ts'
import { AttributionQuery } from '#attribution/query.ts'
import { AttributionSettings } from '#attribution/settings.ts'
import { readSettings } from '#company/io/settings.ts'
import { seededRandom } from '#kernel/random.ts'
import { Refusal } from '#kernel/refusal.ts'
import { readCockpit } from '#kpis/io/cockpit.ts'
import { explainKpi } from '#kpis/io/explain.ts'
import { type KpiAnswer, readKpis } from '#kpis/io/figures.ts'
import { marginSql } from '#kpis/io/opportunity-sources.ts'
import { KpiQuery } from '#kpis/query.ts'
import { KpiSettings } from '#kpis/settings.ts'
import { composeCredits, DECLARED_SETTINGS } from '../src/compose.ts'
import { testDatabase } from './helpers/database.ts'
import { id } from './helpers/kpi-world.ts'

// Attributed figures as the program answers them: kpis with the credits that attribution makes.

const NOW = new Date('2026-04-20T10:00:00Z')
const MARCH = { from: '2026-03-01', until: '2026-04-01' }

async function contextOf<DB>(db: Kysely<DB>) {
  const current = () => readSettings(db, DECLARED_SETTINGS)
  return {
    settings: KpiSettings.parse(await current()),
    now: NOW,
    credits: composeCredits(current, () => NOW),
  }
}

async function figures<DB>(db: Kysely<DB>, more: object = {}) {
  const query = KpiQuery.parse({ ...MARCH, ...more })
  return readKpis(db, query, await contextOf(db))
}

async function values<DB>(db: Kysely<DB>, more: object, ...ids: readonly string[]) {
  const { kpis } = await figures(db, more)
  return ids.map((one) => kpis[one]?.value)
}

/**
 * Alpha was met at the fair (of the campaign), by mail, directly and by telephone, and bought for 1,000.01 in March
 * with 400.00 of variable cost; 300.00 came in. Beta bought for 500.00 without anybody knowing why.
 */
async function createDeals<DB>(db: Kysely<DB>): Promise<void> {
  await sql`insert into crm.account (id, name) values (${id('1')}, 'Alpha'), (${id('2')}, 'Beta')`.execute(
    db,
  )
  await sql`insert into campaigns.campaign (id, name, channel) values (${id('1')}, 'Messe 2026', 'trade_fair')`.execute(
    db,
  )
  await sql`insert into crm.opportunity (id, name, account_id, stage_id, outcome, opened_at, closed_at, amount, variable_cost, production_cost)
    select given.id::uuid, given.name, given.account_id::uuid, stage.id, 'won', timestamptz '2026-02-20T09:00Z', timestamptz '2026-03-10T09:00Z',
           given.amount, given.variable_cost, given.production_cost
      from (values (${id('1')}, 'Anlage', ${id('1')}, 100001, 40000, 30000), (${id('2')}, 'Ventil', ${id('2')}, 50000, 10000, 10000))
             given (id, name, account_id, amount, variable_cost, production_cost)
      join crm.opportunity_stage stage on stage.name = 'Gewonnen'`.execute(db)
  await sql`insert into tracking.touchpoint (id, occurred_at, channel, account_id, campaign_id) values
    (${id('a')}, '2026-01-10T09:00Z', 'trade_fair', ${id('1')}, ${id('1')}),
    (${id('b')}, '2026-02-01T09:00Z', 'paid_search', ${id('1')}, null),
    (${id('c')}, '2026-02-05T09:00Z', 'direct', ${id('1')}, null),
    (${id('d')}, '2026-02-10T09:00Z', 'telephone', ${id('1')}, null)`.execute(db)
  await sql`insert into crm.revenue_entry (kind, date, amount, account_id) values ('received', '2026-03-20', 30000, ${id('1')})`.execute(
    db,
  )
  await sql`insert into costs.entry (category, from_date, until_date, amount, channel) values
    ('media', '2026-03-01', '2026-04-01', 10000, 'paid_search')`.execute(db)
}

test('figures by model: what marketing is given, by hand', async () => {
  await using database = await testDatabase()
  const { db } = database
  await createDeals(db)
  // position_based, the default: 40/20/40 over four touches, the middle 20 in two tens.
  // 100,001 -> 40,000.4 10,000.1 10,000.1 40,000.4: the cent to the fair, the earlier of the largest remainders.
  // Direct is none of marketing: 100,001 - 10,000.
  const all = await figures(db)
  assert.deepEqual(all.attribution, {
    model: 'position_based',
    name: { de: 'Positionsbasiert', en: 'Position-based' },
  })
  assert.equal(all.kpis.attributed_revenue?.value, 90_001)
  // Deal with a margin of 60,001 and a gross profit of 70,001, in the proportion of the cents: all but the third part.
  // Cumulative: 60,001 x 50,001 / 100,001 = 30,000.8..., x 60,001 / 100,001 = 36,000.99...: 36,001 - 30,001 = 6,000
  assert.equal(all.kpis.attributed_margin?.value, 60_001 - 6000)
  // 70,001 x 50,001 / 100,001 = 35,000.85 and 70,001 x 60,001 / 100,001 = 42,000.99...: 7,000
  assert.equal(all.kpis.attributed_gross_profit?.value, 70_001 - 7000)
  // (90,001 - 10,000) / 10,000
  assert.equal(all.kpis.marketing_roi?.value, 8.0001)
  // 30,000 by the same cents: 30,000 x 50,001 / 100,001 = 15,000.15, x 60,001 / 100,001 = 18,000.12: 3,000
  assert.deepEqual(all.kpis.cash_roi?.inputs, {
    attributed_received: 27_000,
    marketing_cost: 10_000,
  })
  // 10,000 of paid search over 10,000 of media
  assert.equal(all.kpis.roas_revenue?.value, 1)
  assert.equal(all.kpis.revenue_won?.value, 150_001)
  assert.deepEqual(
    await values(db, { model: 'first' }, 'attributed_revenue', 'roas_revenue'),
    [100_001, 0],
  )
  assert.deepEqual(await values(db, { model: 'last' }, 'attributed_revenue'), [100_001])
  // No deal has a lead or a source of its own.
  assert.deepEqual(await values(db, { model: 'lead_source' }, 'attributed_revenue'), [0])
})

test('figures by model: filters and rows are those of the touches', async () => {
  await using database = await testDatabase()
  const { db } = database
  await createDeals(db)
  const { by = [] } = await figures(db, { by: 'channel' })
  const given = Object.fromEntries(by.map(({ key, kpis }) => [key, kpis.attributed_revenue?.value]))
  assert.deepEqual(
    ['trade_fair', 'paid_search', 'direct', 'telephone'].map((channel) => given[channel]),
    [40_001, 10_000, 0, 40_000],
  )
  const search = { channel: ['paid_search'] }
  assert.deepEqual(await values(db, search, 'attributed_revenue', 'marketing_roi'), [10_000, 0])
  assert.deepEqual(await values(db, { campaign: [id('1')] }, 'attributed_revenue'), [40_001])
  const table = await readCockpit(
    db,
    { query: KpiQuery.parse(MARCH), funnelView: 'cohort' },
    await contextOf(db),
  )
  assert.deepEqual(
    table.channels.rows.map(({ key, kpis }) => [key, kpis.revenue?.value, kpis.roi?.value ?? null]),
    [
      ['trade_fair', 40_001, null],
      ['telephone', 40_000, null],
      ['paid_search', 10_000, 0],
      ['(none)', 0, null],
    ],
  )
  assert.equal(table.channels.total.kpis.revenue?.value, 90_001)
})

test('figures by model: a late touch, a changed amount and another setting are seen at once', async () => {
  await using database = await testDatabase()
  const { db } = database
  await createDeals(db)
  const attributed = async (more: object = {}) => (await values(db, more, 'attributed_revenue'))[0]
  assert.equal(await attributed(), 90_001)
  await sql`insert into tracking.touchpoint (occurred_at, channel, account_id) values ('2026-03-01T09:00Z', 'email', ${id('2')})`.execute(
    db,
  )
  assert.equal(await attributed(), 140_001)
  assert.equal(await attributed({ channel: ['email'] }), 50_000)
  await sql`update crm.opportunity set amount = 70000 where id = ${id('2')}`.execute(db)
  assert.equal(await attributed(), 160_001)
  await sql`insert into company.setting (key, value) values ('attribution_model', '"last"')`.execute(
    db,
  )
  assert.equal(await attributed({ channel: ['telephone'] }), 100_001)
})

test('figures by model: a deal without an amount divides what came in, one without any is unknown', async () => {
  await using database = await testDatabase()
  const { db } = database
  await createDeals(db)
  await sql`update crm.opportunity set amount = null`.execute(db)
  const { kpis } = await figures(db)
  assert.deepEqual(
    [kpis.attributed_revenue?.value, kpis.attributed_revenue?.reason],
    [null, 'no_amounts'],
  )
  assert.deepEqual(await values(db, { channel: ['paid_search'] }, 'cash_roi'), [-0.7])
})

type Credit = {
  records: string
  id: string
  channel: string
  campaign: string | null
  value: number | null
}

test('figures by model: a figure opens to deals, their credits and the touches', async () => {
  await using database = await testDatabase()
  const { db } = database
  await createDeals(db)
  const asked = { query: KpiQuery.parse(MARCH), limit: 50 }
  const opened = await explainKpi(db, 'marketing_roi', asked, await contextOf(db))
  assert.equal(opened.attribution.model, 'position_based')
  const [input] = opened.inputs
  assert.deepEqual(input?.records, { kind: 'opportunities', count: 1, sum: 90_001 })
  assert.equal(input?.value, 90_001)
  const [deal] = opened.records?.rows ?? []
  assert.deepEqual([deal?.id, deal?.label, deal?.amount], [id('1'), 'Anlage', 100_001])
  assert.deepEqual(
    ((deal?.credits ?? []) as Credit[]).map((one) => [
      one.records,
      one.id,
      one.channel,
      one.campaign,
      one.value,
    ]),
    [
      ['touchpoints', id('a'), 'trade_fair', 'Messe 2026', 40_001],
      ['touchpoints', id('b'), 'paid_search', null, 10_000],
      ['touchpoints', id('d'), 'telephone', null, 40_000],
    ],
  )
  const paid = await explainKpi(
    db,
    'cash_roi',
    { ...asked, fact: 'attributed_received' },
    await contextOf(db),
  )
  const [payment] = paid.records?.rows ?? []
  assert.equal(
    ((payment?.credits ?? []) as Credit[]).reduce((sum, { value }) => sum + (value ?? 0), 0),
    27_000,
  )
})

const INFLUENCE = [
  'influenced_revenue',
  'influenced_revenue_first',
  'influenced_revenue_assisting',
  'influenced_revenue_last',
] as const

/** Influence in all, by role, and the deals behind it with all deals. */
async function influence<DB>(db: Kysely<DB>, more: object = {}) {
  const { kpis } = await figures(db, more)
  const { influenced_revenue: revenue, influenced_share: share } = kpis
  assert.equal(revenue?.value, revenue?.inputs.influenced_revenue)
  return [
    ...INFLUENCE.map((fact) => revenue?.inputs[fact]),
    share?.inputs.influenced_won_count,
    share?.inputs.won_by_all_count,
  ]
}

test('influence: a deal counts in full and once, for whoever touched it, in every role', async () => {
  await using database = await testDatabase()
  const { db } = database
  await createDeals(db)
  // Alpha's touches in order: fair, paid search, direct, telephone. Beta has none, and is one of the two won.
  const deal = 100_001
  assert.deepEqual(await influence(db), [deal, deal, deal, deal, 1, 2])
  assert.deepEqual(await influence(db, { channel: ['paid_search'] }), [deal, 0, deal, 0, 1, 2])
  // what is chosen counts, marketing or not, and two chosen touches between are one deal
  assert.deepEqual(await influence(db, { channel: ['direct'] }), [deal, 0, deal, 0, 1, 2])
  const both = { channel: ['paid_search', 'direct'] }
  assert.deepEqual(await influence(db, both), [deal, 0, deal, 0, 1, 2])
  const ends = { channel: ['telephone', 'trade_fair'] }
  assert.deepEqual(await influence(db, ends), [deal, deal, 0, deal, 1, 2])
  assert.deepEqual(await influence(db, { channel: ['email'] }), [0, 0, 0, 0, 0, 2])
  assert.deepEqual(await influence(db, { campaign: [id('1')] }), [deal, deal, 0, 0, 1, 2])
  // what a model gives changes nothing
  for (const model of ['first', 'last_non_direct', 'w_shaped']) {
    assert.deepEqual(await influence(db, { ...both, model }), [deal, 0, deal, 0, 1, 2], model)
  }
  const { by = [] } = await figures(db, { by: 'channel' })
  const shares = by.map(({ key, kpis }) => [key, kpis.influenced_share?.value])
  assert.deepEqual(Object.fromEntries(shares), {
    ...{ trade_fair: 0.5, paid_search: 0.5, direct: 0.5, telephone: 0.5 },
    // of deals and costs that name no channel
    '(none)': 0,
  })
})

test('influence: the source of a lead knows no journey, and says so', async () => {
  await using database = await testDatabase()
  const { db } = database
  await createDeals(db)
  const { kpis } = await figures(db, { model: 'lead_source' })
  for (const one of [kpis.influenced_revenue, kpis.influenced_share]) {
    assert.deepEqual([one?.value, one?.reason], [null, 'needs_attribution'])
  }
  await sql`update crm.opportunity set amount = null`.execute(db)
  const unknown = (await figures(db)).kpis
  assert.equal(unknown.influenced_revenue?.reason, 'no_amounts')
  assert.equal(unknown.influenced_share?.value, 0.5)
})

test('influence: a figure opens to deals and all touches that make them count', async () => {
  await using database = await testDatabase()
  const { db } = database
  await createDeals(db)
  const query = KpiQuery.parse({ ...MARCH, channel: ['paid_search', 'direct'] })
  const context = await contextOf(db)
  const opened = await explainKpi(db, 'influenced_revenue', { query, limit: 50 }, context)
  assert.deepEqual(
    opened.inputs.map(({ value, records }) => [value, records?.count]),
    [
      [100_001, 1],
      [0, 0],
      [100_001, 1],
      [0, 0],
    ],
  )
  assert.deepEqual(opened.inputs[0]?.records, { kind: 'opportunities', count: 1, sum: 100_001 })
  const [deal] = opened.records?.rows ?? []
  assert.deepEqual(
    ((deal?.credits ?? []) as Credit[]).map(({ channel, value }) => [channel, value]),
    [
      ['paid_search', null],
      ['direct', null],
    ],
  )
})

test('figures by model: a word that is no rule is refused', async () => {
  await using database = await testDatabase()
  for (const model of ['markov', 'linaer', 'influenced']) {
    await assert.rejects(
      figures(database.db, { model }),
      (error) => error instanceof Refusal && error.code === 'kpis.unknown_model',
    )
  }
})

/** What people and imports do to what credits and their values hang on, one statement each. */
const few = (table: string, count = 2) =>
  `(select id from ${table} order by random() limit ${count})`
const any = (table: string) => `(select id from ${table} order by random() limit 1)`
const oneOf = (...words: readonly string[]) =>
  `(array[${words.join(', ')}])[1 + floor(random() * ${words.length})::int]`
const instant = "timestamptz '2025-03-01' + random() * interval '400 days'"
const channel = oneOf("'email'", "'direct'", "'display'", "'trade_fair'", 'null')
const touches = (count: number) =>
  `insert into tracking.touchpoint (occurred_at, channel, account_id, contact_id, campaign_id)
   select ${instant}, ${channel}, ${oneOf(any('crm.account'), 'null')}, ${any('crm.contact')}, ${oneOf(any('campaigns.campaign'), 'null', 'null')}
     from generate_series(1, ${count})`
const deals = (count: number) =>
  `insert into crm.opportunity (name, account_id, lead_id, stage_id, outcome, opened_at, closed_at, amount, product_id)
   select 'Anlage', ${any('crm.account')}, ${oneOf(any('leads.lead'), 'null')}, stage.id, 'won', ${instant} - interval '90 days', ${instant},
          ${oneOf('null', '0', '100001', '333')}, ${oneOf(any('crm.product'), 'null')}
     from generate_series(1, ${count}), (select id from crm.opportunity_stage where outcome = 'won' limit 1) stage`
const CHANGES: readonly string[] = [
  touches(1),
  touches(110),
  deals(1),
  deals(105),
  `insert into campaigns.membership (campaign_id, contact_id, at) values (${any('campaigns.campaign')}, ${any('crm.contact')}, ${instant}) on conflict do nothing`,
  `update tracking.touchpoint set channel = ${channel}, occurred_at = ${instant} where id in ${few('tracking.touchpoint', 5)}`,
  `delete from tracking.touchpoint where id in ${few('tracking.touchpoint', 5)}`,
  `update crm.contact set account_id = ${any('crm.account')} where id in ${few('crm.contact')}`,
  `update leads.lead set channel = ${channel}, product_id = ${any('crm.product')}, account_id = ${any('crm.account')} where id in ${few('leads.lead', 4)}`,
  `update leads.lead set product_id = ${any('crm.product')}`,
  `update crm.opportunity set amount = ${oneOf('null', '0', '5000', '77777')}, variable_cost = ${oneOf('null', '400')} where id in ${few('crm.opportunity', 4)}`,
  `update crm.opportunity set closed_at = ${instant}, outcome = ${oneOf("'won'", "'lost'", "'open'")} where id in ${few('crm.opportunity', 4)}`,
  `update crm.opportunity set account_id = ${any('crm.account')}, campaign_id = ${oneOf(any('campaigns.campaign'), 'null')}, production_cost = 7 where id in ${few('crm.opportunity', 4)}`,
  `update campaigns.campaign set channel = ${oneOf("'display'", "'event'", "'direct'")} where id = ${any('campaigns.campaign')}`,
  `update crm.product set margin_rate = random()::numeric(7, 6), production_cost_rate = 0.3 where id = ${any('crm.product')}`,
  `insert into crm.revenue_entry (kind, date, amount, account_id, opportunity_id)
     select 'received', (${instant})::date, 12345, account_id, ${oneOf('id', 'null')} from crm.opportunity order by random() limit 3`,
  `update crm.revenue_entry set amount = 99, date = (${instant})::date where id in ${few('crm.revenue_entry')}`,
  `delete from crm.opportunity where id in (select id from crm.opportunity where id not in (select opportunity_id from crm.revenue_entry where opportunity_id is not null) order by random() limit 2)`,
]

const FIGURES = [
  'attributed_revenue',
  'attributed_margin',
  'attributed_gross_profit',
  'roas_revenue',
  'margin_roas',
  'cash_roi',
  'influenced_revenue',
  'influenced_share',
]

/** What the screen Influence says of chosen channels. */
async function onScreen<DB>(db: Kysely<DB>, channels: readonly string[]) {
  const settings = async () => AttributionSettings.parse(await readSettings(db, DECLARED_SETTINGS))
  const context = { ...(await refreshContext({ db, settings, now: () => NOW })), marginSql }
  const query = AttributionQuery.parse({ from: '2025-04-01', until: '2026-04-01' })
  const { together, total } = await readInfluence(db, { ...query, channels, limit: 1 }, context)
  return [together.value, together.conversions, total.conversions]
}

async function inFigures<DB>(db: Kysely<DB>, channel: readonly string[]) {
  const query = KpiQuery.parse({ from: '2025-04-01', until: '2026-04-01', channel })
  const { kpis } = await readKpis(db, query, await contextOf(db))
  const { influenced_share: share, influenced_revenue: revenue } = kpis
  const { influenced_won_count: touched, won_by_all_count: all } = share?.inputs ?? {}
  return [revenue?.value, touched, all]
}

/** The attributed figures in all and by channel. */
const attributedOf = ({ kpis, by = [] }: KpiAnswer) =>
  [kpis, ...by.map((row) => row.kpis)].map((all) =>
    FIGURES.map((figure) => [all[figure]?.value, all[figure]?.inputs]),
  )

test('figures by model: after every change what is kept is what the rows say', async () => {
  await using database = await testDatabase()
  const { db } = database
  const random = seededRandom(20261122)
  const change = (statement: string) =>
    db.transaction().execute(async (tx) => {
      await sql`select setseed(${random()})`.execute(tx)
      await sql.raw(statement).execute(tx)
    })
  for (const statement of [
    `insert into crm.account (name) select 'Firma ' || n from generate_series(1, 60) n`,
    `insert into crm.contact (last_name, account_id) select 'Muster', ${any('crm.account')} from generate_series(1, 60)`,
    `insert into crm.product (name, margin_rate, production_cost_rate) values ('Pumpe', 0.4, 0.2), ('Ventil', 0.3, 0.5)`,
    `insert into campaigns.campaign (name, channel) values ('Messe', 'trade_fair'), ('Mailing', 'email')`,
    `insert into leads.lead (created_on, channel, account_id) select ${instant}, ${channel}, id from crm.account`,
    `insert into company.setting (key, value) values ('margin_rate', '0.35')`,
    touches(60),
    deals(60),
  ]) {
    await change(statement)
  }
  const context = await contextOf(db)
  const year = KpiQuery.parse({ from: '2025-04-01', until: '2026-04-01', by: 'channel' })
  const models = [undefined, 'first', 'lead_source']
  for (const [step, statement] of CHANGES.entries()) {
    await change(statement)
    for (const model of step % 6 === 5 ? models : models.slice(0, 1)) {
      const query = { ...year, model }
      const kept = await readKpis(db, query, context)
      const rows = await readKpis(db, query, { ...context, fromRows: true })
      assert.deepEqual(attributedOf(kept), attributedOf(rows), `${step} ${model}: ${statement}`)
    }
    for (const channels of [['email', 'direct'], ['trade_fair']]) {
      assert.deepEqual(await inFigures(db, channels), await onScreen(db, channels), statement)
    }
  }
})

test('figures by model: attributed by channel and what nobody of marketing gets make up the won revenue', async () => {
  await using database = await testDatabase()
  const { db } = database
  await createDeals(db)
  for (const model of ['position_based', 'linear', 'time_decay', 'w_shaped', 'last']) {
    const { kpis } = await figures(db, { model })
    const { rows } = await sql<{ other: number }>`
      select coalesce(sum(cents) filter (where not marketing), 0)::bigint
             + (select sum(unattributed)::bigint from attribution.credit where model = ${model}) as other
        from kpis.credit where model = ${model}`.execute(db)
    assert.equal((kpis.attributed_revenue?.value ?? 0) + (rows[0]?.other ?? 0), 150_001, model)
  }
})
