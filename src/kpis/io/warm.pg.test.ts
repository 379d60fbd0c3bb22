import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { silentLog } from '#platform/log.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { createSmallWorld } from '../../../test/helpers/kpi-world.ts'
import { DEFAULT_SETTINGS } from '../settings.ts'
import { kpiTasks } from './warm.ts'

test('kpis.warm: the cockpits of this month and the one before are kept afterwards', async () => {
  await using database = await testDatabase()
  const { db } = database
  await createSmallWorld(db)
  const { tasks } = kpiTasks({
    db,
    settings: async () => DEFAULT_SETTINGS,
    now: () => new Date('2026-04-20T10:00:00Z'),
  })
  const context = {
    log: silentLog,
    jobId: '1',
    attempt: 1,
    signal: new AbortController().signal,
  }
  await tasks['kpis.warm']?.({}, context)
  const { rows } = await sql<{ key: string }>`select key from kpis.rollup`.execute(db)
  for (const month of ['2026-04-01 2026-05-01', '2026-03-01 2026-04-01']) {
    assert(
      rows.some(({ key }) => key.startsWith('leads_created') && key.endsWith(month)),
      month,
    )
  }
})
