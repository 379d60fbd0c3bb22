import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { seededRandom } from '#kernel/random.ts'
import { openDatabase } from '#platform/database.ts'
import { silentLog } from '#platform/log.ts'
import { migrate } from '#platform/migrate.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { startTestServer } from '../../../test/helpers/postgres.ts'
import { KpiQuery, periodOf } from '../query.ts'
import { DEFAULT_SETTINGS, type KpiSettings } from '../settings.ts'
import { readCockpit } from './cockpit.ts'
import { readKpis } from './figures.ts'
import { gather, total } from './gather.ts'
import { inOneSnapshot } from './reading.ts'

const NOW = new Date('2026-07-05T10:00:00Z')
const STEPS = 45
const QUERIES = [
  KpiQuery.parse({ from: '2026-05-01', until: '2026-06-01', by: 'channel' }),
  KpiQuery.parse({ from: '2025-11-10', until: '2026-06-20', view: 'cohort', by: 'month' }),
]

/** Equal but for the last bits of a sum of fractions. */
function assertAlike(actual: unknown, expected: unknown, where: string): void {
  if (typeof actual === 'number' && typeof expected === 'number') {
    const near = Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
    assert(near, `${where}: ${actual} kept, ${expected} from rows`)
  } else if (actual && expected && typeof actual === 'object' && typeof expected === 'object') {
    const [kept, rows] = [Object.entries(actual), new Map(Object.entries(expected))]
    assert.deepEqual(kept.map(([key]) => key).sort(), [...rows.keys()].sort(), where)
    for (const [key, value] of kept) assertAlike(value, rows.get(key), `${where}.${key}`)
  } else assert.equal(actual, expected, where)
}

/** Cockpit and figures by the rollup are those computed from rows. */
async function assertRight<DB>(db: Kysely<DB>, settings: KpiSettings, where: string) {
  for (const query of QUERIES) {
    const [kept, rows] = [
      await readKpis(db, query, { settings, now: NOW }),
      await readKpis(db, query, { settings, now: NOW, fromRows: true }),
    ]
    assertAlike(kept, rows, `${where}: figures`)
  }
  const [query] = QUERIES
  assert(query)
  const asked = { query, funnelView: 'cohort' } as const
  const kept = await readCockpit(db, asked, { settings, now: NOW })
  const rows = await readCockpit(db, asked, { settings, now: NOW, fromRows: true })
  assertAlike(kept, rows, `${where}: cockpit`)
}

async function createCompany<DB>(db: Kysely<DB>): Promise<void> {
  await sql`insert into access."user" (name) values ('Ada'), ('Ben')`.execute(db)
  await sql`insert into crm.account (name) select 'Firma ' || n from generate_series(1, 12) n`.execute(
    db,
  )
  await sql`insert into crm.product (name, margin_rate) values ('Pumpe', 0.4), ('Ventil', null)`.execute(
    db,
  )
  await sql`insert into campaigns.campaign (name, channel) values ('Messe', 'trade_fair'), ('Mailing', 'email'), ('Anzeige', 'display')`.execute(
    db,
  )
}

const pick = (table: string): RawBuilder<unknown> =>
  sql.raw(`(select id from ${table} order by random() limit 1)`)
/** One value or the other by the dice of the database, anew for each row. */
const oneOf = (...values: readonly string[]): RawBuilder<unknown> =>
  sql.raw(`(array[${values.join(', ')}])[1 + floor(random() * ${values.length})::int]`)
const instant = sql.raw(`timestamptz '2025-03-01' + random() * interval '490 days'`)
const day = sql.raw(`date '2025-03-01' + floor(random() * 490)::int`)
const maybe = (value: RawBuilder<unknown>) => sql`case when random() < 0.6 then ${value} end`
const channel: RawBuilder<unknown> = oneOf(
  `'email'`,
  `'paid_search'`,
  `'direct'`,
  `'unknown'`,
  'null',
)
const cents = sql.raw('(1000 + floor(random() * 900000))::bigint')

const insertLeads = (count: number) => sql`
  insert into leads.lead (created_on, mql_at, sql_at, handover_at, disqualified_at, first_contacted_at, first_response_at,
      first_seen_at, last_activity_at, stage, channel, source, campaign_id, account_id, expected_value, owner_id)
  select created, ${maybe(sql`created + random() * interval '30 days'`)}, ${maybe(sql`created + random() * interval '60 days'`)},
         ${maybe(sql`created + random() * interval '20 days'`)}, ${maybe(sql`created + random() * interval '90 days'`)},
         ${maybe(sql`created + random() * interval '3 days'`)}, ${maybe(sql`created + random() * interval '1 day'`)},
         ${maybe(sql`created - random() * interval '9 days'`)}, ${maybe(sql`created + random() * interval '99 days'`)},
         ${oneOf(`'new'`, `'mql'`, `'sql'`, `'lost'`, `'won'`)}, ${channel}, ${oneOf(`'a'`, `'b'`, 'null')},
         ${maybe(pick('campaigns.campaign'))}, ${maybe(pick('crm.account'))}, ${maybe(cents)}, ${maybe(pick('access."user"'))}
    from (select ${instant} as created from generate_series(1, ${count}::int)) given`

const insertOpportunities = (count: number) => sql`
  insert into crm.opportunity (name, stage_id, outcome, opened_at, closed_at, amount, variable_cost, product_id, lead_id, account_id,
      campaign_id, channel, source, business_type)
  select 'Chance', ${pick('crm.opportunity_stage')}, outcome, opened,
         case when outcome <> 'open' or random() < 0.3 then opened + random() * interval '120 days' - interval '5 days' end,
         ${maybe(cents)}, ${maybe(cents)}, ${maybe(pick('crm.product'))}, ${maybe(pick('leads.lead'))}, ${maybe(pick('crm.account'))},
         ${maybe(pick('campaigns.campaign'))}, ${channel}, ${oneOf(`'a'`, 'null')}, ${oneOf(`'new'`, `'existing'`, 'null')}
    from (select ${instant} as opened, ${oneOf(`'won'`, `'won'`, `'lost'`, `'open'`)} as outcome from generate_series(1, ${count}::int)) given`

const insertRevenue = (count: number) => sql`
  insert into crm.revenue_entry (kind, date, amount, account_id, opportunity_id)
  select ${oneOf(`'received'`, `'received'`, `'invoiced'`, `'credit_note'`)}, ${day}, ${cents}, ${maybe(pick('crm.account'))},
         case when random() < 0.3 then ${pick('crm.opportunity')} end
    from generate_series(1, ${count}::int)`

const insertCosts = (count: number) => sql`
  insert into costs.entry (category, from_date, until_date, amount, channel, campaign_id, clicks, impressions, sales_scope)
  select ${oneOf(`'media'`, `'media'`, `'personnel'`, `'technology'`, `'sales'`, `'external'`)}, "from", "from" + 1 + length, ${cents},
         ${channel}, ${maybe(pick('campaigns.campaign'))}, ${maybe(sql`10`)}, ${maybe(sql`1000`)}, ${oneOf(`'winning'`, `'existing'`, 'null')}
    from (select ${day} as "from", ${oneOf('0', '0', '30', '364')} as length from generate_series(1, ${count}::int)) given`

const insertTouchpoints = (count: number) => sql`
  insert into tracking.touchpoint (occurred_at, channel, lead_id, campaign_id)
  select ${instant}, ${channel}, ${maybe(pick('leads.lead'))}, ${maybe(pick('campaigns.campaign'))} from generate_series(1, ${count}::int)`

const few = (table: string) => sql.raw(`(select id from ${table} order by random() limit 2)`)

/** Leads on which something hangs. */
const withOpportunity = sql.raw(`(select id from leads.lead where id in (
  select lead_id from crm.opportunity where outcome = 'won') order by random() limit 4)`)

/** What people and imports do, one statement each. */
const CHANGES: Readonly<Record<string, () => RawBuilder<unknown>>> = {
  'a lead': () => insertLeads(1),
  'an import of leads': () => insertLeads(150),
  'an opportunity': () => insertOpportunities(1),
  'an import of opportunities': () => insertOpportunities(120),
  'a payment': () => insertRevenue(1),
  'a cost line': () => insertCosts(1),
  'an import of costs': () => insertCosts(130),
  touchpoints: () => insertTouchpoints(3),
  visitors: () =>
    sql`insert into tracking.daily_count (date, channel, visitors) values (${day}, 'email', 7)`,
  'visitors of our own': () =>
    sql`insert into tracking.traffic_visitor (part, key, date, website, before, visitors)
      select part, key, ${day}, 1, ${day}, 3 from (values ('visit', ''), ('channel', 'email'), ('consent', 'n')) given (part, key)
      on conflict do nothing`,
  'a day counted again': () =>
    sql`delete from tracking.traffic_visitor where date in (select date from tracking.traffic_visitor order by random() limit 1)`,
  'a note': () =>
    sql`insert into tracking.change_note (date, kind, note) values (${day}, 'script', 'x')`,
  'leads move': () =>
    sql`update leads.lead set created_on = ${instant}, mql_at = ${maybe(instant)}, sql_at = ${maybe(instant)} where id in ${few('leads.lead')}`,
  'leads change stage': () =>
    sql`update leads.lead set stage = ${oneOf(`'new'`, `'lost'`, `'mql'`)}, won_at = ${maybe(instant)}, last_activity_at = ${maybe(instant)} where id in ${few('leads.lead')}`,
  'leads change channel': () =>
    sql`update leads.lead set channel = ${channel}, source = ${oneOf(`'a'`, `'b'`)}, campaign_id = null, product_id = ${maybe(pick('crm.product'))} where id in ${withOpportunity}`,
  'leads change account': () =>
    sql`update leads.lead set account_id = ${maybe(pick('crm.account'))}, owner_id = ${pick('access."user"')} where id in ${withOpportunity}`,
  'the only lead of an account changes channel': () =>
    sql`update leads.lead set channel = ${channel} where id in (select id from leads.lead where account_id in (
      select account_id from crm.revenue_entry where opportunity_id is null) order by random() limit 4)`,
  'opportunities move': () =>
    sql`update crm.opportunity set opened_at = ${instant}, closed_at = ${maybe(instant)} where id in ${few('crm.opportunity')}`,
  'opportunities end': () =>
    sql`update crm.opportunity set outcome = ${oneOf(`'won'`, `'lost'`, `'open'`)}, closed_at = ${instant} where id in ${few('crm.opportunity')}`,
  'opportunities change amount': () =>
    sql`update crm.opportunity set amount = ${maybe(cents)}, probability = 0.3, variable_cost = null where id in ${few('crm.opportunity')}`,
  'opportunities change origin': () =>
    sql`update crm.opportunity set account_id = ${maybe(pick('crm.account'))}, lead_id = ${maybe(pick('leads.lead'))}, campaign_id = ${maybe(pick('campaigns.campaign'))}, channel = ${channel} where id in ${few('crm.opportunity')}`,
  'payments change': () =>
    sql`update crm.revenue_entry set date = ${day}, amount = ${cents}, account_id = ${maybe(pick('crm.account'))} where id in ${few('crm.revenue_entry')}`,
  'cost lines change': () =>
    sql`update costs.entry set from_date = given.day, until_date = given.day + 40, channel = ${channel}, amount = ${cents} from (select ${day} as day) given where id in ${few('costs.entry')}`,
  'payments go': () => sql`delete from crm.revenue_entry where id in ${few('crm.revenue_entry')}`,
  'opportunities go': () =>
    sql`delete from crm.opportunity where id in (select id from crm.opportunity where id not in (select opportunity_id from crm.revenue_entry where opportunity_id is not null) order by random() limit 2)`,
  'leads go': () =>
    sql`delete from leads.lead where id in (select id from leads.lead where id not in (select lead_id from crm.opportunity where lead_id is not null)
      and id not in (select lead_id from tracking.touchpoint where lead_id is not null) order by random() limit 2)`,
  'costs go': () => sql`delete from costs.entry where id in ${few('costs.entry')}`,
  'touchpoints go': () =>
    sql`delete from tracking.touchpoint where id in ${few('tracking.touchpoint')}`,
  'a campaign changes channel': () =>
    sql`update campaigns.campaign set channel = ${oneOf(`'display'`, `'event'`, `'email'`)} where id = ${pick('campaigns.campaign')}`,
  'a margin changes': () =>
    sql`update crm.product set margin_rate = random()::numeric(7, 6) where id = ${pick('crm.product')}`,
  'a probability changes': () =>
    sql`update crm.opportunity_stage set probability = random()::numeric(7, 6) where id = ${pick('crm.opportunity_stage')}`,
}

const SETTINGS: readonly Partial<KpiSettings>[] = [
  { time_zone: 'America/New_York' },
  { margin_rate: 0.25 },
  { stale_days: 30 },
  { business_opens: '06:00', business_days: 'every_day' },
  { time_zone: 'Europe/Berlin', margin_rate: null },
  { sales_cost_share: 0.9 },
]

/** One change, its dice seeded. */
const change = <DB>(db: Kysely<DB>, kind: string, seed: number) =>
  db.transaction().execute(async (tx) => {
    await sql`select setseed(${seed})`.execute(tx)
    await CHANGES[kind]?.().execute(tx)
  })

test('rollup: after every change what is kept is what the rows say', async () => {
  await using database = await testDatabase()
  const { db } = database
  await createCompany(db)
  const fill = [
    insertLeads(80),
    insertOpportunities(70),
    insertRevenue(60),
    insertCosts(70),
    insertTouchpoints(60),
  ]
  await db.transaction().execute(async (tx) => {
    await sql`select setseed(0.7)`.execute(tx)
    for (const statement of fill) await statement.execute(tx)
  })
  let settings: KpiSettings = { ...DEFAULT_SETTINGS, margin_rate: 0.35, customer_lifetime_years: 3 }
  await assertRight(db, settings, 'at first')
  const random = seededRandom(20260705)
  const kinds = Object.keys(CHANGES)
  // Every kind once in random order, then what chance brings.
  const order = kinds.map((kind) => [random(), kind] as const).sort(([a], [b]) => a - b)
  for (let step = 0; step < STEPS; step += 1) {
    if (step % 7 === 6) {
      settings = { ...settings, ...SETTINGS[Math.floor(step / 7) % SETTINGS.length] }
      await assertRight(db, settings, `${step}: settings`)
      continue
    }
    const kind = order[step]?.[1] ?? kinds[Math.floor(random() * kinds.length)] ?? ''
    await change(db, kind, random())
    await assertRight(db, settings, `${step}: ${kind}`)
  }
})

const may = KpiQuery.parse({ from: '2026-05-01', until: '2026-06-01' })
const context = { settings: DEFAULT_SETTINGS, now: NOW }
const media = (amount: number) =>
  sql`insert into costs.entry (category, from_date, until_date, amount) values ('media', '2026-05-10', '2026-05-11', ${amount})`

const mediaCost = async <DB>(db: Kysely<DB>) =>
  (await readKpis(db, may, context)).kpis.marketing_cost?.value

test('rollup: without its marks a change is not seen: answers do come from what is kept', async () => {
  await using database = await testDatabase()
  const { db } = database
  await media(100).execute(db)
  assert.equal(await mediaCost(db), 100)
  await sql`alter table costs.entry disable trigger cost_marks_insert`.execute(db)
  await media(10).execute(db)
  assert.equal(await mediaCost(db), 100)
  await sql`alter table costs.entry enable trigger cost_marks_insert`.execute(db)
  await media(1).execute(db)
  assert.equal(await mediaCost(db), 111)
})

test('rollup: a reader between a change and its commit keeps nothing that is wrong afterwards', async () => {
  await using database = await testDatabase()
  const { db } = database
  await media(100).execute(db)
  const writer = await database.pool.connect()
  await writer.query('begin')
  await writer.query(
    `insert into costs.entry (category, from_date, until_date, amount) values ('media', '2026-05-10', '2026-05-11', 10)`,
  )
  assert.equal(await mediaCost(db), 100)
  // A second writer commits meanwhile, so that the reader keeps an answer in the middle of the first one.
  await media(1).execute(db)
  assert.equal(await mediaCost(db), 101)
  await writer.query('commit')
  writer.release()
  assert.equal(await mediaCost(db), 111)
})

test('rollup: what a reader computed in an old state and keeps late does not hide a newer change', async () => {
  await using database = await testDatabase()
  const { db } = database
  await media(100).execute(db)
  const slow = await inOneSnapshot(db, {}, async (reading) => {
    await media(10).execute(db)
    const scope = { periods: [periodOf(may)], filters: may, settings: DEFAULT_SETTINGS }
    return gather(reading, scope)
  })
  assert.equal(total(slow[0]).marketing_cost, 100)
  assert.equal(await mediaCost(db), 110)
})

test('rollup: marks are pruned, and answers from before that are judged right', async () => {
  // A server of its own: marks stay as long as any transaction of the server is older, and other tests have some.
  const server = await startTestServer()
  try {
    await migrate(server.url, silentLog)
    await using database = openDatabase<unknown>(server.url, silentLog, 6)
    await assertPruned(database.db)
  } finally {
    await server.stop()
  }
})

async function assertPruned<DB>(db: Kysely<DB>): Promise<void> {
  let written = 1000
  await media(written).execute(db)
  const change = async () => {
    await media(1).execute(db)
    written += 1
  }
  const slow = await inOneSnapshot(db, {}, async (reading) => {
    // Enough changes and readings that somebody prunes while this reader still looks at the old state.
    for (let round = 0; round < 210; round += 1) await change()
    assert.equal(await mediaCost(db), written)
    const { rows } = await sql`select from kpis.rollup_mark`.execute(db)
    assert(rows.length < 50, `${rows.length} marks are left`)
    const scope = { periods: [periodOf(may)], filters: may, settings: DEFAULT_SETTINGS }
    return gather(reading, scope)
  })
  assert.equal(total(slow[0]).marketing_cost, 1000)
  assert.equal(await mediaCost(db), written)
  await change()
  assert.equal(await mediaCost(db), written)
}
