// Attribution out of the records at size: 3 M touchpoints, 150,000 accounts, 60,000 won deals on a PostgreSQL of our own.
//
//   node bench/attribution-database.ts [--touchpoints 3000000]
//
// Prints: working out every journey and storing the credits of the default model, all rule models over all deals in one
// pass, a year as a screen asks for it, and one late touch until the credits are right again.
import { parseArgs } from 'node:util'
import { type Kysely, sql } from 'kysely'
import { readAttribution } from '../src/attribution/io/read.ts'
import { withFreshJourneys } from '../src/attribution/io/refresh.ts'
import { MODEL_NAMES, MODELS } from '../src/attribution/models.ts'
import { AttributionQuery } from '../src/attribution/query.ts'
import { AttributionSettings } from '../src/attribution/settings.ts'
import { isRule } from '../src/attribution/sum-models.ts'
import { marginSql } from '../src/kpis/io/opportunity-sources.ts'
import { testDatabase } from '../test/helpers/database.ts'

const { values } = parseArgs({ options: { touchpoints: { type: 'string', default: '3000000' } } })
const TOUCHPOINTS = Number(values.touchpoints)
const ACCOUNTS = TOUCHPOINTS / 20
const DEALS = TOUCHPOINTS / 50

const say = (line: string) => process.stdout.write(`${line}\n`)

async function timed<Result>(what: string, run: () => Promise<Result>): Promise<Result> {
  const start = performance.now()
  const result = await run()
  const seconds = ((performance.now() - start) / 1000).toFixed(2)
  say(
    `${what.padEnd(64)} ${seconds.padStart(8)} s   peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  )
  return result
}

/** Two contacts an account; touches of three years spread over contacts, one in ten of the account as a whole. */
async function fill(db: Kysely<unknown>): Promise<void> {
  const id = (kind: string, number: string) => sql.raw(`md5('${kind}' || ${number})::uuid`)
  await sql`insert into crm.account (id, name) select ${id('a', 'n')}, 'Konto ' || n from generate_series(1, ${ACCOUNTS}) n`.execute(
    db,
  )
  await sql`insert into crm.contact (id, last_name, account_id)
    select ${id('c', 'n')}, 'Kontakt ' || n, ${id('a', '(1 + n / 2)')} from generate_series(1, ${ACCOUNTS * 2 - 2}) n`.execute(
    db,
  )
  await sql`insert into tracking.touchpoint (id, occurred_at, channel, contact_id, account_id)
    select ${id('t', 'n')}, timestamptz '2023-01-01Z' + (hashint8(n) & 2147483647) % 94608000 * interval '1 second',
           (array['organic_search','paid_search','paid_social','email','event','trade_fair','direct','partner'])[1 + (hashint8(n + 7) & 7)],
           case when n % 10 > 0 then ${id('c', `(1 + (n::bigint * 7919) % ${ACCOUNTS * 2 - 2})`)} end,
           case when n % 10 = 0 then ${id('a', `(1 + (n::bigint * 7919) % ${ACCOUNTS})`)} end
      from generate_series(1, ${TOUCHPOINTS}) n`.execute(db)
  await sql`insert into crm.opportunity (id, name, account_id, stage_id, outcome, opened_at, closed_at, amount)
    select ${id('o', 'n')}, 'Anlage ' || n, ${id('a', '(1 + (n::bigint * 5) / 2)')}, stage.id, 'won',
           at - interval '60 days', at, 100000 + n
      from crm.opportunity_stage stage,
           generate_series(1, ${DEALS - 1}) n,
           lateral (select timestamptz '2024-01-01Z' + (hashint8(n) & 2147483647) % 63072000 * interval '1 second' as at) closing
     where stage.name = 'Gewonnen'`.execute(db)
  await sql`vacuum analyze tracking.touchpoint`.execute(db)
  await sql`analyze`.execute(db)
}

await using database = await testDatabase()
const { db } = database
const context = {
  settings: AttributionSettings.parse({}),
  now: () => new Date('2026-01-01T00:00:00Z'),
  marginSql,
}
const rules = MODEL_NAMES.filter((name) => isRule(MODELS[name].model)).join()
const query = (from: string, until: string, more: object = {}) =>
  AttributionQuery.parse({ from, until, ...more })

await timed(`${TOUCHPOINTS} touchpoints, ${ACCOUNTS} accounts, ${DEALS} won deals made`, () =>
  fill(db),
)
await timed('every journey worked out, default model stored', () =>
  withFreshJourneys(db, context, async () => undefined),
)
const { rows: sizes } = await sql<{ touches: number; journeys: string; credits: string }>`
  select round(avg(cardinality(touch_ids)), 1) as touches,
         pg_size_pretty(pg_total_relation_size('attribution.journey')) as journeys,
         pg_size_pretty(pg_total_relation_size('attribution.credit')) as credits
    from attribution.journey`.execute(db)
say(`  ${JSON.stringify(sizes[0])}`)
await timed('all deals, default model', () =>
  readAttribution(db, query('2024-01-01', '2026-01-01'), context),
)
await timed(`all deals, ${rules.split(',').length} rule models in one pass`, () =>
  readAttribution(db, query('2024-01-01', '2026-01-01', { model: rules }), context),
)
await timed('a year, default model', () =>
  readAttribution(db, query('2025-01-01', '2026-01-01'), context),
)
await timed('a month, three models and Markov', () =>
  readAttribution(
    db,
    query('2025-03-01', '2025-04-01', { model: 'first,last,linear,markov' }),
    context,
  ),
)
await sql`insert into tracking.touchpoint (occurred_at, channel, account_id)
  select closed_at - interval '1 day', 'display', account_id from crm.opportunity order by id limit 1`.execute(
  db,
)
await timed('one late touch until its credits are right', () =>
  withFreshJourneys(db, context, async () => undefined),
)
