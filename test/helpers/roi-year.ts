import assert from 'node:assert/strict'
import { type Kysely, sql } from 'kysely'
import { buildHttp } from '#platform/http.ts'
import { silentLog } from '#platform/log.ts'
import type { RoiAnswer, RoiRecordsAnswer } from '#roi/answer-shapes.ts'
import { roiRoutes } from '#roi/io/routes.ts'
import { composeRoi, type Domain } from '../../src/compose.ts'
import { testDatabase } from './database.ts'
import { id } from './kpi-world.ts'

/**
 * A year to calculate by hand. 40 earlier leads, 4 of them customers. Lead 1 became deal 1 (won, 20,000, of which
 * 5,000 came in), lead 2 became deal 2 by its account (open, 10,000 at 50 %), lead 3 became nothing, lead 4 has no
 * channel. Contracts: 9 of 10 renewed with contact, 3 of 10 without; one of the 9 was renewed by deal 1.
 */
async function createYear(db: Kysely<unknown>): Promise<void> {
  await sql`insert into crm.account (id, name) values (${id('1')}, 'Alpha'), (${id('2')}, 'Beta')`.execute(
    db,
  )
  await sql`insert into leads.lead (created_on, mql_at, won_at, channel)
    select '2025-03-01'::timestamptz + n * interval '1 day', '2025-03-02'::timestamptz + n * interval '1 day',
           case when n <= 4 then '2025-08-01'::timestamptz end, 'paid_social'
      from generate_series(1, 40) n`.execute(db)
  await sql`insert into leads.lead (id, created_on, mql_at, won_at, channel, account_id, last_name) values
    (${id('1')}, '2026-02-01', '2026-02-02', '2026-06-01', 'paid_social', ${id('1')}, 'Eins'),
    (${id('2')}, '2026-03-01', '2026-03-02', null, 'paid_social', ${id('2')}, 'Zwei'),
    (${id('3')}, '2026-04-01', '2026-04-02', null, 'organic_search', null, 'Drei'),
    (${id('4')}, '2026-05-01', '2026-05-02', null, null, null, 'Vier')`.execute(db)
  await sql`insert into crm.opportunity_stage (id, name, position, probability, outcome) values
    (${id('1')}, 'Halb', 90, 0.5, 'open'), (${id('2')}, 'Ganz', 91, 1, 'won')`.execute(db)
  await sql`insert into crm.opportunity
      (id, name, lead_id, account_id, stage_id, outcome, opened_at, closed_at, amount, variable_cost, channel) values
    (${id('1')}, 'Anlage', ${id('1')}, ${id('1')}, ${id('2')}, 'won', '2026-03-01', '2026-06-01', 2000000, 1400000, null),
    (${id('2')}, 'Pumpe', null, ${id('2')}, ${id('1')}, 'open', '2026-04-01', null, 1000000, null, 'paid_social')`.execute(
    db,
  )
  await sql`insert into crm.revenue_entry (kind, date, amount, opportunity_id) values
    ('received', '2026-07-01', 500000, ${id('1')}), ('invoiced', '2026-06-15', 2000000, ${id('1')}),
    ('received', '2027-01-01', 1500000, ${id('1')})`.execute(db)
  await sql`insert into costs.entry (category, from_date, until_date, amount, channel) values
    ('personnel', '2026-01-01', '2027-01-01', 600000, 'paid_social'),
    ('media', '2025-12-01', '2026-01-31', 620000, 'paid_social'),
    ('sales', '2026-05-01', '2026-05-02', 90000, null),
    ('sales', '2026-05-01', '2026-05-02', 40000, 'employee_social'),
    ('sales', '2026-05-01', '2026-05-02', 60000, 'telemarketing')`.execute(db)
  await sql`insert into returns.meeting (starts_at, origin, outcome, channel)
    select '2026-05-04'::timestamptz + n * interval '1 day', case when n <= 4 then 'social_selling' else 'cold_call' end,
           case when n = 7 then 'missed' else 'held' end, case when n = 1 then 'employee_social' end
      from generate_series(1, 7) n`.execute(db)
  await sql`insert into returns.hire (hired_on, position, channel, saving) values
    ('2026-09-01', 'Technik', 'organic_social', 400000), ('2026-10-01', 'Vertrieb', 'organic_social', null),
    ('2026-10-02', 'Lager', 'unknown', null)`.execute(db)
  await sql`insert into roi.proxy_measure (measure, measured_on, quantity, price, channel) values
    ('reach', '2026-06-01', 50000, 500, 'organic_social'), ('share_of_voice', '2026-06-01', 12, null, null)`.execute(
    db,
  )
  await sql`insert into crm.account (id, name)
    select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Kunde ' || n from generate_series(1, 20) n`.execute(
    db,
  )
  await sql`insert into returns.contract (name, account_id, start_date, end_date, amount, billing_period, outcome)
    select 'Vertrag ' || n, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '2025-07-01', '2026-06-30',
           10000, 'month', case when n <= 9 or n between 11 and 13 then 'renewed' else 'ended' end
      from generate_series(1, 20) n`.execute(db)
  await sql`insert into returns.contract (name, account_id, start_date, end_date, renews_id, opportunity_id)
    select 'Vertrag 21', account_id, '2026-07-01', '2027-06-30', id, ${id('1')}
      from returns.contract where name = 'Vertrag 1'`.execute(db)
  // The second one was met through a contact only.
  await sql`insert into crm.contact (id, last_name, account_id)
    select ${id('2')}, 'Blum', id from crm.account where name = 'Kunde 2'`.execute(db)
  await sql`insert into tracking.touchpoint (occurred_at, channel, account_id, contact_id)
    select '2026-01-15', 'organic_social',
           case when n <> 2 then ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid end,
           case when n = 2 then ${id('2')}::uuid end
      from generate_series(1, 10) n`.execute(db)
}

/** The routes of an ROI over that year, on 1 February 2027; `settings` are those of the company. */
export async function roiServer(settings: object = {}, scope: 'all' | 'own' = 'all') {
  const database = await testDatabase()
  await createYear(database.db as Kysely<unknown>)
  const app = await buildHttp({
    log: silentLog,
    publicUrl: 'https://regelkreis.example.com',
    ready: async () => true,
    version: '1.2.3',
    authorize: async () => ({ userId: id('2'), name: 'Ben', role: 'viewer', scope }),
    isPermission: (permission) => permission === 'kpis:read',
  })
  const records = { db: database.db } as unknown as Domain['records']
  const values = {
    ...{ saving_per_hire: 350_000, clv_method: 'fixed', clv_fixed_cents: 1_000_000 },
    ...settings,
  }
  const current = { current: async () => values } as unknown as Domain['settings']
  await app.register(
    roiRoutes(composeRoi({ records, settings: current }, () => new Date('2027-02-01T10:00:00Z'))),
  )
  await app.ready()
  return {
    async get(url: string): Promise<RoiAnswer> {
      const response = await app.inject({ url })
      assert.equal(response.statusCode, 200, response.body)
      return response.json()
    },
    async records(query: string): Promise<RoiRecordsAnswer> {
      const response = await app.inject({ url: `/api/roi/records?${query}` })
      assert.equal(response.statusCode, 200, response.body)
      return response.json()
    },
    db: database.db as Kysely<unknown>,
    status: async (url: string) => (await app.inject({ url })).statusCode,
    async [Symbol.asyncDispose]() {
      await app.close()
      await database[Symbol.asyncDispose]()
    },
  }
}
