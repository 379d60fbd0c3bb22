import { type Kysely, sql } from 'kysely'

/** Ids of the small world: a digit repeated, so that a failing test says which record it means. */
export const id = (digit: string): string =>
  `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`

/**
 * A company in Europe/Berlin around March 2026, small enough to calculate by hand in the tests.
 * Leads: 1 google (paid search), 2 newsletter (e-mail), 3 direct without evidence, 4 the first second of
 * April, 5 nothing known. Opportunities: 1 won, 2 lost, 3 won in the first second of April, 4 open,
 * 5 won without an amount, of an own campaign.
 */
export async function createSmallWorld<DB>(db: Kysely<DB>): Promise<void> {
  await sql`insert into company.team (id, name) values (${id('1')}, 'Nord')`.execute(db)
  await sql`insert into access."user" (id, name, team_id) values (${id('1')}, 'Ada', ${id('1')}), (${id('2')}, 'Ben', null)`.execute(
    db,
  )
  await sql`insert into crm.account (id, name, industry) values (${id('1')}, 'Alpha', 'Maschinenbau'), (${id('2')}, 'Beta', 'Chemie')`.execute(
    db,
  )
  await sql`insert into crm.target_group (id, name, industries) values (${id('1')}, 'Maschinenbau', '{maschinenbau}')`.execute(
    db,
  )
  await sql`insert into crm.product (id, name, margin_rate) values (${id('1')}, 'Pumpe', 0.4)`.execute(
    db,
  )
  await sql`insert into campaigns.campaign (id, name, channel) values (${id('1')}, 'Messe 2026', 'trade_fair')`.execute(
    db,
  )
  await sql`insert into leads.lead
      (id, created_on, channel, source, mql_at, sql_at, opportunity_at, won_at, first_contacted_at, first_seen_at, owner_id, account_id, stage)
    values
      (${id('1')}, '2026-02-28T23:30Z', 'paid_search', 'google', '2026-03-02T09:00Z', '2026-04-05T09:00Z', '2026-03-05T11:00Z', '2026-03-25T11:00Z', '2026-02-28T23:35Z', '2026-02-28T23:30Z', ${id('1')}, ${id('1')}, 'won'),
      (${id('2')}, '2026-03-10T09:00Z', 'email', 'newsletter', '2026-03-11T09:00Z', '2026-03-15T09:00Z', '2026-03-12T09:00Z', null, '2026-03-10T10:00Z', null, ${id('2')}, null, 'lost'),
      (${id('3')}, '2026-03-31T21:59:59Z', 'direct', '', null, null, null, null, null, null, null, null, 'new'),
      (${id('4')}, '2026-03-31T22:00:00Z', 'email', 'newsletter', null, null, null, null, null, null, null, null, 'new'),
      (${id('5')}, '2026-03-20T09:00Z', null, null, '2026-03-21T09:00Z', null, null, null, null, null, null, null, 'mql')`.execute(
    db,
  )
  await sql`insert into crm.opportunity
      (id, name, lead_id, account_id, stage_id, outcome, opened_at, closed_at, amount, variable_cost, product_id, campaign_id, owner_id)
    select given.id::uuid, given.name, given.lead_id::uuid, given.account_id::uuid, stage.id, given.outcome,
           given.opened_at::timestamptz, given.closed_at::timestamptz, given.amount, given.variable_cost,
           given.product_id::uuid, given.campaign_id::uuid, given.owner_id::uuid
      from (values
        (${id('1')}, 'Anlage 1', ${id('1')}, ${id('1')}, 'Gewonnen', 'won', '2026-03-05T11:00Z', '2026-03-25T11:00Z', 1000000, 700000, null, null, ${id('1')}),
        (${id('2')}, 'Anlage 2', ${id('2')}, ${id('2')}, 'Verloren', 'lost', '2026-03-12T09:00Z', '2026-03-22T09:00Z', 500000, null, null, null, ${id('2')}),
        (${id('3')}, 'Anlage 3', null, ${id('1')}, 'Gewonnen', 'won', '2026-01-01T09:00Z', '2026-03-31T22:00:00Z', 2000000, null, ${id('1')}, null, ${id('1')}),
        (${id('4')}, 'Anlage 4', ${id('3')}, null, 'Angebot', 'open', '2026-03-20T09:00Z', '2026-03-25T09:00Z', 800000, null, null, null, null),
        (${id('5')}, 'Anlage 5', null, null, 'Gewonnen', 'won', '2026-02-01T09:00Z', '2026-03-03T09:00Z', null, null, null, ${id('1')}, ${id('2')})
      ) as given (id, name, lead_id, account_id, stage, outcome, opened_at, closed_at, amount, variable_cost, product_id, campaign_id, owner_id)
      join crm.opportunity_stage stage on stage.name = given.stage`.execute(db)
  await sql`insert into costs.entry (category, from_date, until_date, amount, channel, campaign_id, clicks, impressions, sales_scope) values
      ('media', '2026-03-01', '2026-04-01', 31000, 'paid_search', null, 100, 5000, null),
      ('media', '2026-03-31', '2026-04-02', 20000, 'display', null, null, null, null),
      ('personnel', '2026-02-15', '2026-03-17', 90000, null, null, null, null, null),
      ('external', '2026-03-10', '2026-03-11', 40000, null, ${id('1')}, null, null, null),
      ('sales', '2026-03-10', '2026-03-11', 10000, null, null, null, null, null)`.execute(db)
  await sql`insert into crm.revenue_entry (kind, date, amount, account_id, opportunity_id) values
      ('invoiced', '2026-03-31', 100000, ${id('1')}, ${id('1')}),
      ('credit_note', '2026-03-31', 20000, ${id('1')}, null),
      ('received', '2026-03-15', 30000, ${id('1')}, null),
      ('received', '2026-04-01', 50000, ${id('1')}, null),
      ('received', '2026-03-15', 7000, null, null)`.execute(db)
  await sql`insert into tracking.daily_count (date, channel, visitors, sessions) values
      ('2026-03-01', 'paid_search', 100, 120), ('2026-03-31', 'email', 50, 60), ('2026-04-01', 'email', 999, 999)`.execute(
    db,
  )
  await sql`insert into tracking.change_note (date, kind, note) values ('2026-03-15', 'consent', 'Neues Banner')`.execute(
    db,
  )
}
