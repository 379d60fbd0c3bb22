import { type Kysely, sql } from 'kysely'

const LEADS = 100_000
const OPPORTUNITIES = 60_000
const COSTS = 500_000
const REVENUE = 200_000
const TOUCHPOINTS = 300_000

/** A company of three years, the same at every run. */
export async function fillCompany<DB>(db: Kysely<DB>): Promise<void> {
  await sql`select setseed(0.42)`.execute(db)
  await sql`insert into access."user" (name) select 'Person ' || n from generate_series(1, 20) n`.execute(
    db,
  )
  await sql`insert into crm.account (name, industry) select 'Firma ' || n, 'Branche ' || n % 20 from generate_series(1, 40000) n`.execute(
    db,
  )
  await sql`insert into campaigns.campaign (name, channel)
    select 'Kampagne ' || n, (select id from tracking.channel offset n % 25 limit 1) from generate_series(1, 200) n`.execute(
    db,
  )
  await sql`create temp table channel_list as select id, row_number() over () - 1 as n from tracking.channel`.execute(
    db,
  )
  await sql`insert into leads.lead (created_on, channel, source, mql_at, sql_at, first_contacted_at, stage, account_id, campaign_id, owner_id)
    select at, channel, 'Quelle ' || n % 30,
           case when n % 3 = 0 then at + interval '2 days' end,
           case when n % 9 = 0 then at + interval '9 days' end,
           at + make_interval(mins => n % 3000),
           'new', account_id, null, owner_id
      from (select n, timestamptz '2023-07-01' + (n * interval '15 minutes') as at,
                   (select id from channel_list c where c.n = g.n % 28) as channel,
                   null::uuid as account_id,
                   null::uuid as owner_id
              from generate_series(1, ${LEADS}::int) g(n)) one`.execute(db)
  await sql`with account as (select id, row_number() over () as n from crm.account),
         person as (select id, row_number() over () as n from access."user")
    update leads.lead set account_id = account.id, owner_id = person.id
      from (select id, row_number() over () as n from leads.lead) numbered
      join account on account.n = numbered.n % 40000 + 1
      join person on person.n = numbered.n % 20 + 1
     where lead.id = numbered.id`.execute(db)
  await sql`insert into crm.opportunity (name, lead_id, account_id, stage_id, outcome, opened_at, closed_at, amount, owner_id)
    select 'Chance ' || n, lead.id, lead.account_id, stage.id, stage.outcome, lead.created_on + interval '10 days',
           case when stage.outcome <> 'open' then lead.created_on + make_interval(days => 20 + (n % 120)::int) end,
           500000 + (n * 7919) % 5000000, lead.owner_id
      from (select *, row_number() over (order by created_on) as n from leads.lead) lead
      join crm.opportunity_stage stage on stage.position = (array[20, 90, 100, 30, 90])[n % 5 + 1]
     where n % 5 < 3
     limit ${OPPORTUNITIES}`.execute(db)
  await sql`insert into crm.revenue_entry (kind, date, amount, account_id)
    select (array['invoiced', 'received', 'received'])[n % 3 + 1], date '2023-07-01' + (n % 1095), 100000 + n % 900000,
           (select id from crm.account where name = 'Firma ' || n % 40000 + 1)
      from generate_series(1, 1) n`.execute(db)
  await sql`insert into crm.revenue_entry (kind, date, amount, account_id)
    select (array['invoiced', 'received', 'received'])[n % 3 + 1], date '2023-07-01' + (n % 1095)::int, 100000 + n % 900000, account.id
      from generate_series(1, ${REVENUE}::int) n
      join (select id, row_number() over () as place from crm.account) account on account.place = n % 40000 + 1`.execute(
    db,
  )
  await sql`insert into costs.entry (category, from_date, until_date, amount, channel, clicks, impressions)
    select (array['media', 'media', 'media', 'personnel', 'sales'])[n % 5 + 1], day, day + 1 + (n % 31 = 0)::int * 29,
           100 + n % 5000, (select id from channel_list c where c.n = g.n % 12), n % 50, n % 5000
      from (select n, date '2023-07-01' + n % 1095 as day from generate_series(1, ${COSTS}::int) n) g`.execute(
    db,
  )
  await sql`insert into tracking.touchpoint (occurred_at, channel, lead_id)
    select created_on - interval '1 hour' * k, channel, id from leads.lead, generate_series(1, 3) k limit ${TOUCHPOINTS}`.execute(
    db,
  )
  await sql`vacuum analyze`.execute(db)
}
