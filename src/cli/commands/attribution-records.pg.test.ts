import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { readConfig } from '#platform/config.ts'
import { OperatorError } from '#platform/failure.ts'
import { silentLog } from '#platform/log.ts'
import type { Store } from '#platform/store.ts'
import { type TestDatabase, testDatabase } from '../../../test/helpers/database.ts'
import { id } from '../../../test/helpers/kpi-world.ts'
import { command } from './attribution.ts'

const MARCH = ['--from', '2026-03-01', '--until', '2026-04-01']

/** What `./regelkreis attribution ...` prints. */
async function run(database: TestDatabase<unknown> | null, ...args: string[]): Promise<string> {
  const lines: string[] = []
  await command.run(args, {
    config: readConfig({}),
    log: silentLog,
    now: () => new Date('2026-04-20T10:00:00Z'),
    out: (line) => lines.push(line),
    err: () => undefined,
    isTerminal: false,
    store: async () => ({ database }) as unknown as Store,
  })
  return lines.join('\n')
}

/** One deal of 100.01 won in March after a fair, a mail and a call; another of 50.00 that nobody touched. */
async function createDeals<DB>(db: Kysely<DB>): Promise<void> {
  await sql`insert into crm.account (id, name) values (${id('1')}, 'Alpha')`.execute(db)
  await sql`insert into campaigns.campaign (id, name, channel) values (${id('1')}, 'Messe 2026', 'trade_fair')`.execute(
    db,
  )
  await sql`insert into crm.opportunity (name, account_id, stage_id, outcome, opened_at, closed_at, amount)
    select given.name, given.account_id::uuid, stage.id, 'won', timestamptz '2026-02-20T09:00Z', timestamptz '2026-03-10T09:00Z', given.amount
      from (values ('Anlage', ${id('1')}, 10001), ('Ventil', null, 5000)) given (name, account_id, amount)
      join crm.opportunity_stage stage on stage.outcome = 'won'`.execute(db)
  await sql`insert into tracking.touchpoint (occurred_at, channel, account_id, campaign_id, content) values
    ('2026-01-10T09:00Z', 'trade_fair', ${id('1')}, ${id('1')}, 'Stand'),
    ('2026-02-01T09:00Z', 'email', ${id('1')}, null, null),
    ('2026-02-10T09:00Z', 'telephone', ${id('1')}, null, null)`.execute(db)
}

test('attribution of records: rows by hand, to the cent, with what nobody is given', async () => {
  await using database = await testDatabase()
  await createDeals(database.db)
  const printed = JSON.parse(
    await run(database, ...MARCH, '--model', 'position_based,first', '--json'),
  )
  assert.deepEqual([printed.unit, printed.currency], ['cents', 'EUR'])
  const [position, first] = printed.models
  // 40/20/40 of 10,001: 4,000.4, 2,000.2, 4,000.4; the cent goes to the largest remainder, earlier touch first
  assert.deepEqual(
    position.rows.map((row: { channel: string; value: number }) => [row.channel, row.value]),
    [
      ['trade_fair', 4001],
      ['telephone', 4000],
      ['email', 2000],
    ],
  )
  assert.equal(position.unattributed.value, 5000)
  assert.deepEqual(position.total, { conversions: 2, value: 15001 })
  assert.deepEqual(first.rows, [{ channel: 'trade_fair', conversions: 1, value: 10001 }])
  assert.deepEqual(printed.labels.email, {
    de: 'E-Mail und Newsletter',
    en: 'E-mail and newsletter',
  })

  const text = await run(database, ...MARCH, '--model', 'first')
  assert.match(
    text,
    /Trade fair \[trade_fair\] +1 +100\.01 EUR\n {2}\(unattributed\) +1 +50\.00 EUR/,
  )
})

test('attribution of records: by campaign with its name, lookback, channels left out, intervals', async () => {
  await using database = await testDatabase()
  await createDeals(database.db)
  const json = async (...args: string[]) =>
    JSON.parse(await run(database, ...MARCH, ...args, '--json'))
  const byCampaign = await json('--model', 'first', '--by', 'campaign', '--value', 'count')
  assert.deepEqual(byCampaign.models[0].rows, [{ key: id('1'), conversions: 1, value: 1 }])
  assert.equal(byCampaign.labels[id('1')].de, 'Messe 2026')
  const byContent = await json('--model', 'first', '--by', 'content')
  assert.equal(byContent.models[0].rows[0].key, 'Stand')
  // 10 February to 10 March are 28 days: only the call lies within 30
  const near = await json('--model', 'first', '--lookback', '30')
  assert.equal(near.models[0].rows[0].channel, 'telephone')
  const without = await json('--model', 'first', '--without', 'Messe,email')
  assert.equal(without.models[0].rows[0].channel, 'telephone')
  const wide = await json('--model', 'first,last', '--intervals', '--replicates', '50')
  const [row] = wide.models[0].rows
  assert.equal(row.enough, false)
  assert(row.interval.value[0] <= row.value && row.value <= row.interval.value[1])
  assert(wide.robustness.length > 0)
})

test('attribution of records: the rules that the company has set hold', async () => {
  await using database = await testDatabase()
  await createDeals(database.db)
  await sql`insert into company.setting (key, value) values ('lookback_days', '30')`.execute(
    database.db,
  )
  const printed = JSON.parse(await run(database, ...MARCH, '--model', 'first', '--json'))
  assert.equal(printed.rules.lookbackDays, 30)
  assert.equal(printed.models[0].rows[0].channel, 'telephone')
})

test('attribution of records: wrong usage ends with 2 and says what is wrong', async () => {
  const wrong = (words: RegExp) => (error: unknown) =>
    error instanceof OperatorError && error.exitCode === 2 && words.test(error.message)
  const first = ['--model', 'first']
  const cases: [string[], RegExp][] = [
    [first, /--from D and --until D, or --paths FILE, are missing/],
    [MARCH, /--model is missing/],
    [[...MARCH, '--model', 'linaer'], /no model "linaer". One of: first, last/],
    [['--from', '2026-02-30', '--until', '2026-03-01', ...first], /--from: expected yyyy-mm-dd/],
    [['--from', '2026-02-01', '--until', '2026-02-01', ...first], /--until: until must be after/],
    [['--from', '2026-02-01', ...first], /--until is missing/],
    [
      [...MARCH, ...first, '--conversion', 'mql', '--value', 'margin'],
      /--value: .* mql has no margin/,
    ],
    [[...MARCH, ...first, '--by', 'colour'], /--by: /],
    [[...MARCH, ...first, '--lookback', 'long'], /--lookback: /],
    [[...MARCH, ...first, '--without', 'Rauchzeichen'], /--without: there is no channel/],
  ]
  for (const [args, words] of cases) await assert.rejects(run(null, ...args), wrong(words))
})
