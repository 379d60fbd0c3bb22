// node bench/kpis.pg.ts: how long the cockpit, figures and an explanation take on a company with 100,000 leads,
// 60,000 opportunities, 500,000 cost lines, 200,000 revenue entries and 300,000 touchpoints over three years:
// without a change, after a change of one random record before every reading, and computed from rows.
// `--database URL` measures on a filled database instead of filling one (4 minutes).

import { parseArgs } from 'node:util'
import { composeCredits } from '../src/compose.ts'
import { quantile } from '../src/kernel/quantile.ts'
import { seededRandom } from '../src/kernel/random.ts'
import { readCockpit } from '../src/kpis/io/cockpit.ts'
import { explainKpi } from '../src/kpis/io/explain.ts'
import { readKpis } from '../src/kpis/io/figures.ts'
import { KpiQuery } from '../src/kpis/query.ts'
import { DEFAULT_SETTINGS } from '../src/kpis/settings.ts'
import { openDatabase } from '../src/platform/database.ts'
import { silentLog } from '../src/platform/log.ts'
import { testDatabase } from '../test/helpers/database.ts'
import { changeSomething } from './kpi-changes.ts'
import { fillCompany } from './kpi-company.ts'

const READINGS = 60
const FROM_ROWS = 5
const { values: options } = parseArgs({ options: { database: { type: 'string' } } })

const settings = {
  ...DEFAULT_SETTINGS,
  attribution_model: 'position_based',
  margin_rate: 0.35,
  customer_lifetime_years: 4,
}
const now = new Date('2026-07-01T08:00:00Z')
const context = {
  settings,
  now,
  credits: composeCredits(
    async () => settings,
    () => now,
  ),
}
const query = (more: object = {}) =>
  KpiQuery.parse({ from: '2026-05-01', until: '2026-06-01', ...more })

const milliseconds = async (run: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await run()
  return performance.now() - start
}

const at = (times: readonly number[], share: number): string =>
  `${(quantile(times, share) ?? 0).toFixed(0).padStart(6)} ms`

async function measure(name: string, rounds: number, run: () => Promise<number>) {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) times.push(await run())
  console.log(
    `${name.padEnd(46)} n ${String(rounds).padStart(3)}  median ${at(times, 0.5)}  p95 ${at(times, 0.95)}  slowest ${at(times, 1)}`,
  )
  return quantile(times, 0.5) ?? 0
}

await using database = options.database
  ? openDatabase<unknown>(options.database, silentLog, 6)
  : await testDatabase()
const { db } = database
if (!options.database) await fillCompany(db)

const cockpit = (fromRows = false) =>
  milliseconds(() =>
    readCockpit(db, { query: query(), funnelView: 'cohort' }, { ...context, fromRows }),
  )
await measure('cockpit of a month, nothing kept yet', 1, () => cockpit())
await measure('cockpit of a month, nothing changed', READINGS, () => cockpit())
const random = seededRandom(20260701)
const slow: [number, string][] = []
const changed = await measure('cockpit of a month, a record changed before', READINGS, async () => {
  const what = await changeSomething(db, random)
  const time = await cockpit()
  slow.push([time, what])
  return time
})
const rows = await measure('cockpit of a month, computed from rows', FROM_ROWS, () => cockpit(true))
console.log(
  `after a change ${(rows / changed).toFixed(0)} times as fast as from rows; slowest after: ${slow
    .sort(([a], [b]) => b - a)
    .slice(0, 4)
    .map(([time, what]) => `${what} ${time.toFixed(0)} ms`)
    .join(', ')}`,
)

const figures = (more: object) => () => milliseconds(() => readKpis(db, query(more), context))
await measure('figures of a month', 5, figures({}))
await measure('figures of a month by channel', 5, figures({ by: 'channel' }))
await measure('figures of a month, one channel (from rows)', 5, figures({ channel: ['email'] }))
await measure('figures of a year by month', 5, figures({ from: '2025-06-01', by: 'month' }))
await measure('explanation of an attributed figure', 5, () =>
  milliseconds(() => explainKpi(db, 'marketing_roi', { query: query(), limit: 50 }, context)),
)
await measure('explanation of a figure', 5, () =>
  milliseconds(() => explainKpi(db, 'win_rate', { query: query(), limit: 50 }, context)),
)
await measure('cockpit of a quarter', 5, () =>
  milliseconds(() =>
    readCockpit(
      db,
      { query: query({ from: '2026-04-01', until: '2026-07-01' }), funnelView: 'cohort' },
      context,
    ),
  ),
)
