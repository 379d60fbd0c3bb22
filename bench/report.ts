// The month report of a company with 60,000 opportunities and 3 M touchpoints: reading its facts and drawing the PDF.
//   node bench/report.ts [opportunities] [touchpoints]
// Aim: under 3 s (issue 6). First: nothing kept; warm: answers of the cockpit are kept; after a change: one new deal.
import { performance } from 'node:perf_hooks'
import { type Kysely, sql } from 'kysely'
import { readSettings } from '../src/company/io/settings.ts'
import { DECLARED_SETTINGS } from '../src/compose.ts'
import { composeReportSources } from '../src/compose-reports.ts'
import { period } from '../src/kernel/period.ts'
import { silentLog } from '../src/platform/log.ts'
import type { Db } from '../src/platform/records/binding.ts'
import { readFacts } from '../src/reports/io/read-facts.ts'
import { renderReport } from '../src/reports/io/render.ts'
import { testDatabase } from '../test/helpers/database.ts'
import { fillCompany } from './attribution-company.ts'

const [deals = 60_000, touchpoints = 3_000_000] = process.argv.slice(2).map(Number)
const NOW = () => new Date('2026-01-15T09:00:00Z')
const MONTH = period('2025-12-01', '2026-01-01')

await using database = await testDatabase<unknown>()
const db = database.db as unknown as Kysely<unknown>
const filled = performance.now()
await fillCompany(db, { touchpoints, accounts: deals + 1_000, deals })
await sql`insert into costs.entry (category, amount, from_date, until_date)
  select (array['media', 'personnel', 'technology', 'external', 'production'])[n % 5 + 1], 10000 + n % 5000,
         date '2024-01-01' + n % 700, date '2024-01-01' + n % 700 + 1
    from generate_series(1, 20000) n`.execute(db)
await sql`analyze`.execute(db)
process.stdout.write(`filled in ${((performance.now() - filled) / 1000).toFixed(0)} s\n`)

const current = () => readSettings(database.db as Db, DECLARED_SETTINGS)
const sources = composeReportSources(database.db as Db, current, NOW)

async function once(name: string): Promise<void> {
  const begun = performance.now()
  const facts = await readFacts({ sources, now: NOW, log: silentLog }, 'management', MONTH)
  const read = performance.now()
  const { bytes } = await renderReport(facts, 'de', 'pdf')
  const drawn = performance.now()
  const seconds = (from: number, until: number) => ((until - from) / 1000).toFixed(2)
  process.stdout.write(
    `${name.padEnd(14)} facts ${seconds(begun, read)} s, PDF ${seconds(read, drawn)} s, together ${seconds(begun, drawn)} s, ${Math.round(bytes.length / 1024)} kB\n`,
  )
}

await once('first')
for (let round = 1; round <= 3; round += 1) await once(`warm ${round}`)
await sql`update crm.opportunity set amount = amount + 1 where id = (select id from crm.opportunity limit 1)`.execute(
  db,
)
await once('after a change')
