// Contracts, recommendations, hires, meetings and the margin bridge through the whole program, figures included.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import { ask } from './helpers/app.ts'
import { NOW, wholeProgram } from './helpers/program.ts'

const PASSWORD = 'ein langes passwort'

// biome-ignore lint/suspicious/noExplicitAny: answers of many routes
type Body = any

async function start() {
  const program = await wholeProgram()
  const user = { name: 'Ada Admin', email: 'ada@example.com', role: 'administrator' } as const
  await createUser(program.db, user, await passwordHash(PASSWORD), NOW)
  const body = { email: user.email, password: PASSWORD }
  const { cookie } = await ask(program, 'POST', '/api/auth/sign-in/email', { body })
  const call = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    sent?: object,
  ): Promise<{ status: number; body: Body }> =>
    ask(program, method, url, { cookie, ...(sent ? { body: sent } : {}) })
  const create = async (path: string, sent: object): Promise<Body> => {
    const answer = await call('POST', `/api/${path}`, sent)
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body.record
  }
  const kpi = async (id: string, query = '') => {
    const { status, body: answer } = await call(
      'GET',
      `/api/kpis?from=2026-03-01&until=2026-04-01${query}`,
    )
    assert.equal(status, 200, JSON.stringify(answer))
    return answer.kpis[id]
  }
  const stage = async (name: string): Promise<string> => {
    const db = program.db as unknown as Kysely<unknown>
    const { rows } = await sql<{ id: string }>`
      select id from crm.opportunity_stage where name = ${name}`.execute(db)
    return rows[0]?.id ?? ''
  }
  const won = async (values: object): Promise<Body> =>
    create('opportunities', {
      stage_id: await stage('Gewonnen'),
      opened_at: '2026-03-01T09:00:00Z',
      closed_at: '2026-03-20T09:00:00Z',
      ...values,
    })
  return {
    ...{ program, call, create, kpi, won },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}

test('renewals: two of three decided, the fourth is not decided, the fifth falls due in April', async () => {
  await using server = await start()
  const { create, call, kpi } = server
  const account = await create('accounts', { name: 'Pumpen Müller GmbH' })
  const contract = (name: string, values: object) =>
    create('contracts', {
      ...{ name, account_id: account.id, start_date: '2025-04-01', end_date: '2026-03-31' },
      ...{ amount: 50_000, billing_period: 'month', ...values },
    })
  await contract('A', { outcome: 'renewed' })
  await contract('B', { outcome: 'ended', end_reason: 'Preis' })
  const running = await contract('C', { amount: 30_000, billing_period: 'quarter' })
  await contract('D', {})
  await contract('E', { end_date: '2026-04-01', outcome: 'renewed' })
  const first = await kpi('renewal_rate')
  assert.equal(first.value, 1 / 2)
  assert.deepEqual(first.inputs, { renewals_won: 1, renewals_due: 2, renewals_undecided: 2 })

  // the contract that renews C makes it renewed, on the day it begins; taking it back takes that back too
  const next = await call('POST', '/api/contracts', {
    ...{ name: 'C 2', start_date: '2026-04-01', renews_id: running.id, account_id: account.id },
  })
  assert.equal(next.status, 201)
  const renewed = (await call('GET', `/api/contracts/${running.id}`)).body.record
  assert.deepEqual([renewed.outcome, renewed.decided_on], ['renewed', '2026-04-01'])
  assert.equal((await kpi('renewal_rate')).value, 2 / 3)
  // 500.00 x 12 = 6,000.00; 300.00 x 4 = 1,200.00
  assert.equal((await kpi('renewed_revenue')).value, 720_000)

  const without = await call('PATCH', `/api/contracts/${running.id}`, {
    ...{ version: renewed.version, changes: { outcome: 'ended' } },
  })
  assert.deepEqual(
    [without.status, without.body.error.problems],
    [422, [{ field: 'end_reason', rule: 'returns.ended_without_reason' }]],
  )
  const explained = await call(
    'GET',
    '/api/kpis/renewal_rate/explain?from=2026-03-01&until=2026-04-01',
  )
  assert.equal(explained.status, 200)
  assert.match(JSON.stringify(explained.body), /"Pumpen|"A"|contracts/)
})

test('hires: 8 at 3,500 each save 28,000 (G1); one without a figure makes it unknown', async () => {
  await using server = await start()
  const { create, call, kpi } = server
  const campaign = await create('campaigns', { name: 'Karriere', channel: 'organic_social' })
  const application = await create('job-applications', {
    ...{ applied_on: '2026-03-01', position: 'Monteur', campaign_id: campaign.id },
  })
  assert.equal(application.channel, 'organic_social')
  const hire = (values: object) => create('hires', { hired_on: '2026-03-15', ...values })
  for (let count = 0; count < 7; count += 1) {
    await hire({ saving: 350_000, channel: 'organic_social' })
  }
  const last = await hire({ job_application_id: application.id })
  assert.equal(last.channel, 'organic_social')
  const unknown = await kpi('recruiting_savings')
  assert.deepEqual([unknown.value, unknown.reason], [null, 'setting_missing'])
  const saved = await call('PATCH', '/api/settings', { changes: { saving_per_hire: 350_000 } })
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  assert.equal((await kpi('hires')).value, 8)
  assert.equal((await kpi('recruiting_savings')).value, 2_800_000)
  assert.equal((await kpi('hires', '&channel=paid_search')).value, 0)
  assert.equal((await kpi('job_applications')).value, 1)
  const early = await call('POST', '/api/hires', {
    ...{ hired_on: '2026-02-01', job_application_id: application.id },
  })
  assert.deepEqual(early.body.error.problems, [
    { field: 'hired_on', rule: 'returns.hired_before_application' },
  ])
})

test('who recommended whom stands in the history of both; meetings and requests in theirs', async () => {
  await using server = await start()
  const { create, call, kpi } = server
  const from = await create('accounts', { name: 'Alt GmbH' })
  const to = await create('accounts', { name: 'Neu AG' })
  const contact = await create('contacts', { last_name: 'Mann', account_id: from.id })
  const recommendation = await create('recommendations', {
    ...{ recommended_on: '2026-03-10', recommender_contact_id: contact.id, account_id: to.id },
  })
  assert.deepEqual(
    [recommendation.recommender_account_id, recommendation.recommended_name],
    [from.id, 'Neu AG'],
  )
  const meeting = (outcome: string, origin = 'social_selling') =>
    create('meetings', { starts_at: '2026-03-12T09:00:00Z', outcome, origin, account_id: to.id })
  assert.equal((await meeting('held')).channel, 'employee_social')
  await meeting('held', 'cold_call')
  await meeting('missed')
  await meeting('cancelled')
  await create('service-requests', {
    ...{ requested_at: '2026-03-20T09:00:00Z', subject: 'Dichtung tropft', contact_id: contact.id },
  })
  assert.equal((await kpi('recommendations')).value, 1)
  assert.equal((await kpi('meetings')).value, 2)
  assert.equal((await kpi('no_show_rate')).value, 1 / 3)
  assert.equal((await kpi('service_requests')).value, 1)
  const typesOf = async (id: string) => {
    const { body } = await call('GET', `/api/accounts/${id}/timeline`)
    const types = body.items.map((item: { type: string }) => item.type)
    return types.filter((type: string) => type !== 'create')
  }
  assert.deepEqual(await typesOf(from.id), ['service_request', 'recommends'])
  const told = await typesOf(to.id)
  assert.equal(told.filter((type: string) => type.startsWith('meeting_')).length, 4)
  assert(told.includes('recommended'))
  const { body: history } = await call('GET', `/api/accounts/${to.id}/timeline`)
  const recommended = history.items.find((item: { type: string }) => item.type === 'recommended')
  // the day begins on the clock of the company, an hour before that of the world
  assert.equal(recommended.at, '2026-03-09T23:00:00.000Z')
  const nobody = await call('POST', '/api/recommendations', { recommended_on: '2026-03-10' })
  assert.deepEqual(
    nobody.body.error.problems.map(({ rule }: { rule: string }) => rule),
    ['returns.without_recommender', 'returns.without_recommended'],
  )
})

test('margin bridge: own amounts, rates of the product, rates of the company, by hand', async () => {
  await using server = await start()
  const { create, call, kpi, won } = server
  const product = await create('products', {
    ...{ name: 'Pumpe', active: true, production_cost_rate: 0.4, service_rate: 0.05 },
  })
  // 10,000.00 - discount 500.00 (deal, 5 %) - production 4,000.00 (product) - service 500.00 (product)
  //   - fees 200.00 (company, 2 %) = 4,800.00
  const deal = await won({
    name: 'Eins',
    amount: 1_000_000,
    product_id: product.id,
    discount_rate: 0.05,
  })
  const settings = await call('PATCH', '/api/settings', {
    changes: { margin_payment_fee_rate: 0.02 },
  })
  assert.equal(settings.status, 200, JSON.stringify(settings.body))
  const bridge = (await call('GET', `/api/margin/opportunities/${deal.id}`)).body
  assert.deepEqual([bridge.basis, bridge.margin, bridge.estimated], ['parts', 480_000, true])
  assert.deepEqual(
    bridge.parts.map(({ id, cents, by }: Body) => [id, cents, by]),
    [
      ['discounts', 50_000, 'deal'],
      ['payment_fees', 20_000, 'company'],
      ['production', 400_000, 'product'],
      ['service', 50_000, 'product'],
    ],
  )
  assert.equal(bridge.grossProfit, 600_000)
  assert.equal((await kpi('contribution_margin')).value, 480_000)
  assert.equal((await kpi('gross_profit')).value, 600_000)

  // the total of a deal is the last word: 2,000.00 - 1,500.00 = 500.00
  await won({
    name: 'Zwei',
    amount: 200_000,
    variable_cost: 150_000,
    discount_amount: 10_000,
    product_id: product.id,
  })
  assert.equal((await kpi('contribution_margin')).value, 530_000)

  // nobody states production here: nothing is known before there is a margin rate, then 30 % of 1,000.00 - 100.00 = 200.00
  await won({ name: 'Drei', amount: 100_000, service_amount: 10_000 })
  const unknown = await kpi('contribution_margin')
  assert.deepEqual([unknown.value, unknown.reason], [null, 'margin_missing'])
  await call('PATCH', '/api/settings', { changes: { margin_rate: 0.3 } })
  assert.equal((await kpi('contribution_margin')).value, 550_000)

  const { status, body: answer } = await call(
    'GET',
    '/api/margin?from=2026-03-01&until=2026-04-01&by=product',
  )
  assert.equal(status, 200, JSON.stringify(answer))
  assert.deepEqual(
    [answer.now.revenue, answer.now.margin, answer.now.deals, answer.now.unknownDeals],
    [1_300_000, 550_000, 3, 0],
  )
  const taken = answer.now.lines.reduce((sum: number, line: Body) => sum + line.cents, 0)
  assert.equal(answer.now.revenue - taken, answer.now.margin, 'the lines are the whole way')
  // two of the three rest on rates of others: 10,000.00 and 1,000.00
  assert.equal(answer.now.estimatedRevenue, 1_100_000)
  assert.deepEqual(
    answer.groups.map(({ label, now }: Body) => [label, now.revenue, now.margin]),
    [
      ['Pumpe', 1_200_000, 530_000],
      ['', 100_000, 20_000],
    ],
  )
  assert.equal(answer.mix, null, 'nothing was sold in February')

  // every number opens its deals, and their parts add up to it
  const behind = async (line: string, key = '') => {
    const asked = `from=2026-03-01&until=2026-04-01&by=product&line=${line}${key && `&key=${key}`}`
    const { body } = await call('GET', `/api/margin/deals?${asked}`)
    const parts = body.items.map(({ cents }: Body) => cents)
    assert.equal(
      parts.reduce((sum: number, cents: number) => sum + cents, 0),
      body.sumCents,
      line,
    )
    return [body.count, body.sumCents]
  }
  for (const { id, deals, cents } of answer.now.lines) {
    assert.deepEqual(await behind(id), [deals, cents], id)
  }
  assert.deepEqual(await behind('all'), [3, 1_300_000])
  assert.deepEqual(await behind('unknown'), [0, 0])
  assert.deepEqual(await behind('margin'), [3, 550_000])
  assert.deepEqual(await behind('estimated'), [2, 1_100_000])
  assert.deepEqual(await behind('revenue', product.id), [2, 1_200_000])
  assert.deepEqual(await behind('margin', '(none)'), [1, 20_000])
  assert.equal(
    (await call('GET', '/api/margin/deals?from=2026-03-01&until=2026-04-01&line=x')).status,
    400,
  )

  // a rate of the product changes what is kept: production 50 % instead of 40 % of 10,000.00
  const { version } = (await call('GET', `/api/products/${product.id}`)).body.record
  await call('PATCH', `/api/products/${product.id}`, {
    ...{ version, changes: { production_cost_rate: 0.5, follow_up_rate: 0.01 } },
  })
  assert.equal((await kpi('contribution_margin')).value, 550_000 - 100_000 - 10_000)
  await call('PATCH', '/api/settings', { changes: { margin_payment_fee_rate: 0.03 } })
  assert.equal((await kpi('contribution_margin')).value, 440_000 - 10_000)
})

test('margin bridge: production and gross profit are the amount, to the cent', async () => {
  await using server = await start()
  const { call, won } = server
  // 101 cents x 50 % = 50.5: 51 are production, so 50 are gross profit, and not 51 again
  const deal = await won({ name: 'Halbe', amount: 101, production_cost_rate: 0.5 })
  const { body } = await call('GET', `/api/margin/opportunities/${deal.id}`)
  const production = body.parts.find(({ id }: Body) => id === 'production')
  assert.deepEqual([production?.cents, body.grossProfit], [51, 50])
})

test('margin bridge: more revenue, less margin, because the poor product sells', async () => {
  await using server = await start()
  const { create, call, won } = server
  const good = await create('products', { name: 'Gut', active: true, margin_rate: 0.5 })
  const poor = await create('products', { name: 'Dünn', active: true, margin_rate: 0.1 })
  const deal = (product: Body, amount: number, day: string) =>
    won({
      ...{ name: `${product.name} ${day}`, amount, product_id: product.id },
      ...{ opened_at: '2026-01-05T09:00:00Z', closed_at: `${day}T09:00:00Z` },
    })
  await deal(good, 10_000_000, '2026-02-10')
  await deal(poor, 10_000_000, '2026-02-11')
  await deal(good, 6_000_000, '2026-03-10')
  await deal(poor, 18_000_000, '2026-03-11')
  const { body } = await call('GET', '/api/margin?from=2026-03-01&until=2026-04-01')
  // worked out in src/crm/margin-mix.test.ts
  assert.deepEqual(body.mix, {
    ...{ revenue: 4_000_000, margin: -1_200_000, volume: 1_200_000, mix: -2_400_000, rate: 0 },
  })
  const none = await call('GET', '/api/margin/opportunities/0198c5a0-0000-7000-8000-000000000001')
  assert.equal(none.status, 404)
})

test('erasing a person takes names and texts out of their recommendations, requests and meetings', async () => {
  await using server = await start()
  const { create, call, program } = server
  const contact = await create('contacts', { last_name: 'Mann', email: 'max@kunde.example' })
  await create('recommendations', {
    ...{ recommended_on: '2026-03-10', contact_id: contact.id, recommended_name: 'Max Mann' },
    ...{ recommender_name: 'Eva Alt', notes: 'Max Mann ruft an' },
  })
  await create('service-requests', {
    ...{ requested_at: '2026-03-20T09:00:00Z', subject: 'Max Mann fragt', contact_id: contact.id },
  })
  await create('meetings', {
    ...{ starts_at: '2026-03-20T09:00:00Z', title: 'Kaffee mit Max Mann', contact_id: contact.id },
  })
  const erased = await call('POST', `/api/contacts/${contact.id}/erase`)
  assert(erased.status === 200, JSON.stringify(erased.body))
  const db = program.db as unknown as Kysely<unknown>
  const { rows } = await sql<{ text: string }>`
    select r::text as text from returns.recommendation r union all
    select s::text from returns.service_request s union all
    select m::text from returns.meeting m`.execute(db)
  assert.equal(rows.length, 3)
  assert.doesNotMatch(JSON.stringify(rows), /Max|Mann/)
  assert.match(JSON.stringify(rows), /Eva Alt/, 'who recommended is somebody else')
})
