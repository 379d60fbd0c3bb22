// node bench/kpis.pg.ts: how long figures, an explanation and the cockpit take on a company with 100,000 leads,
// 60,000 opportunities, 500,000 cost lines, 200,000 revenue entries and 300,000 touchpoints over three years.

import { readCockpit } from '../src/kpis/io/cockpit.ts'
import { explainKpi } from '../src/kpis/io/explain.ts'
import { readKpis } from '../src/kpis/io/figures.ts'
import { KpiQuery } from '../src/kpis/query.ts'
import { DEFAULT_SETTINGS } from '../src/kpis/settings.ts'
import { testDatabase } from '../test/helpers/database.ts'
import { fillCompany } from './kpi-company.ts'

const settings = { ...DEFAULT_SETTINGS, margin_rate: 0.35, customer_lifetime_years: 4 }
const now = new Date('2026-07-01T08:00:00Z')

async function time(name: string, run: () => Promise<unknown>): Promise<void> {
  const seconds: number[] = []
  for (let round = 0; round < 4; round += 1) {
    const start = performance.now()
    await run()
    seconds.push(performance.now() - start)
  }
  const [first = 0, ...rest] = seconds
  console.log(
    `${name.padEnd(34)} first ${first.toFixed(0).padStart(6)} ms   then ${Math.min(...rest)
      .toFixed(0)
      .padStart(6)} ms`,
  )
}

await using database = await testDatabase()
const { db } = database
await fillCompany(db)
const query = (more: object = {}) =>
  KpiQuery.parse({ from: '2026-05-01', until: '2026-06-01', ...more })
const context = { settings, now }
await time('figures of a month', () => readKpis(db, query(), context))
await time('figures of a month by channel', () => readKpis(db, query({ by: 'channel' }), context))
await time('figures of a month, one channel', () =>
  readKpis(db, query({ channel: ['email'] }), context),
)
await time('figures of a year by month', () =>
  readKpis(db, KpiQuery.parse({ from: '2025-06-01', until: '2026-06-01', by: 'month' }), context),
)
await time('explanation of a figure', () =>
  explainKpi(db, 'win_rate', { query: query(), limit: 50 }, context),
)
await time('cockpit of a month', () =>
  readCockpit(db, { query: query(), funnelView: 'cohort' }, context),
)
await time('cockpit of a quarter', () =>
  readCockpit(
    db,
    { query: query({ from: '2026-04-01', until: '2026-07-01' }), funnelView: 'cohort' },
    context,
  ),
)
