import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { attributionServer } from '../../../test/helpers/attribution-server.ts'
import { id } from '../../../test/helpers/kpi-world.ts'
import { selfReportedRoutes } from './self-reported-routes.ts'

const YEAR = 'from=2026-01-01&until=2027-01-01'

/**
 * Won in 2026: deal 1 (100 EUR) has a lead that said "Messe"; deal 2 (50) has a lead that said nothing, but the first of
 * its account said " messe " in January and a later one "Google"; deal 3 (30) has only an account, whose lead answered
 * after the close; deal 4 (20) has nothing at all. Deal 5 was lost, deal 6 won the year before.
 */
async function createWorld<DB>(db: Kysely<DB>): Promise<void> {
  const run = (statement: ReturnType<typeof sql>) => statement.execute(db)
  await run(
    sql`insert into access."user" (id, name) values (${id('1')}, 'Ada'), (${id('2')}, 'Ben')`,
  )
  await run(sql`insert into crm.account (id, name)
    values (${id('1')}, 'Alpha'), (${id('2')}, 'Beta'), (${id('3')}, 'Gamma')`)
  await run(sql`insert into leads.lead (id, created_on, channel, account_id, self_report, stage, mql_at) values
    (${id('1')}, '2026-01-05T09:00Z', 'trade_fair', ${id('1')}, 'Messe', 'mql', '2026-01-06T09:00Z'),
    (${id('2')}, '2026-02-05T09:00Z', 'email', ${id('2')}, '', 'mql', '2026-02-06T09:00Z'),
    (${id('3')}, '2026-01-10T09:00Z', 'email', ${id('2')}, ' messe ', 'new', null),
    (${id('4')}, '2026-01-20T09:00Z', 'email', ${id('2')}, 'Google', 'new', null),
    (${id('5')}, '2026-06-01T09:00Z', 'email', ${id('3')}, 'Empfehlung', 'new', null)`)
  await run(sql`insert into crm.opportunity
      (id, name, account_id, lead_id, stage_id, outcome, opened_at, closed_at, amount, owner_id)
    select given.id::uuid, given.name, given.account_id::uuid, given.lead_id::uuid, stage.id, given.outcome,
           given.closed_at::timestamptz - interval '10 days', given.closed_at::timestamptz, given.amount, given.owner_id::uuid
      from (values
        (${id('1')}, 'Anlage 1', ${id('1')}, ${id('1')}, 'won', '2026-04-01T09:00Z', 10000, ${id('1')}),
        (${id('2')}, 'Anlage 2', ${id('2')}, ${id('2')}, 'won', '2026-04-02T09:00Z', 5000, ${id('2')}),
        (${id('3')}, 'Anlage 3', ${id('3')}, null, 'won', '2026-04-03T09:00Z', 3000, null),
        (${id('4')}, 'Anlage 4', null, null, 'won', '2026-04-04T09:00Z', 2000, null),
        (${id('5')}, 'Anlage 5', ${id('1')}, ${id('1')}, 'lost', '2026-04-05T09:00Z', 900, null),
        (${id('6')}, 'Anlage 6', ${id('1')}, ${id('1')}, 'won', '2025-04-05T09:00Z', 900, null)
      ) as given (id, name, account_id, lead_id, outcome, closed_at, amount, owner_id)
      join crm.opportunity_stage stage on stage.name = 'Gewonnen'`)
}

async function server(scope: 'all' | 'own' = 'all') {
  const given = { world: createWorld, routes: selfReportedRoutes, userId: id('2'), scope }
  const { app, [Symbol.asyncDispose]: close } = await attributionServer(given)
  return {
    async get(query: string) {
      const response = await app.inject({ url: `/api/attribution/self-reported?${query}` })
      return { status: response.statusCode, body: response.json() }
    },
    [Symbol.asyncDispose]: close,
  }
}

test('self-reported: the own lead answers, else the first of the account before the close', async () => {
  await using api = await server()
  const { body } = await api.get(YEAR)
  assert.deepEqual(body, {
    unit: 'cents',
    total: { conversions: 4, value: 20_000 },
    // deals 1 and 2; the answer for deal 3 came after it
    answered: { conversions: 2, value: 15_000 },
    // "Messe" and " messe " are one answer
    items: [{ answer: 'Messe', conversions: 2, value: 15_000 }],
  })
})

test('self-reported: counts, leads as conversions, filters and refusals as everywhere', async () => {
  await using api = await server()
  const { body: counted } = await api.get(`${YEAR}&value=count`)
  assert.deepEqual(counted.answered, { conversions: 2, value: 2 })
  assert.equal(counted.unit, 'conversions')
  // both became MQL in 2026; one of them said something
  const { body: mql } = await api.get(`${YEAR}&conversion=mql`)
  assert.equal(mql.total.conversions, 2)
  assert.deepEqual(
    mql.items.map(({ answer }: { answer: string }) => answer),
    ['Messe'],
  )
  const { body: email } = await api.get(`${YEAR}&owner=${id('1')}`)
  assert.deepEqual(email.total, { conversions: 1, value: 10_000 })
  assert.equal((await api.get(`${YEAR}&conversion=mql&value=received`)).status, 422)
})

test('self-reported: who may see only own rows gets own deals', async () => {
  await using api = await server('own')
  const { body } = await api.get(`${YEAR}&owner=${id('1')}`)
  // Ben owns deal 2 alone
  assert.deepEqual(body.total, { conversions: 1, value: 5000 })
})
