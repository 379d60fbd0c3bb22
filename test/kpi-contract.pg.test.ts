import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCockpit } from '#kpis/io/cockpit.ts'
import { explainKpi } from '#kpis/io/explain.ts'
import { KpiQuery } from '#kpis/query.ts'
import { KPIS } from '#kpis/registry.ts'
import { DEFAULT_SETTINGS } from '#kpis/settings.ts'
import { cockpitShape, explanationShape } from '../web/kpis/shapes.ts'
import { testDatabase } from './helpers/database.ts'
import { createSmallWorld } from './helpers/kpi-world.ts'

const context = { settings: DEFAULT_SETTINGS, now: new Date('2026-04-20T10:00:00Z') }
/** As it arrives: dates are text, what is undefined is gone. */
const received = (answer: unknown): unknown => JSON.parse(JSON.stringify(answer))

test('screens can read the cockpit, of a busy month, an empty one, and a filtered quarter', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  for (const query of [
    { from: '2026-03-01', until: '2026-04-01' },
    { from: '2020-01-01', until: '2020-02-01', view: 'cohort' },
    { from: '2026-01-01', until: '2026-04-01', channel: 'email', business_type: 'new' },
  ]) {
    const asked = { query: KpiQuery.parse(query), funnelView: 'cohort' } as const
    const answer = received(await readCockpit(database.db, asked, context))
    const read = cockpitShape.parse(answer)
    assert.equal(read.blocks.length, 5)
  }
})

test('screens can read the explanation of every figure in both views', async () => {
  await using database = await testDatabase()
  await createSmallWorld(database.db)
  for (const view of ['period', 'cohort'] as const) {
    const query = KpiQuery.parse({ from: '2026-03-01', until: '2026-04-01', view })
    for (const kpi of KPIS) {
      const answer = await explainKpi(database.db, kpi.id, { query, limit: 50 }, context)
      explanationShape.parse(received(answer))
    }
  }
})
