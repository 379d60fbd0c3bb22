import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type ErasurePreview, PERSONAL_PARTS, type PersonalPart } from '../person-shapes.ts'
import type { Person } from './person-records.ts'

/** What the program keeps about one person: their records as they stand, and what tracking knows of them. */
export type PersonalData = Record<string, unknown[]>

/** Everything in one state of the database. Rows as they are stored; a person may ask for them (Art. 15 GDPR). */
export async function personalData(db: Kysely<unknown>, person: Person): Promise<PersonalData> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const data: PersonalData = {}
      const statements = statementsOf(person)
      for (const part of PERSONAL_PARTS) {
        data[part] = (await statements[part].data.execute(tx)).rows.map((row) => row.data)
      }
      return data
    })
}

/** What would become of everything that is kept of a person, if they were erased now. */
export async function erasurePreview(db: Kysely<unknown>, person: Person): Promise<ErasurePreview> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const statements = statementsOf(person)
      const parts: ErasurePreview['parts'] = []
      for (const part of PERSONAL_PARTS) {
        const { rows } = await sql<{ count: number }>`
          select count(*) as count from (${statements[part].statement}) row`.execute(tx)
        parts.push({ part, count: rows[0]?.count ?? 0 })
      }
      const { rows: records } = await sql<ErasurePreview['records'][number]>`
        select 'contact' as kind, id, ${NAME} as label from crm.contact where id = any(${[...person.contactIds]}::uuid[])
        union all
        select 'lead', id, ${NAME} from leads.lead where id = any(${[...person.leadIds]}::uuid[])
        order by kind, label, id`.execute(tx)
      return { records, parts }
    })
}

const NAME = sql`coalesce(nullif(concat_ws(' ', first_name, last_name), ''), email, '')`

function statementsOf({ contactIds, leadIds, emails }: Person) {
  const contacts = sql`any(${[...contactIds]}::uuid[])`
  const leads = sql`any(${[...leadIds]}::uuid[])`
  const isTheirs = (row: string) =>
    sql`(${sql.ref(`${row}.contact_id`)} = ${contacts} or ${sql.ref(`${row}.lead_id`)} = ${leads})`
  const visits = sql`
    select visit.* from tracking.visit
      join tracking.identity_range range on range.visitor = visit.visitor
       and visit.started_at >= range.from_at and visit.started_at < range.until_at
     where ${isTheirs('range')}`
  const rows = (statement: RawBuilder<unknown>) => ({
    statement,
    data: sql<{
      data: unknown
    }>`select to_jsonb(row) - 'search_text' as data from (${statement}) row`,
  })
  const touches = sql`select * from tracking.touchpoint touch where ${isTheirs('touch')}`
  return {
    contacts: rows(sql`select * from crm.contact where id = ${contacts} order by created_at, id`),
    leads: rows(sql`select * from leads.lead where id = ${leads} order by created_on, id`),
    stages: rows(
      sql`select * from leads.stage_event where lead_id = ${leads} order by entered_at, id`,
    ),
    opportunities: rows(
      sql`select id, name, opened_at, closed_at, outcome from crm.opportunity
           where contact_id = ${contacts} or lead_id = ${leads} order by opened_at, id`,
    ),
    campaign_memberships: rows(
      sql`select * from campaigns.membership membership where ${isTheirs('membership')} order by at, id`,
    ),
    touchpoints: rows(sql`${touches} and visit_id is null order by occurred_at, id`),
    web_touchpoints: rows(sql`${touches} and visit_id is not null order by occurred_at, id`),
    calls: rows(
      sql`select call.* from tracking.call
            join tracking.touchpoint touch on touch.id = call.touchpoint_id where ${isTheirs('touch')} order by call.started_at`,
    ),
    identity: rows(
      sql`select edge.*, range.from_at, range.until_at, range.account_by from tracking.identity edge
            left join tracking.identity_range range on range.identity_id = edge.id
           where ${isTheirs('edge')} or edge.email = any(${[...emails]}::text[]) or ${isTheirs('range')} order by edge.at, edge.id`,
    ),
    visitors: rows(
      sql`select * from tracking.visitor
           where id in (select visitor from tracking.identity_range range where ${isTheirs('range')}) order by first_at, id`,
    ),
    visits: rows(sql`${visits} order by started_at, id`),
    events: rows(
      sql`select event.*, page.host, page.path from (${visits}) visit
            join tracking.event on event.visit_id = visit.id
            left join tracking.page on page.id = event.page order by event.at, event.message_id`,
    ),
    goals: rows(
      sql`select reached.*, goal.name from tracking.goal_reached reached
            join tracking.goal on goal.id = reached.goal_id where ${isTheirs('reached')} order by reached.at`,
    ),
  } satisfies Record<PersonalPart, ReturnType<typeof rows>>
}
