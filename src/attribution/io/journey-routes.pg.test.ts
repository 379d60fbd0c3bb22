import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { attributionServer } from '../../../test/helpers/attribution-server.ts'
import { id } from '../../../test/helpers/kpi-world.ts'
import { journeyRoutes } from './journey-routes.ts'

const SPRING = 'from=2026-03-01&until=2026-05-01'

/**
 * Four deals won in spring 2026. 1 (Alpha, 100 EUR, March): organic social on 10 January, e-mail twice. 2 (Beta,
 * 50 EUR): won half past midnight of 1 April in Berlin, when it is still March in UTC; paid, then organic social.
 * 3 (Gamma, 30 EUR, April): an e-mail two years ago, a fair on 1 April. 4 (20 EUR, April): nobody. 5 is lost.
 */
async function createWorld<DB>(db: Kysely<DB>): Promise<void> {
  const run = (statement: ReturnType<typeof sql>) => statement.execute(db)
  await run(sql`insert into access."user" (id, name) values (${id('1')}, 'Ada')`)
  await run(sql`insert into crm.account (id, name)
    values (${id('1')}, 'Alpha'), (${id('2')}, 'Beta'), (${id('3')}, 'Gamma')`)
  await run(sql`insert into tracking.touchpoint (id, occurred_at, channel, account_id) values
    (${id('1')}, '2026-01-10T09:00Z', 'organic_social', ${id('1')}),
    (${id('2')}, '2026-02-01T09:00Z', 'email', ${id('1')}),
    (${id('3')}, '2026-02-20T09:00Z', 'email', ${id('1')}),
    (${id('4')}, '2026-03-01T22:30Z', 'paid_social', ${id('2')}),
    (${id('5')}, '2026-03-15T09:00Z', 'organic_social', ${id('2')}),
    (${id('6')}, '2024-01-01T09:00Z', 'email', ${id('3')}),
    (${id('7')}, '2026-04-01T09:00Z', 'trade_fair', ${id('3')})`)
  await run(sql`insert into crm.opportunity
      (id, name, account_id, stage_id, outcome, opened_at, closed_at, amount, owner_id)
    select given.id::uuid, given.name, given.account_id::uuid, stage.id, given.outcome,
           '2026-01-05T09:00Z', given.closed_at::timestamptz, given.amount, given.owner_id::uuid
      from (values
        (${id('1')}, 'Anlage 1', ${id('1')}, 'won', '2026-03-11T09:00Z', 10000, ${id('1')}),
        (${id('2')}, 'Anlage 2', ${id('2')}, 'won', '2026-03-31T22:30Z', 5000, null),
        (${id('3')}, 'Pumpe 3', ${id('3')}, 'won', '2026-04-11T09:00Z', 3000, null),
        (${id('4')}, 'Pumpe 4', null, 'won', '2026-04-20T09:00Z', 2000, null),
        (${id('5')}, 'Anlage 5', ${id('1')}, 'lost', '2026-04-20T09:00Z', 900, null)
      ) as given (id, name, account_id, outcome, closed_at, amount, owner_id)
      join crm.opportunity_stage stage on stage.name = 'Gewonnen'`)
}

const server = (scope: 'all' | 'own' = 'all') =>
  attributionServer({ world: createWorld, routes: journeyRoutes, scope, withAnswers: true })

type Amount = { conversions: number; value: number }
const names = (items: { name: string }[]) => items.map(({ name }) => name)

test('paths of the deals won in a period, and how many have no touch', async () => {
  await using api = await server()
  const answer = await api.get(`/api/attribution/paths?${SPRING}`)
  assert.deepEqual(answer.total, { conversions: 3, value: 18_000 })
  assert.deepEqual(answer.unattributed, { conversions: 1, value: 2000 })
  // deal 1: 60 days, 3 touches; deal 2: 30 days, 2 touches; deal 3: the old e-mail is outside 365 days, 10 days
  assert.deepEqual(
    answer.paths.map((path: { channels: string[]; medianDays: number; medianTouches: number }) => [
      path.channels.join(' > '),
      path.medianDays,
      path.medianTouches,
    ]),
    [
      ['organic_social > email', 60, 3],
      ['paid_social > organic_social', 30, 2],
      ['trade_fair', 10, 1],
    ],
  )
  assert.deepEqual([answer.medianDays, answer.medianTouches, answer.pathCount], [30, 2, 3])
  assert.equal(answer.flow.length, 5)
  assert.deepEqual(answer.matrix[0], {
    ...{ first: 'trade_fair', last: 'trade_fair' },
    ...{ conversions: 1, value: 3000 },
  })
  assert.equal(answer.labels.trade_fair.de, 'Messe')
  assert.equal(answer.unit, 'cents')
})

test('other rules, filters and values choose other journeys', async () => {
  await using api = await server()
  const unlimited = await api.get(`/api/attribution/paths?${SPRING}&lookback=unlimited`)
  assert.ok(
    unlimited.paths.some(({ channels }: { channels: string[] }) => channels[0] === 'email'),
    'the e-mail of 2024 counts',
  )
  const without = await api.get(`/api/attribution/paths?${SPRING}&without=trade_fair`)
  assert.deepEqual(without.unattributed, { conversions: 2, value: 5000 })
  const mine = await api.get(`/api/attribution/paths?${SPRING}&owner=${id('1')}&value=count`)
  assert.deepEqual([mine.total, mine.unit], [{ conversions: 1, value: 1 }, 'conversions'])
})

test('influence of social media: its share of the won deals, by channel and by month of the company', async () => {
  await using api = await server()
  const answer = await api.get(`/api/attribution/influence?${SPRING}`)
  assert.equal(answer.additive, false)
  assert.deepEqual(answer.total, { conversions: 4, value: 20_000 })
  // deals 1 and 2
  assert.deepEqual(answer.together, { conversions: 2, value: 15_000 })
  const touched = answer.channels.filter(({ conversions }: Amount) => conversions > 0)
  assert.deepEqual(touched, [
    {
      ...{ channel: 'organic_social', conversions: 2, value: 15_000 },
      alone: { conversions: 1, value: 10_000 },
    },
    {
      ...{ channel: 'paid_social', conversions: 1, value: 5000 },
      alone: { conversions: 0, value: 0 },
    },
  ])
  assert.deepEqual(answer.months, [
    {
      month: '2026-03-01',
      total: { conversions: 1, value: 10_000 },
      together: { conversions: 1, value: 10_000 },
    },
    {
      month: '2026-04-01',
      total: { conversions: 3, value: 10_000 },
      together: { conversions: 1, value: 5000 },
    },
  ])
  assert.deepEqual(names(answer.deals.items), ['Anlage 2', 'Anlage 1'])
  assert.equal(answer.deals.items[0].account, 'Beta')
})

test("influence of channels of one's own choice", async () => {
  await using api = await server()
  const answer = await api.get(`/api/attribution/influence?${SPRING}&channels=email,trade_fair`)
  assert.deepEqual(answer.together, { conversions: 2, value: 13_000 })
  assert.deepEqual(names(answer.deals.items), ['Pumpe 3', 'Anlage 1'])
})

test('the deals of a period, page by page and by name', async () => {
  await using api = await server()
  const first = await api.get(`/api/attribution/journeys?${SPRING}&limit=3`)
  assert.deepEqual(names(first.items), ['Pumpe 4', 'Pumpe 3', 'Anlage 2'])
  assert.equal(first.count, 4)
  const cursor = encodeURIComponent(first.next)
  const second = await api.get(`/api/attribution/journeys?${SPRING}&limit=3&cursor=${cursor}`)
  assert.deepEqual([names(second.items), second.next], [['Anlage 1'], null])
  assert.deepEqual(second.items[0].channels, ['organic_social', 'email'])
  assert.deepEqual([second.items[0].touches, second.items[0].days], [3, 60])
  const byAccount = await api.get(`/api/attribution/journeys?${SPRING}&q=bet`)
  assert.deepEqual(names(byAccount.items), ['Anlage 2'])
  const byName = await api.get(`/api/attribution/journeys?${SPRING}&q=pumpe`)
  assert.deepEqual(names(byName.items), ['Pumpe 4', 'Pumpe 3'])
  const percent = await api.get(`/api/attribution/journeys?${SPRING}&q=${encodeURIComponent('%')}`)
  assert.equal(percent.count, 0, 'a sign of patterns is a sign')
})

test('who may see only own rows gets own deals', async () => {
  await using api = await server('own')
  const paths = await api.get(`/api/attribution/paths?${SPRING}`)
  assert.deepEqual(paths.total, { conversions: 1, value: 10_000 })
  const influence = await api.get(`/api/attribution/influence?${SPRING}`)
  assert.deepEqual(names(influence.deals.items), ['Anlage 1'])
  const list = await api.get(`/api/attribution/journeys?${SPRING}`)
  assert.equal(list.count, 1)
})

test('every answer follows the records at once', async () => {
  await using api = await server()
  const before = await api.get(`/api/attribution/influence?${SPRING}`)
  await sql`update tracking.touchpoint set channel = 'email' where id in (${id('4')}, ${id('5')})`.execute(
    api.db,
  )
  const touched = await api.get(`/api/attribution/influence?${SPRING}`)
  assert.deepEqual([before.together.conversions, touched.together.conversions], [2, 1])
  // what is no part of a journey: the amount, the owner, the closing moment
  await sql`update crm.opportunity set amount = 7777, owner_id = ${id('1')}, closed_at = '2026-04-30T09:00Z'
    where id = ${id('1')}`.execute(api.db)
  const moved = await api.get(`/api/attribution/influence?${SPRING}&owner=${id('1')}`)
  assert.deepEqual(moved.together, { conversions: 1, value: 7777 })
  assert.equal(moved.months[1].together.value, 7777)
  await sql`delete from tracking.touchpoint where id = ${id('1')}`.execute(api.db)
  const gone = await api.get(`/api/attribution/influence?${SPRING}`)
  assert.equal(gone.together.conversions, 0)
})
