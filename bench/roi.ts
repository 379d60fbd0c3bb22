// node bench/roi.ts: how long the ROI of a year, cohorts and the comparison of channels take on the company of
// bench/kpi-company.ts (60,000 opportunities, 20,000 of them won, 300,000 touchpoints, 500,000 cost lines): the first
// answer, warm ones, and the first one after a record changed. Of an ROI only its figures are kept, the rest is read
// each time. `--database URL` measures on a filled database instead of filling one (4 minutes), `--only roi` a part.

import { parseArgs } from 'node:util'
import { type Kysely, sql } from 'kysely'
import { Answers } from '../src/attribution/io/answers.ts'
import { composeDomain, composeReturns, composeRoi } from '../src/compose.ts'
import { quantile } from '../src/kernel/quantile.ts'
import { openDatabase } from '../src/platform/database.ts'
import { silentLog } from '../src/platform/log.ts'
import type { Db } from '../src/platform/records/binding.ts'
import { ChannelsQuery, COMPARED } from '../src/roi/channel-query.ts'
import { CohortQuery } from '../src/roi/cohort-query.ts'
import { readChannels } from '../src/roi/io/channels.ts'
import { readCohorts } from '../src/roi/io/cohorts.ts'
import { readRoi } from '../src/roi/io/read.ts'
import { RoiQuery } from '../src/roi/query.ts'
import { testDatabase } from '../test/helpers/database.ts'
import { fillCompany } from './kpi-company.ts'

const READINGS = 40
/** What is not kept takes longer, and varies less. */
const ROI_READINGS = 5
const { values: options } = parseArgs({
  options: { database: { type: 'string' }, only: { type: 'string', default: '' } },
})
await using database = options.database
  ? openDatabase<unknown>(options.database, silentLog, 6)
  : await testDatabase()
const db = database.db as unknown as Kysely<unknown>
if (!options.database) await fillCompany(db)
const domain = await composeDomain(db as unknown as Db)
const now = () => new Date('2026-07-01T08:00:00Z')
const parts = composeReturns(domain, { now, answers: new Answers() })
const YEAR = { from: '2025-07-01', until: '2026-07-01' }

async function milliseconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

async function measure(
  name: string,
  run: () => Promise<unknown>,
  readings = READINGS,
): Promise<void> {
  if (!name.toLowerCase().includes(options.only.toLowerCase())) return
  const first = await milliseconds(run)
  const times: number[] = []
  for (let reading = 0; reading < readings; reading += 1) times.push(await milliseconds(run))
  await sql`update crm.opportunity set amount = amount + 1
    where id = (select id from crm.opportunity where outcome = 'won' order by id limit 1)`.execute(
    db,
  )
  const changed = await milliseconds(run)
  const at = (share: number) => `${(quantile(times, share) ?? 0).toFixed(1)} ms`
  console.log(
    `${name.padEnd(40)} first ${first.toFixed(0)} ms, warm median ${at(0.5)}, p95 ${at(0.95)}, after a change ${changed.toFixed(0)} ms`,
  )
}

const cohorts = (more: object) => () => readCohorts(CohortQuery.parse({ ...YEAR, ...more }), parts)
const channels = (by: string) => () => readChannels(ChannelsQuery.parse({ ...YEAR, by }), parts)

const roiParts = composeRoi(domain, now)
const roi = (more: object) => () => readRoi(roiParts, RoiQuery.parse({ ...YEAR, ...more }))

// Credits are there before an ROI asks for them: a job of the program keeps them.
if (options.only) await cohorts({})()
await measure('journeys and credits, cohorts of a year', cohorts({}))
await measure('ROI of a year', roi({}), ROI_READINGS)
await measure('ROI of a year, one channel', roi({ channel: 'email' }), ROI_READINGS)
await measure(
  'ROI of a year, by the source of the lead',
  roi({ model: 'lead_source' }),
  ROI_READINGS,
)
await measure('cohorts of a year, every touch', cohorts({ basis: 'touch' }))
await measure('cohorts of a year, one channel', cohorts({ channel: 'email' }))
for (const by of COMPARED) await measure(`comparison of a year by ${by}`, channels(by))
