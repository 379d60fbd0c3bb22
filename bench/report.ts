// Reports of a company with 60,000 opportunities and 3 M touchpoints: reading their facts, part by part, and drawing the
// PDF; and how much memory that takes.
//   node bench/report.ts [opportunities] [touchpoints] [--database URL]
// `--database` measures on a filled database instead of filling one (4 minutes).
// Aim: under 3 s (issue 6). Before the first, credits are worked out, as the job of every minute does long before
// somebody asks. first: a period that nobody has asked for, of which nothing is kept; again: answers are kept; after a
// change: of one deal, and its credits.
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { type Kysely, sql } from 'kysely'
import { attributionTasks } from '../src/attribution/io/tasks.ts'
import { AttributionSettings } from '../src/attribution/settings.ts'
import { readSettings } from '../src/company/io/settings.ts'
import { DECLARED_SETTINGS } from '../src/compose.ts'
import { composeReportSources } from '../src/compose-reports.ts'
import { type Period, period, quarterOf } from '../src/kernel/period.ts'
import { openDatabase } from '../src/platform/database.ts'
import { silentLog } from '../src/platform/log.ts'
import type { Db } from '../src/platform/records/binding.ts'
import type { ReportKind } from '../src/reports/facts.ts'
import { readFacts } from '../src/reports/io/read-facts.ts'
import { renderReport } from '../src/reports/io/render.ts'
import type { ReportSources, ReportState } from '../src/reports/sources.ts'
import { testDatabase } from '../test/helpers/database.ts'
import { fillCompany } from './attribution-company.ts'

const { values: options, positionals } = parseArgs({
  options: { database: { type: 'string' } },
  allowPositionals: true,
})
const [deals = 60_000, touchpoints = 3_000_000] = positionals.map(Number)
const NOW = () => new Date('2026-01-15T09:00:00Z')
const MONTH = period('2025-12-01', '2026-01-01')
const AIM_SECONDS = 3

await using database = options.database
  ? openDatabase<unknown>(options.database, silentLog)
  : await testDatabase<unknown>()
const db = database.db as unknown as Kysely<unknown>
const say = (line: string) => process.stdout.write(`${line}\n`)
const since = (begun: number) => (performance.now() - begun) / 1000

if (!options.database) {
  const filling = performance.now()
  await fillCompany(db, { touchpoints, accounts: deals + 1_000, deals })
  await sql`insert into costs.entry (category, amount, from_date, until_date)
    select (array['media', 'personnel', 'technology', 'external', 'production'])[n % 5 + 1], 10000 + n % 5000,
           date '2024-01-01' + n % 700, date '2024-01-01' + n % 700 + 1
      from generate_series(1, 20000) n`.execute(db)
  await sql`analyze`.execute(db)
  say(`filled in ${since(filling).toFixed(0)} s`)
}

const current = () => readSettings(database.db as Db, DECLARED_SETTINGS)
const sources = composeReportSources(database.db as Db, current, { now: NOW, address: null })
const { tasks } = attributionTasks({
  db,
  settings: async () => AttributionSettings.parse(await current()),
  now: NOW,
})

async function refreshCredits(): Promise<number> {
  const begun = performance.now()
  await tasks['attribution.refresh']?.(null, {
    ...{ log: silentLog, jobId: '', attempt: 1, signal: new AbortController().signal },
  })
  return since(begun)
}

const PARTS = ['cockpit', 'figures', 'split', 'roi', 'movers', 'decisions'] as const

/** The same state, with the seconds that each part takes. */
function timed(state: ReportState, seconds: Map<string, number>): ReportState {
  const told = { ...state }
  for (const part of PARTS) {
    const ask = state[part] as (...asked: readonly unknown[]) => Promise<unknown>
    Object.assign(told, {
      [part]: async (...asked: readonly unknown[]) => {
        const begun = performance.now()
        const answer = await ask(...asked)
        seconds.set(part, (seconds.get(part) ?? 0) + since(begun))
        return answer
      },
    })
  }
  return told
}

async function once(name: string, kind: ReportKind = 'management', of: Period = MONTH) {
  const seconds = new Map<string, number>()
  const measured: ReportSources = {
    inOneState: (read) => sources.inOneState((state) => read(timed(state, seconds))),
  }
  globalThis.gc?.()
  let peak = process.memoryUsage().rss
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 20)
  const begun = performance.now()
  const facts = await readFacts(
    { sources: measured, log: silentLog },
    { kind, period: of, whole: true },
  )
  const read = since(begun)
  const { bytes } = await renderReport(facts, 'de', 'pdf')
  const all = since(begun)
  clearInterval(watch)
  const parts = [...seconds].map(([part, took]) => `${part} ${took.toFixed(2)}`).join(', ')
  say(
    `${name.padEnd(28)} ${all.toFixed(2)} s ${all <= AIM_SECONDS ? 'ok  ' : 'OVER'} facts ${read.toFixed(2)} s (${parts}), PDF ${(all - read).toFixed(2)} s, ${Math.round(bytes.length / 1024)} kB, memory ${Math.round(peak / 1_048_576)} MB`,
  )
}

const changeOneDeal = () =>
  sql`update crm.opportunity set amount = amount + 1
       where id = (select id from crm.opportunity where closed_at >= '2025-12-10' order by id limit 1)`.execute(
    db,
  )

say(`credits of everything ${(await refreshCredits()).toFixed(1)} s`)
await sql`truncate kpis.rollup`.execute(db)
await once('month, first')
for (let round = 1; round <= 3; round += 1) await once(`month, again ${round}`)
await changeOneDeal()
say(`credits of one deal ${(await refreshCredits()).toFixed(2)} s`)
await once('month, after a change')
await changeOneDeal()
await once('month, credits not yet there')
await once('quarter, first', 'management', quarterOf(MONTH.from))
await once('quarter, again', 'management', quarterOf(MONTH.from))
for (const kind of ['activity', 'success'] as const) {
  await once(`${kind}, first`, kind)
  await once(`${kind}, again`, kind)
}
