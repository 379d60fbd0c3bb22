import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { period } from '#kernel/period.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { createSmallWorld, id } from '../../../test/helpers/kpi-world.ts'
import { FACT_IDS, type Facts } from '../facts.ts'
import { DIMENSIONS, KpiQuery } from '../query.ts'
import { DEFAULT_SETTINGS } from '../settings.ts'
import { type Gathered, type GatherScope, gather as gatherIn, isAdditive, total } from './gather.ts'
import { inOneSnapshot } from './reading.ts'

/** As one answer reads them: in one snapshot. */
const gather = <DB>(db: Kysely<DB>, scope: GatherScope) =>
  inOneSnapshot(db, {}, (reading) => gatherIn(reading, scope))

const march = period('2026-03-01', '2026-04-01')
const query = (filters: object = {}) =>
  KpiQuery.parse({ from: march.from, until: march.until, ...filters })

test('gather: March of the small world, calculated by hand', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const scope = { periods: [march], filters: query(), settings: DEFAULT_SETTINGS }
  const [gathered] = await gather(database.db, scope)
  const facts = total(gathered)
  const expected: Facts = {
    // leads 1 (00:30 Berlin on 1 March), 2, 3 (23:59:59 on 31 March), 5; lead 4 is April
    leads: 4,
    // 1, 2, 5; of them SQL at any time: 1, 2
    mql: 3,
    mql_became_sql: 2,
    // SQL in March: 2 only; it has opportunity 2
    sql: 1,
    sql_became_opportunity: 1,
    leads_became_won: 1,
    // lead 1 after 5 minutes, lead 2 after 60; median (5 + 60) / 2, p90 = 5 + 0.9 x 55
    contacted_leads: 2,
    contacted_within_5_minutes: 1,
    contacted_within_1_hour: 2,
    contact_minutes_median: 32.5,
    contact_minutes_p90: 54.5,
    // nobody answered
    response_minutes_median: null,
    // 1 and 2; 3 is direct without evidence, 5 unknown
    attributable_leads: 2,
    // opened in March: 1, 2, 4; won in March: 1 and 5; lost: 2; 3 is April
    opportunities_created: 3,
    opportunities_became_won: 1,
    won_count: 2,
    lost_count: 1,
    closed_count: 3,
    revenue_won: 1_000_000,
    won_with_amount: 1,
    // 5 to 25 March 11:00 UTC = 20 days; 1 February to 3 March = 30 days
    cycle_days_sum: 50,
    cycle_days_median: 25,
    // open at the end: 3 (closes the second after) and 4, whose closing day is only planned
    open_at_end: 2,
    open_amount: 2_800_000,
    // 3 was won since, and nobody noted the stage it was in
    open_weighted_amount: null,
    margin_won: 300_000,
    margin_estimated_amount: 0,
    // 1 by its lead's channel, 5 by its own campaign but without an amount
    attributed_won_count: 2,
    attributed_revenue: 1_000_000,
    advertising_revenue: 1_000_000,
    // new in March: opportunity 5 (no account: itself) and Alpha, whose first event is the payment of 15 March
    new_customers: 2,
    customers_last_year: 2,
    revenue_invoiced: 100_000,
    credit_notes: 20_000,
    // 30,000 of Alpha and 7,000 without an account; April is out
    revenue_received: 37_000,
    invoiced_to_date: 80_000,
    received_to_date: 37_000,
    // Alpha's payment leads to opportunity 1 and so to google
    attributed_received: 30_000,
    // 310.00 all March; 200.00 over two days, one of them March
    cost_media: 41_000,
    // 900.00 over 30 days from 15 February: 14 days before March, 16 in it
    cost_personnel: 48_000,
    cost_external: 40_000,
    cost_sales: 10_000,
    marketing_cost: 129_000,
    // unspecified sales cost counts half
    acquisition_sales_cost: 5_000,
    clicks: 100,
    impressions: 5_000,
    reach: null,
    spend_with_clicks: 31_000,
    visitors: 150,
    sessions: 180,
    tracking_changes: 1,
    // 4 leads x 6 fields; filled: lead 1 source, first seen, response; lead 2 source, response
    lead_fields_expected: 24,
    lead_fields_filled: 5,
    period_days: 31,
  }
  for (const [fact, value] of Object.entries(expected)) {
    assert.equal(facts[fact as keyof Facts], value, fact)
  }
})

test('gather: the pipeline of a past period has the stages of then, kept or not', async () => {
  await using database = await testDatabase()
  const { db } = database
  await createSmallWorld(db)
  const enter = (
    deal: string,
    stage: string,
    at: string,
    amount: number,
    probability: number | null,
  ) =>
    sql`insert into crm.opportunity_event (opportunity_id, stage_id, entered_at, amount, probability, actor_name)
      select ${id(deal)}::uuid, stage.id, ${at}::timestamptz, ${amount}::bigint, ${probability}::numeric, 'Ada'
        from crm.opportunity_stage stage where stage.name = ${stage}`.execute(db)
  const pipelines = async () => {
    const periods = [march, period('2026-04-01', '2026-05-01')]
    const scope = { periods, filters: query(), settings: DEFAULT_SETTINGS }
    const weighted = (found: readonly Gathered[]) =>
      found.map((one) => total(one).open_weighted_amount)
    const kept = weighted(await gather(db, scope))
    const fromRows = await inOneSnapshot(db, { fromRows: true }, (reading) =>
      gatherIn(reading, scope),
    )
    assert.deepEqual(kept, weighted(fromRows))
    return kept
  }
  const { rows } = await sql<{ name: string; probability: number }>`
    select name, probability from crm.opportunity_stage where name in ('Angebot', 'Gewonnen')`.execute(
    db,
  )
  assert.deepEqual(Object.fromEntries(rows.map(({ name, probability }) => [name, probability])), {
    Angebot: 0.5,
    Gewonnen: 1,
  })
  assert.deepEqual(await pipelines(), [null, 400_000])
  // Deal 3 was an offer of 18,000 in March, and won in the first second of April for 20,000.
  await enter('3', 'Angebot', '2026-02-01T09:00Z', 1_800_000, null)
  await enter('3', 'Gewonnen', '2026-03-31T22:00Z', 2_000_000, null)
  // 1,800,000 x 0.5 and deal 4, still open: 800,000 x 0.5; not 2,000,000 x 1
  assert.deepEqual(await pipelines(), [900_000 + 400_000, 400_000])
  // It had a probability of its own then.
  await sql`update crm.opportunity_event set probability = 0.3 where amount = 1800000`.execute(db)
  assert.deepEqual(await pipelines(), [540_000 + 400_000, 400_000])
  // Deal 4 moves on in April: March keeps the offer of then, of 7,000.
  await enter('4', 'Angebot', '2026-03-20T09:00Z', 700_000, null)
  await enter('4', 'Verhandlung', '2026-04-10T09:00Z', 800_000, null)
  await sql`update crm.opportunity set probability = 0.9 where id = ${id('4')}::uuid`.execute(db)
  assert.deepEqual(await pipelines(), [540_000 + 350_000, 720_000])
})

test('gather: the open stock is days of openness, cut to the period', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const scope = { periods: [march], filters: query(), settings: DEFAULT_SETTINGS }
  const facts = total((await gather(database.db, scope))[0])
  // March in Berlin is 31 days less the hour of 29 March. Opportunity 1: 20 days; 2: 10; 3 all month;
  // 4: 20 March 09:00 UTC to 31 March 22:00 UTC = 11 days 13 hours; 5: 28 Feb 23:00 UTC to 3 March 09:00 = 2 days 10 hours
  const expected = 20 + 10 + (31 - 1 / 24) + (11 + 13 / 24) + (2 + 10 / 24)
  assert(Math.abs((facts.open_days ?? 0) - expected) < 1e-6, `${facts.open_days} ${expected}`)
})

test('gather: half-open periods neither share nor lose anything', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const first = period('2026-03-01', '2026-03-15')
  const second = period('2026-03-15', '2026-04-01')
  const gathered = await gather(database.db, {
    periods: [first, second, march],
    filters: query(),
    settings: DEFAULT_SETTINGS,
  })
  const [a, b, all] = gathered.map(total)
  for (const fact of ['leads', 'mql', 'won_count', 'revenue_received', 'marketing_cost'] as const) {
    assert.equal((a?.[fact] ?? 0) + (b?.[fact] ?? 0), all?.[fact], fact)
  }
})

test('gather: midnight in Berlin separates March from April, read together', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const april = period('2026-04-01', '2026-05-01')
  const scope = { periods: [march, april], filters: query(), settings: DEFAULT_SETTINGS }
  const [a, b] = (await gather(database.db, scope)).map(total)
  // lead 4 and the close of opportunity 3 lie on the first instant of April
  assert.deepEqual([a?.leads, b?.leads], [4, 1])
  assert.deepEqual([a?.won_count, b?.won_count], [2, 1])
  assert.deepEqual([a?.open_at_end, b?.open_at_end], [2, 1])
  // 310.00 stays in March; 200.00 over the last of March and the first of April
  assert.deepEqual([a?.cost_media, b?.cost_media], [41_000, 10_000])
  assert.deepEqual([a?.revenue_received, b?.revenue_received], [37_000, 50_000])
})

test('gather: the time zone decides the day', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const settings = { ...DEFAULT_SETTINGS, time_zone: 'UTC' }
  const facts = total(
    (await gather(database.db, { periods: [march], filters: query(), settings }))[0],
  )
  // in UTC lead 1 is February, leads 3 and 4 are March; opportunity 3 closes in March
  assert.equal(facts.leads, 4)
  assert.equal(facts.won_count, 3)
  assert.equal(facts.mql, 3)
})

test('gather: filters cut what has the dimension and say so where not', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const read = async (filters: object) => {
    const [gathered] = await gather(database.db, {
      periods: [march],
      filters: query(filters),
      settings: DEFAULT_SETTINGS,
    })
    return { facts: total(gathered), without: gathered?.withoutDimension }
  }
  const google = await read({ channel: ['paid_search'] })
  assert.equal(google.facts.leads, 1)
  assert.equal(google.facts.won_count, 1)
  assert.equal(google.facts.cost_media, 31_000)
  assert.equal(google.facts.visitors, 100)
  const fair = await read({ campaign: [id('1')] })
  assert.equal(fair.facts.won_count, 1)
  assert.equal(fair.facts.marketing_cost, 40_000)
  const team = await read({ team: [id('1')] })
  assert.equal(team.facts.leads, 1, 'the team of the owner')
  const owner = await read({ owner: [id('2')] })
  assert.equal(owner.facts.won_count, 1)
  assert.equal(owner.facts.marketing_cost, null, 'cost has no owner')
  assert(owner.without?.has('marketing_cost'))
  const group = await read({ target_group: id('1') })
  assert.equal(group.facts.won_count, 1, 'Alpha is in mechanical engineering')
  assert.equal(group.facts.leads, 1)
})

test('gather: rows by every dimension add up to the total', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  await sql`insert into company.region (id, name) values (${id('1')}, 'Süd')`.execute(database.db)
  await sql`update access."user" set region_id = ${id('1')} where name = 'Ada'`.execute(database.db)
  const scope = { periods: [march], filters: query(), settings: DEFAULT_SETTINGS }
  const whole = total((await gather(database.db, scope))[0])
  let compared = 0
  for (const by of DIMENSIONS) {
    if (by === 'month') continue
    const [split] = await gather(database.db, { ...scope, by })
    assert(split && split.byKey.size > 1, by)
    for (const fact of FACT_IDS.filter(isAdditive)) {
      const isKnown = whole[fact] !== null && whole[fact] !== undefined
      if (split.withoutDimension.has(fact) || !isKnown) continue
      const rows = [...split.byKey.values()].map((facts) => facts[fact] ?? 0)
      const sum = rows.reduce((all, one) => all + one, 0)
      assert(Math.abs(sum - (whole[fact] ?? 0)) < 1e-6, `${fact} by ${by}: ${sum} ${whole[fact]}`)
      compared += 1
    }
  }
  assert(compared > 150, `${compared} comparisons`)
})

test('gather: sources stay as they came, money without a lead is a row of its own', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const [split] = await gather(database.db, {
    periods: [march],
    filters: query(),
    by: 'source',
    settings: DEFAULT_SETTINGS,
  })
  assert.deepEqual([...(split?.byKey.keys() ?? [])].sort(), ['', '(none)', 'google', 'newsletter'])
  assert.equal(split?.byKey.get('google')?.revenue_received, 30_000)
  assert.equal(split?.byKey.get('(none)')?.revenue_received, 7_000)
  assert.equal(split?.byKey.get('')?.leads, 2)
})

test('gather: the first read after a committed change sees it', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const scope = { periods: [march], filters: query(), settings: DEFAULT_SETTINGS }
  const won = async () => total((await gather(database.db, scope))[0]).won_count
  assert.equal(await won(), 2)
  assert.equal(await won(), 2)
  await database.pool.query(`update crm.opportunity set outcome = 'lost' where name = 'Anlage 5'`)
  assert.equal(await won(), 1)
  const client = await database.pool.connect()
  await client.query(`begin; update crm.opportunity set outcome = 'won' where name = 'Anlage 5'`)
  assert.equal(await won(), 1, 'not committed yet')
  await client.query('commit')
  client.release()
  assert.equal(await won(), 2)
})

test('gather: what nobody recorded is not known instead of 0', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const scope = { periods: [march], filters: query(), settings: DEFAULT_SETTINGS }
  const read = async () => total((await gather(database.db, scope))[0])
  await database.pool.query('update leads.lead set sql_at = null')
  await database.pool.query('update crm.opportunity set amount = null')
  await database.pool.query(`delete from costs.entry where category <> 'sales'`)
  const facts = await read()
  assert.deepEqual([facts.sql, facts.mql_became_sql, facts.mql], [null, null, 3])
  assert.deepEqual([facts.revenue_won, facts.attributed_revenue, facts.won_count], [null, null, 2])
  assert.deepEqual([facts.margin_won, facts.marketing_cost, facts.cost_sales], [null, null, 10_000])
  // a month without any won deal has won nothing, which is known
  const [january] = await gather(database.db, {
    ...scope,
    periods: [period('2020-01-01', '2020-02-01')],
  })
  assert.equal(total(january).revenue_won, 0)
})
