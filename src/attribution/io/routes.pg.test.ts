import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { attributionServer } from '../../../test/helpers/attribution-server.ts'
import { id } from '../../../test/helpers/kpi-world.ts'
import { reconcile } from './reconcile.ts'
import { attributionRoutes } from './routes.ts'

const YEAR = 'from=2026-01-01&until=2027-01-01'

/**
 * Account 1 with two contacts. Deal 1 (100.01 EUR): fair (1), form by e-mail (2), call (3), and a touch after the
 * close. Deal 2 without anybody, 3 with an old touch only, 4 with an account that nobody touched, 5 lost, 6 with its own campaign.
 */
async function createWorld<DB>(db: Kysely<DB>): Promise<void> {
  const run = (statement: ReturnType<typeof sql>) => statement.execute(db)
  await run(
    sql`insert into access."user" (id, name) values (${id('1')}, 'Ada'), (${id('2')}, 'Ben')`,
  )
  await run(
    sql`insert into crm.account (id, name) values (${id('1')}, 'Alpha'), (${id('3')}, 'Gamma'), (${id('4')}, 'Delta')`,
  )
  await run(sql`insert into crm.contact (id, last_name, account_id)
    values (${id('1')}, 'Adler', ${id('1')}), (${id('2')}, 'Bach', ${id('1')})`)
  await run(
    sql`insert into campaigns.campaign (id, name, channel) values (${id('1')}, 'Messe 2026', 'trade_fair')`,
  )
  await run(sql`insert into leads.lead (id, created_on, channel, source, account_id, contact_id, self_report, mql_at, stage)
    values (${id('2')}, '2026-02-01T09:00Z', 'email', 'newsletter', ${id('1')}, ${id('2')}, 'Empfehlung', '2026-02-02T09:00Z', 'mql')`)
  await run(sql`insert into tracking.touchpoint (id, occurred_at, channel, account_id, contact_id, campaign_id, title) values
    (${id('1')}, '2026-01-10T09:00Z', null, ${id('1')}, null, ${id('1')}, 'Standbesuch'),
    (${id('3')}, '2026-03-01T09:00Z', 'telephone', null, ${id('1')}, null, null),
    (${id('4')}, '2026-05-01T09:00Z', 'display', null, ${id('1')}, null, null),
    (${id('5')}, '2024-01-01T09:00Z', 'display', ${id('3')}, null, null, null)`)
  await run(sql`insert into crm.opportunity
      (id, name, account_id, stage_id, outcome, opened_at, closed_at, amount, campaign_id, variable_cost, owner_id)
    select given.id::uuid, given.name, given.account_id::uuid, stage.id, given.outcome, given.opened_at::timestamptz,
           given.closed_at::timestamptz, given.amount, given.campaign_id::uuid, given.cost, given.owner_id::uuid
      from (values
        (${id('1')}, 'Anlage 1', ${id('1')}, 'won', '2026-02-15T09:00Z', '2026-04-01T09:00Z', 10001, null, 4001, ${id('1')}),
        (${id('2')}, 'Anlage 2', null, 'won', '2026-02-15T09:00Z', '2026-04-02T09:00Z', 500, null, null, ${id('2')}),
        (${id('3')}, 'Anlage 3', ${id('3')}, 'won', '2026-02-15T09:00Z', '2026-04-03T09:00Z', 700, null, null, null),
        (${id('4')}, 'Anlage 4', ${id('4')}, 'won', '2026-02-15T09:00Z', '2026-04-04T09:00Z', 900, null, null, null),
        (${id('5')}, 'Anlage 5', ${id('1')}, 'lost', '2026-02-15T09:00Z', '2026-04-05T09:00Z', 900, null, null, null),
        (${id('6')}, 'Anlage 6', null, 'won', '2026-02-15T09:00Z', '2026-04-06T09:00Z', 1000, ${id('1')}, null, null)
      ) as given (id, name, account_id, outcome, opened_at, closed_at, amount, campaign_id, cost, owner_id)
      join crm.opportunity_stage stage on stage.name = 'Gewonnen'`)
  await run(sql`insert into crm.revenue_entry (kind, date, amount, opportunity_id, account_id) values
    ('received', '2026-05-01', 3000, ${id('1')}, ${id('1')}), ('received', '2026-06-01', 600, null, ${id('1')}),
    ('invoiced', '2026-04-15', 10001, ${id('1')}, ${id('1')})`)
}

const server = (scope: 'all' | 'own' = 'all') =>
  attributionServer({ world: createWorld, routes: attributionRoutes, scope })

type Row = { channel?: string; key?: string; conversions: number; value: number }
const values = (rows: Row[]) =>
  Object.fromEntries(rows.map(({ channel, key, value }) => [channel ?? key, value]))

test('position-based by channel, what nobody gets with its reasons, and the sum of the records', async () => {
  await using api = await server()
  const answer = await api.get(`/api/attribution?${YEAR}`)
  // deal 1: fair 40 %, e-mail 20 %, telephone 40 % of 100.01: 40.004, 20.002, 40.004; largest remainder: the
  // cent goes to the earlier of the two with .4, the fair. Deal 6: its own campaign.
  const [model] = answer.models
  assert.equal(model.model, 'position_based')
  assert.deepEqual(values(model.rows), { trade_fair: 4001 + 1000, telephone: 4000, email: 2000 })
  assert.deepEqual(
    model.unattributed.reasons.toSorted(
      (a: { value: number }, b: { value: number }) => a.value - b.value,
    ),
    [
      { reason: 'nobody', conversions: 1, value: 500 },
      { reason: 'outside_lookback', conversions: 1, value: 700 },
      { reason: 'no_touch', conversions: 1, value: 900 },
    ],
  )
  assert.deepEqual(model.total, { conversions: 5, value: 13_101 })
  assert.deepEqual(answer.reconciliation, [
    {
      model: 'position_based',
      records: { conversions: 5, value: 13_101 },
      attributed: 11_001,
      unattributed: 2100,
      difference: 0,
    },
  ])
  assert.equal(answer.labels.trade_fair.de, 'Messe')
})

test('several models, by campaign, and other rules than those that are set', async () => {
  await using api = await server()
  const first = await api.get(`/api/attribution?${YEAR}&model=first,last,influenced&by=campaign`)
  assert.deepEqual(
    first.models.map(({ rows }: { rows: Row[] }) => values(rows)),
    [
      { [id('1')]: 11_001 },
      { '(none)': 10_001, [id('1')]: 1000 },
      // both groups took part in deal 1
      { [id('1')]: 11_001, '(none)': 10_001 },
    ],
  )
  assert.equal(first.models[2].additive, false)
  assert.equal(first.labels[id('1')].de, 'Messe 2026')
  const unlimited = await api.get(`/api/attribution?${YEAR}&model=last&lookback=unlimited`)
  assert.equal(values(unlimited.models[0].rows).display, 700)
  const without = await api.get(`/api/attribution?${YEAR}&model=last&without=telephone`)
  assert.equal(values(without.models[0].rows).email, 10_001)
  // the contact of the opportunity is not named: nobody's touches but the account's own
  const contacts = await api.get(`/api/attribution?${YEAR}&model=last&scope=contacts`)
  assert.deepEqual(values(contacts.models[0].rows), { trade_fair: 11_001 })
})

test('repeated and direct touches: looked at as the query says, with names', async () => {
  await using world = await server()
  await sql`insert into tracking.touchpoint (occurred_at, channel, account_id) values
    ('2026-01-05T09:00Z', 'direct', ${id('1')}), ('2026-03-02T09:00Z', 'telephone', ${id('1')})`.execute(
    world.db,
  )
  // deal 1: direct, fair, form by e-mail, call, call; deal 6: fair
  const shares = async (more: string) => {
    const answer = await world.get(`/api/attribution?${YEAR}&model=linear&value=count&${more}`)
    const rows = answer.models[0].rows as { channel: string; conversions: number }[]
    const given = rows.map(({ channel, conversions }) => [
      channel,
      Math.round(conversions * 1e6) / 1e6,
    ])
    return { shares: Object.fromEntries(given), labels: answer.labels, rules: answer.rules }
  }
  const dropped = await shares('drop_direct=true&repeats=exposure')
  assert.deepEqual(dropped.shares, { trade_fair: 1.333333, email: 0.333333, telephone: 0.333333 })
  assert.deepEqual([dropped.rules.repeats, dropped.rules.dropDirect], ['exposure', true])
  const frequency = await shares('repeats=frequency')
  assert.equal(frequency.shares['telephone(2)'], 0.25)
  assert.equal(frequency.labels['telephone(2)'].de, `${dropped.labels.telephone.de} (2)`)
})

test('chains: deals that were lost count, and money stays whole by every grouping', async () => {
  await using api = await server()
  for (const by of ['channel', 'campaign', 'source', 'content']) {
    const answer = await api.get(
      `/api/attribution?${YEAR}&model=markov,markov_share,shapley,markov_shapley,markov:2&by=${by}`,
    )
    for (const { model, difference, unattributed } of answer.reconciliation) {
      assert.equal(difference, 0, `${model} by ${by}`)
      assert.equal(unattributed, 2100, `${model} by ${by}`)
    }
  }
  // won: fair > e-mail > telephone and fair; lost: fair > e-mail > telephone. Two of three convert; without the
  // fair nothing does, without e-mail or telephone one of the three: removal effects 1, 1/2, 1/2
  const markov = await api.get(`/api/attribution?${YEAR}&model=markov`)
  const effects = Object.fromEntries(
    markov.models[0].rows.map((row: { channel: string; removalEffect: number }) => [
      row.channel,
      Math.round(row.removalEffect * 1e9) / 1e9,
    ]),
  )
  assert.deepEqual(effects, { trade_fair: 1, email: 0.5, telephone: 0.5 })
})

test('values: received, margin, count; and conversions of leads', async () => {
  await using api = await server()
  // 30 of the deal, 6 of its account without a deal
  const received = await api.get(`/api/attribution?${YEAR}&model=last&value=received`)
  assert.deepEqual(values(received.models[0].rows), { telephone: 3600, trade_fair: 0 })
  const margin = await api.get(`/api/attribution?${YEAR}&model=last&value=margin`)
  assert.equal(values(margin.models[0].rows).telephone, 6000)
  assert.equal(margin.valueMissing, 4, 'deals without cost and without a rate')
  const count = await api.get(`/api/attribution?${YEAR}&model=linear&value=count`)
  assert.equal(count.unit, 'conversions')
  assert.equal(count.models[0].unattributed.value, 3)
  // the lead became MQL on 2 February: the fair and its own enquiry lie before
  const mql = await api.get(`/api/attribution?${YEAR}&conversion=mql&model=linear`)
  assert.deepEqual(values(mql.models[0].rows), { email: 0.5, trade_fair: 0.5 })
  const refused = await api.app.inject({
    url: `/api/attribution?${YEAR}&conversion=mql&value=received`,
  })
  assert.equal(refused.statusCode, 422)
  const unknown = await api.app.inject({ url: `/api/attribution?${YEAR}&model=best` })
  assert.equal(unknown.json().error.code, 'attribution.unknown_model')
})

test('the journey of a deal: touches in order with credits, down to the record', async () => {
  await using api = await server()
  const journey = await api.get(`/api/attribution/journeys/${id('1')}?model=first,w_shaped`)
  assert.deepEqual(
    journey.touches.map(({ kind, recordId, channel, milestones }: Record<string, unknown>) => ({
      ...{ kind, recordId, channel, milestones },
    })),
    [
      { kind: 'touchpoint', recordId: id('1'), channel: 'trade_fair', milestones: ['first'] },
      { kind: 'lead', recordId: id('2'), channel: 'email', milestones: ['lead', 'opportunity'] },
      { kind: 'touchpoint', recordId: id('3'), channel: 'telephone', milestones: ['close'] },
    ],
  )
  // W: first touch 30, lead and opportunity 60 on the enquiry, 10 evenly to the three milestones: 1/3 and 2/3
  assert.deepEqual(
    journey.touches.map(({ credits }: { credits: unknown }) => credits),
    [
      { first: 10_001, w_shaped: 3334 },
      { first: 0, w_shaped: 6667 },
      { first: 0, w_shaped: 0 },
    ],
  )
  assert.equal(journey.touches[0].campaign, 'Messe 2026')
  assert.equal(journey.touches[1].person, 'Bach')
  assert.deepEqual(journey.selfReported, ['Empfehlung'])
  const empty = await api.get(`/api/attribution/journeys/${id('3')}?model=first`)
  assert.equal(empty.touches[0].counts, false)
  assert.deepEqual(empty.unattributed.first, { value: 700, reason: 'outside_lookback' })
})

test('the journey of a deal: beside a direct visit the last channel that was not, with the same credits', async () => {
  await using api = await server()
  // One visitor came by an e-mail on 20 December 2025 and directly 90 days (20 March 2026, 9:00) and 90 days and an
  // hour after that; the other one only directly.
  await sql`
    insert into tracking.visit (id, website, visitor, started_at, ended_at, consent, pages, events, channel, rule)
    select given.id, 1, md5(given.visitor)::uuid, given.at::timestamptz, given.at::timestamptz, 'm', 1, 0, given.channel, 'x'
      from (values (10, 'a', '2025-12-20T09:00Z', 'email'), (11, 'a', '2026-03-20T09:00Z', 'direct'),
                   (12, 'a', '2026-03-20T10:00Z', 'direct'), (13, 'b', '2026-03-21T09:00Z', 'direct')
           ) as given (id, visitor, at, channel)`.execute(api.db)
  await sql`
    insert into tracking.touchpoint (occurred_at, channel, contact_id, visit_id)
    select started_at, channel, ${id('1')}, id from tracking.visit where channel = 'direct'`.execute(
    api.db,
  )
  const { touches } = await api.get(`/api/attribution/journeys/${id('1')}?model=last`)
  type Touch = Record<'at' | 'channel' | 'lastNonDirect', string> & { credits: { last: number } }
  assert.deepEqual(
    touches.map(({ at, channel, lastNonDirect, credits }: Touch) => [
      ...[at.slice(0, 13), channel, lastNonDirect, credits.last],
    ]),
    [
      ['2026-01-10T09', 'trade_fair', null, 0],
      ['2026-02-01T09', 'email', null, 0],
      ['2026-03-01T09', 'telephone', null, 0],
      ['2026-03-20T09', 'direct', 'email', 0],
      ['2026-03-20T10', 'direct', null, 0],
      ['2026-03-21T09', 'direct', null, 10_001],
    ],
  )
})

test('deals without credit, page by page', async () => {
  await using api = await server()
  const page = await api.get(`/api/attribution/unattributed?${YEAR}&limit=2`)
  assert.deepEqual(
    page.items.map(({ name, reason }: Record<string, string>) => [name, reason]),
    [
      ['Anlage 4', 'no_touch'],
      ['Anlage 3', 'outside_lookback'],
    ],
  )
  const next = await api.get(
    `/api/attribution/unattributed?${YEAR}&limit=2&cursor=${encodeURIComponent(page.next)}`,
  )
  assert.deepEqual(
    next.items.map(({ name }: { name: string }) => name),
    ['Anlage 2'],
  )
  assert.equal(next.next, null)
})

test('deals without credit follow filters, rules and model of the view, and add up to what it says', async () => {
  await using api = await server()
  const listed = async (more: string) => {
    const page = await api.get(`/api/attribution/unattributed?${YEAR}&${more}`)
    const answer = await api.get(`/api/attribution?${YEAR}&${more}`)
    const sum = page.items.reduce((total: number, { value }: Row) => total + value, 0)
    assert.equal(sum, answer.models[0].unattributed.value, more)
    assert.equal(page.count, answer.models[0].unattributed.conversions, more)
    return page.items.map(({ name, reason }: Record<string, string>) => [name, reason])
  }
  const nobody = ['Anlage 2', 'nobody']
  const noTouch = ['Anlage 4', 'no_touch']
  assert.deepEqual(await listed('lookback=unlimited'), [noTouch, nobody])
  assert.deepEqual(await listed(`owner=${id('2')}`), [nobody])
  // the fair is the only touch of deal 6
  assert.deepEqual(await listed('without=trade_fair'), [
    ['Anlage 6', 'left_out'],
    noTouch,
    ['Anlage 3', 'outside_lookback'],
    nobody,
  ])
  // the enquiry as the only milestone: deal 6 has none
  assert.deepEqual(await listed('model=custom:0/1/0/0/0&lookback=unlimited'), [
    ['Anlage 6', 'no_milestone'],
    noTouch,
    ['Anlage 3', 'no_milestone'],
    nobody,
  ])
  assert.deepEqual(await listed('model=markov'), [
    noTouch,
    ['Anlage 3', 'outside_lookback'],
    nobody,
  ])
  assert.deepEqual(await listed('conversion=mql&without=trade_fair,email'), [])
  assert.deepEqual(await listed('conversion=mql&without=trade_fair&without=email&value=count'), [
    ['Lead', 'left_out'],
  ])
})

test('who may see only own rows gets the credits of own deals', async () => {
  await using api = await server('own')
  const answer = await api.get(`/api/attribution?${YEAR}`)
  assert.deepEqual(answer.models[0].total, { conversions: 1, value: 10_001 })
  assert.equal((await api.get(`/api/attribution/unattributed?${YEAR}`)).count, 0)
  const foreign = await api.app.inject({ url: `/api/attribution/journeys/${id('3')}` })
  assert.equal(foreign.statusCode, 404)
})

test('a changed setting: the next answer follows it, with progress to look at', async () => {
  await using api = await server()
  await api.get(`/api/attribution?${YEAR}`)
  api.settings.current = { attribution_model: 'last', lookback_days: 40 }
  const answer = await api.get(`/api/attribution?${YEAR}`)
  assert.deepEqual(values(answer.models[0].rows), { telephone: 10_001 })
  assert.equal(answer.models[0].unattributed.value, 3100)
  const { progress } = await api.get('/api/attribution/status')
  assert.deepEqual([progress.done, progress.total], [6, 6])
})

test('the daily check finds a cent that is missing, and mends it', async () => {
  await using api = await server()
  const context = async () => ({ settings: await api.options.settings(), now: api.options.now })
  assert.deepEqual(await reconcile(api.db, await context()), { compared: 1, wrong: [], missing: 0 })
  await sql`update attribution.credit set cents[1] = cents[1] - 1 where opportunity_id = ${id('1')}`.execute(
    api.db,
  )
  const { wrong } = await reconcile(api.db, await context())
  assert.equal(wrong[0]?.attributed, 11_000)
  assert.deepEqual((await reconcile(api.db, await context())).wrong, [])
})

test('a journey that is missing shows in the sum, and the daily check brings it back', async () => {
  await using api = await server()
  const context = async () => ({ settings: await api.options.settings(), now: api.options.now })
  const difference = async () =>
    (await api.get(`/api/attribution?${YEAR}`)).reconciliation[0].difference
  assert.equal(await difference(), 0)
  await sql`delete from attribution.journey where opportunity_id = ${id('1')}`.execute(api.db)
  assert.equal(await difference(), 10_001)
  const { wrong, missing } = await reconcile(api.db, await context())
  assert.deepEqual([wrong, missing], [[], 1], 'its credits are there, so months add up')
  assert.equal(await difference(), 0)
})
