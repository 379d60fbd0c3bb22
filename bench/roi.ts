// node bench/roi.ts: how long cohorts and the comparison of channels take on the company of bench/kpi-company.ts (60,000
// opportunities, 20,000 of them won, 300,000 touchpoints, 500,000 cost lines): the first answer, kept answers, and the
// first one after a record changed. `--database URL` measures on a filled database instead of filling one (4 minutes).

import { parseArgs } from 'node:util'
import { type Kysely, sql } from 'kysely'
import { Answers } from '../src/attribution/io/answers.ts'
import { composeDomain, composeReturns } from '../src/compose.ts'
import { quantile } from '../src/kernel/quantile.ts'
import { openDatabase } from '../src/platform/database.ts'
import { silentLog } from '../src/platform/log.ts'
import type { Db } from '../src/platform/records/binding.ts'
import { ChannelsQuery, COMPARED } from '../src/roi/channel-query.ts'
import { CohortQuery } from '../src/roi/cohort-query.ts'
import { readChannels } from '../src/roi/io/channels.ts'
import { readCohorts } from '../src/roi/io/cohorts.ts'
import { testDatabase } from '../test/helpers/database.ts'
import { fillCompany } from './kpi-company.ts'

const READINGS = 40
const { values: options } = parseArgs({ options: { database: { type: 'string' } } })
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

async function measure(name: string, run: () => Promise<unknown>): Promise<void> {
  const first = await milliseconds(run)
  const times: number[] = []
  for (let reading = 0; reading < READINGS; reading += 1) times.push(await milliseconds(run))
  await sql`update crm.opportunity set amount = amount + 1
    where id = (select id from crm.opportunity where outcome = 'won' order by id limit 1)`.execute(
    db,
  )
  const changed = await milliseconds(run)
  const at = (share: number) => `${(quantile(times, share) ?? 0).toFixed(1)} ms`
  console.log(
    `${name.padEnd(40)} first ${first.toFixed(0)} ms, kept median ${at(0.5)}, p95 ${at(0.95)}, after a change ${changed.toFixed(0)} ms`,
  )
}

const cohorts = (more: object) => () => readCohorts(CohortQuery.parse({ ...YEAR, ...more }), parts)
const channels = (by: string) => () => readChannels(ChannelsQuery.parse({ ...YEAR, by }), parts)

await measure('journeys and credits, cohorts of a year', cohorts({}))
await measure('cohorts of a year, every touch', cohorts({ basis: 'touch' }))
await measure('cohorts of a year, one channel', cohorts({ channel: 'email' }))
for (const by of COMPARED) await measure(`comparison of a year by ${by}`, channels(by))
