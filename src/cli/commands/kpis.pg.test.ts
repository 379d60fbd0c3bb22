import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readKpis } from '#kpis/io/figures.ts'
import { KpiQuery } from '#kpis/query.ts'
import { DEFAULT_SETTINGS } from '#kpis/settings.ts'
import { readConfig } from '#platform/config.ts'
import { OperatorError } from '#platform/failure.ts'
import { silentLog } from '#platform/log.ts'
import type { Store } from '#platform/store.ts'
import { type TestDatabase, testDatabase } from '../../../test/helpers/database.ts'
import { createSmallWorld } from '../../../test/helpers/kpi-world.ts'
import { command } from './kpis.ts'

const NOW = new Date('2026-04-20T10:00:00Z')
const MARCH = ['--from', '2026-03-01', '--until', '2026-04-01']

/** What `./regelkreis kpis ...` prints. */
async function run(database: TestDatabase<unknown> | null, ...args: string[]): Promise<string> {
  const lines: string[] = []
  await command.run(args, {
    config: readConfig({}),
    log: silentLog,
    now: () => NOW,
    out: (line) => lines.push(line),
    err: () => undefined,
    isTerminal: false,
    store: async () => ({ database }) as unknown as Store,
  })
  return lines.join('\n')
}

test('kpis --json: the documented shape, and the numbers of the API', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const printed = JSON.parse(
    await run(database, ...MARCH, '--by', 'source', '--model', 'lead_source', '--json'),
  )
  assert.deepEqual(Object.keys(printed), [
    'period',
    'view',
    'filters',
    'currency',
    'attribution',
    'kpis',
    'by',
  ])
  const query = KpiQuery.parse({ from: '2026-03-01', until: '2026-04-01', by: 'source' })
  const answer = await readKpis(database.db, query, { settings: DEFAULT_SETTINGS, now: NOW })
  assert.deepEqual(printed.kpis, JSON.parse(JSON.stringify(answer.kpis)))
  assert.deepEqual(Object.keys(printed.by[0]), ['key', 'kpis'])
  assert.equal(printed.kpis.revenue_won.value, 1_000_000)
})

test('kpis: channels by id or name, repeated', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const channels = ['--channel', 'paid_search', '--channel', 'Messe']
  const printed = JSON.parse(await run(database, ...MARCH, ...channels, '--json'))
  assert.deepEqual(printed.filters, { channel: ['paid_search', 'trade_fair'] })
  assert.equal(printed.kpis.won.value, 2)
  const text = await run(database, ...MARCH, '--by', 'channel')
  assert.match(text, /Paid search \[paid_search\]/)
})

test('kpis: wrong usage ends with 2 and says what is wrong', async () => {
  const wrong = (words: RegExp) => (error: unknown) =>
    error instanceof OperatorError && error.exitCode === 2 && words.test(error.message)
  await assert.rejects(run(null, '--from', '2026-03-01'), wrong(/--until is missing/))
  await assert.rejects(
    run(null, '--from', '2026-03-01', '--until', '2026-03-01'),
    wrong(/--until: until must be after from/),
  )
  await assert.rejects(run(null, ...MARCH, '--channel', 'Rauchzeichen'), wrong(/no channel/))
})
