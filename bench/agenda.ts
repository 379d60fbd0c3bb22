// node bench/agenda.ts: queries and milliseconds of the agenda, of the details of a decision and of an agreement, in the
// demo company (20,000 leads, 35,000 touchpoints) with 30 campaigns that have agreements, 30 targets and 24 kept figures.
// First: nothing kept; again: nothing changed since; after a change: one lead was written.
import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import pg from 'pg'
import { composeDomain } from '../src/compose.ts'
import { composeDecisions } from '../src/compose-decisions.ts'
import { composeDemo } from '../src/compose-demo.ts'
import { readAgenda } from '../src/decisions/io/agenda.ts'
import { progressOfCampaign } from '../src/decisions/io/agreements.ts'
import { readDetails } from '../src/decisions/io/figures.ts'
import { isoDate, period } from '../src/kernel/period.ts'
import { kpiById } from '../src/kpis/registry.ts'
import { silentLog } from '../src/platform/log.ts'
import type { Db } from '../src/platform/records/binding.ts'
import { testDatabase } from '../test/helpers/database.ts'

const NOW = () => new Date('2026-11-15T09:00:00Z')
const TODAY = isoDate('2026-11-15')
const OCTOBER = period('2026-10-01', '2026-11-01')
const DECISION = 'a6000000-0000-4000-8000-000000000001'

let queries = 0
const { query } = pg.Client.prototype
pg.Client.prototype.query = function counted(this: pg.Client, ...given: unknown[]) {
  queries += 1
  return (query as (...all: unknown[]) => unknown).apply(this, given)
} as typeof query

await using database = await testDatabase<unknown>()
const { db } = database
const domain = await composeDomain(db as Db)
await composeDemo(domain, NOW, silentLog).runNow('load', { userId: null, name: 'bench' })
await sql`
  insert into campaigns.campaign (name, channel, starts_on, status)
  select 'Kampagne ' || n, 'paid_search', date '2026-09-01' + n::int, 'active'
    from generate_series(1, greatest(0, 30 - (select count(*) from campaigns.campaign))) n`.execute(
  db,
)
// Day 30 of each lies in October or November.
await sql`
  insert into decisions.agreement (campaign_id, criteria, metric, route, frequency, begins_on,
         expected_30, expected_60, expected_90, stop_rule, stop_on_day, stop_value)
  select id, 'Anfragen', (array['leads', 'mql', 'cpl', 'won', 'marketing_cost'])[n % 5 + 1], 'UTM', 'weekly',
         date '2026-09-05' + n::int, 40, 80, 120, 'schlechter als 10', 45, 10
    from (select id, row_number() over (order by id) as n from campaigns.campaign limit 30) one
      on conflict do nothing`.execute(db)
await sql`
  insert into planning.target (kpi, period, from_date, number, channel, campaign_id)
  select (array['leads', 'mql', 'won'])[n % 3 + 1], 'month', date '2026-10-01', 100000,
         case when n > 3 and n <= 18 then (select id from tracking.channel order by id offset n limit 1) end,
         case when n > 18 then (select id from campaigns.campaign order by id offset n - 18 limit 1) end
    from generate_series(1, 30) n`.execute(db)
await sql`insert into decisions.decision (id, title, status) values (${DECISION}::uuid, 'Bench', 'decided')`.execute(
  db,
)
const KPIS = ['leads', 'cpl', 'revenue_won', 'marketing_roi', 'win_rate', 'cac']
const MONTHS = ['2026-07-01', '2026-08-01', '2026-09-01', '2026-10-01']
for (const kpi of KPIS) {
  for (const [place, from] of MONTHS.entries()) {
    const filters = place === 0 ? { channel: 'paid_search' } : {}
    await sql`
      insert into decisions.figure (decision_id, role, kpi, from_date, until_date, view, filters, model, taken_at, result, formula, inputs, currency)
      values (${DECISION}::uuid, 'ground', ${kpi}, ${from}::date, ${from}::date + interval '1 month', 'period',
              ${JSON.stringify(filters)}::jsonb, null, now(), '{"value": 1}',
              ${JSON.stringify(kpiById(kpi)?.period.formula)}::jsonb, '[]', 'EUR')`.execute(db)
  }
}
await sql`analyze`.execute(db)

const parts = composeDecisions(domain, NOW)
const { rows } = await sql<{ id: string }>`
  select campaign_id::text as id from decisions.agreement order by begins_on limit 1`.execute(db)
const campaign = rows[0]?.id ?? ''
const WORK: Readonly<Record<string, () => Promise<unknown>>> = {
  agenda: () => readAgenda(parts, OCTOBER, TODAY),
  'decision, 24 kept figures': () => readDetails(parts, DECISION),
  'agreement of a campaign': () => progressOfCampaign(parts, campaign, TODAY),
}

for (const [name, run] of Object.entries(WORK)) {
  const once = async (when: string) => {
    queries = 0
    const begun = performance.now()
    await run()
    const took = performance.now() - begun
    console.log(
      `${name.padEnd(28)}${when.padEnd(16)}${String(queries).padStart(6)} queries ${took.toFixed(0).padStart(7)} ms`,
    )
  }
  await once('first')
  await once('again')
  await sql`update leads.lead set updated_at = now() where id = (select id from leads.lead limit 1)`.execute(
    db,
  )
  await once('after a change')
}
