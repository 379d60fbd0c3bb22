import { type Kysely, sql } from 'kysely'
import type { Random } from '../src/kernel/random.ts'

type Change = <DB>(db: Kysely<DB>, random: Random) => Promise<unknown>

/** A record anywhere in the three years, found without reading the table. */
const instantIn = (random: Random) =>
  new Date(Date.UTC(2023, 6, 1) + random() * 1090 * 86_400_000).toISOString()
const dayIn = (random: Random) => instantIn(random).slice(0, 10)
const aLead = (random: Random) =>
  sql`(select id from leads.lead where created_on >= ${instantIn(random)}::timestamptz order by created_on limit 1)`
const anOpportunity = (random: Random) =>
  sql`(select id from crm.opportunity where opened_at >= ${instantIn(random)}::timestamptz order by opened_at limit 1)`
const aCost = (random: Random) =>
  sql`(select id from costs.entry where from_date >= ${dayIn(random)}::date order by from_date, id limit 1)`
const aChannel = (random: Random) =>
  sql`(select id from tracking.channel order by id offset ${Math.floor(random() * 28)} limit 1)`

/** What people do to a single record, each as likely as the others. */
const CHANGES: Readonly<Record<string, Change>> = {
  'lead: next stage': (db, random) =>
    sql`update leads.lead set stage = 'mql', mql_at = created_on + interval '1 day' where id = ${aLead(random)}`.execute(
      db,
    ),
  'lead: contacted': (db, random) =>
    sql`update leads.lead set first_contacted_at = created_on + interval '20 minutes' where id = ${aLead(random)}`.execute(
      db,
    ),
  'lead: channel': (db, random) =>
    sql`update leads.lead set channel = ${aChannel(random)} where id = ${aLead(random)}`.execute(
      db,
    ),
  'lead: owner and notes': (db, random) =>
    sql`update leads.lead set notes = 'x', owner_id = (select id from access."user" limit 1) where id = ${aLead(random)}`.execute(
      db,
    ),
  'lead: new': (db, random) =>
    sql`insert into leads.lead (created_on, channel, source, account_id)
      values (${instantIn(random)}, ${aChannel(random)}, 'Quelle 1', (select id from crm.account limit 1))`.execute(
      db,
    ),
  'opportunity: amount': (db, random) =>
    sql`update crm.opportunity set amount = amount + 1000 where id = ${anOpportunity(random)}`.execute(
      db,
    ),
  'opportunity: won': (db, random) =>
    sql`update crm.opportunity set outcome = 'won', closed_at = opened_at + interval '40 days',
        stage_id = (select id from crm.opportunity_stage where outcome = 'won') where id = ${anOpportunity(random)}`.execute(
      db,
    ),
  'opportunity: lost': (db, random) =>
    sql`update crm.opportunity set outcome = 'lost', closed_at = opened_at + interval '50 days',
        stage_id = (select id from crm.opportunity_stage where outcome = 'lost') where id = ${anOpportunity(random)}`.execute(
      db,
    ),
  'opportunity: stage': (db, random) =>
    sql`update crm.opportunity set stage_id = (select id from crm.opportunity_stage where name = 'Angebot'), probability = 0.6
      where id = ${anOpportunity(random)}`.execute(db),
  'opportunity: new': (db, random) =>
    sql`insert into crm.opportunity (name, stage_id, opened_at, amount, lead_id)
      values ('Neu', (select id from crm.opportunity_stage where name = 'Angebot'), ${instantIn(random)}, 900000, ${aLead(random)})`.execute(
      db,
    ),
  'cost: amount': (db, random) =>
    sql`update costs.entry set amount = amount + 100 where id = ${aCost(random)}`.execute(db),
  'cost: another day': (db, random) => {
    const day = dayIn(random)
    return sql`update costs.entry set from_date = ${day}::date, until_date = ${day}::date + 1 where id = ${aCost(random)}`.execute(
      db,
    )
  },
  'cost: new': (db, random) => {
    const day = dayIn(random)
    return sql`insert into costs.entry (category, from_date, until_date, amount, channel)
      values ('media', ${day}::date, ${day}::date + 1, 5000, ${aChannel(random)})`.execute(db)
  },
  'cost: removed': (db, random) =>
    sql`delete from costs.entry where id = ${aCost(random)}`.execute(db),
}

const KINDS = Object.entries(CHANGES)

/** Commits one change of one record; answers what it was. */
export async function changeSomething<DB>(db: Kysely<DB>, random: Random): Promise<string> {
  const [name, change] = KINDS[Math.floor(random() * KINDS.length)] ?? ['', undefined]
  await change?.(db, random)
  return name
}
