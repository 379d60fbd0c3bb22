import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kysely, sql } from 'kysely'
import { testDatabase } from '../../../test/helpers/database.ts'
import { KpiQuery } from '../query.ts'
import { DEFAULT_SETTINGS } from '../settings.ts'
import { readCockpit } from './cockpit.ts'
import { readKpis } from './figures.ts'

const query = KpiQuery.parse({ from: '2026-06-01', until: '2026-07-01', view: 'cohort' })
const settings = { ...DEFAULT_SETTINGS, time_zone: 'UTC' }

/**
 * Ten MQL of January that became SQL after 20 days each: nine of ten usually need 20 days. Five MQL of
 * June, looked at on 11 July: 1 June became SQL after 10 days, 11 June after 20, 21 June (20 days old) and
 * 30 June (11 days old) are open, 1 June was disqualified.
 */
async function createCohorts<DB>(db: Kysely<DB>): Promise<void> {
  await sql`insert into leads.lead (created_on, mql_at, sql_at, stage)
    select '2026-01-05', '2026-01-05', '2026-01-25', 'sql' from generate_series(1, 10)`.execute(db)
  await sql`insert into leads.lead (created_on, mql_at, sql_at, stage) values
    ('2026-06-01', '2026-06-01', '2026-06-11', 'sql'),
    ('2026-06-11', '2026-06-11', '2026-07-01', 'sql'),
    ('2026-06-21', '2026-06-21', null, 'mql'),
    ('2026-06-30', '2026-06-30', null, 'mql'),
    ('2026-06-01', '2026-06-01', null, 'disqualified')`.execute(db)
}

test('a young cohort is marked, and the estimate stands beside its raw rate', async () => {
  await using database = await testDatabase()
  await createCohorts(database.db)
  // The youngest can be of 30 June: 11 days before 11 July, less than the usual 20.
  const young = { settings, now: new Date('2026-07-11T00:00:00Z') }
  const { kpis } = await readKpis(database.db, query, young)
  assert.equal(kpis.mql_to_sql?.value, 2 / 5)
  assert(kpis.mql_to_sql?.notes?.includes('immature_cohort'))
  // Day 10: 5 at risk, 1 becomes SQL, 4/5 remain. 30 June leaves on day 11 unobserved. Day 20: 3 at risk
  // (11 June, 21 June, the disqualified one), 1 becomes SQL: 4/5 * 2/3 = 8/15 remain, 7/15 convert.
  // Greenwood: 1/(5*4) + 1/(3*2) = 13/60; standard error 8/15 * sqrt(13/60) = 0.248253; 1.959964 of it
  // are 0.486567. The longest time watched is the disqualified one's, 40 days.
  const estimate = kpis.mql_to_sql?.estimate
  assert(estimate)
  assert(Math.abs(estimate.value - 7 / 15) < 1e-9)
  assert.equal(estimate.low, 0)
  assert(Math.abs(estimate.high - (7 / 15 + 0.486567)) < 1e-5)
  assert.equal(estimate.atDays, 40)

  const cockpit = await readCockpit(database.db, { query, funnelView: 'cohort' }, young)
  const shown = cockpit.blocks.flatMap(({ kpis: all }) => all).find(({ id }) => id === 'mql_to_sql')
  assert.deepEqual(shown?.current.estimate, estimate)
  assert(shown?.current.notes?.includes('immature_cohort'))
  const stage = cockpit.funnel.stages.find(({ id }) => id === 'sql')
  assert.deepEqual(stage?.rate?.result.estimate, estimate)
})

test('the same cohort ten days later is no longer young', async () => {
  await using database = await testDatabase()
  await createCohorts(database.db)
  const later = { settings, now: new Date('2026-07-21T00:00:00Z') }
  const { kpis } = await readKpis(database.db, query, later)
  assert(!kpis.mql_to_sql?.notes?.includes('immature_cohort'))
})
