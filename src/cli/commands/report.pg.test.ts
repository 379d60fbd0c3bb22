import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { OperatorError } from '#platform/failure.ts'
import { silentLog } from '#platform/log.ts'
import type { Store } from '#platform/store.ts'
import { type TestDatabase, testDatabase } from '../../../test/helpers/database.ts'
import { createSmallWorld } from '../../../test/helpers/kpi-world.ts'
import { command } from './report.ts'

/** Runs `./regelkreis report ...` on 20 April 2026. */
async function run(database: TestDatabase<unknown>, ...args: string[]): Promise<void> {
  await command.run(args, {
    config: readConfig({}),
    log: silentLog,
    now: () => new Date('2026-04-20T10:00:00Z'),
    out: () => undefined,
    err: () => undefined,
    isTerminal: false,
    store: async () => ({ database }) as unknown as Store,
  })
}

test('report: the facts of March as JSON, the PDF as PDF; one period that has begun', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  const out = join(tmpdir(), `regelkreis-report-${process.pid}`)
  await run(database, '--month', '2026-03', '--format', 'json', '--out', `${out}.json`)
  const facts = JSON.parse(await readFile(`${out}.json`, 'utf8')) as {
    period: object
    blocks: { figures: { id: string; value: number | null }[] }[]
  }
  assert.deepEqual(facts.period, { from: '2026-03-01', until: '2026-04-01' })
  const figures = facts.blocks.flatMap((block) => block.figures)
  // The one won deal of the small world with an amount: 10,000.00 EUR.
  assert.equal(figures.find(({ id }) => id === 'revenue_won')?.value, 1_000_000)
  await run(database, '--month', '2026-03', '--out', `${out}.pdf`)
  assert.equal((await readFile(`${out}.pdf`)).subarray(0, 5).toString(), '%PDF-')
  const wrong = (words: RegExp) => (error: unknown) =>
    error instanceof OperatorError && error.exitCode === 2 && words.test(error.message)
  await assert.rejects(
    run(database, '--month', '2026-03', '--quarter', '2026-Q1'),
    wrong(/not both/),
  )
  await assert.rejects(run(database, '--month', '2026-05'), wrong(/2026-05: nothing/))
})
