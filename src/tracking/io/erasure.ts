import { type QueryExecutorProvider, sql } from 'kysely'
import { naming } from '#platform/person.ts'
import type { Person } from './person-records.ts'
import { eraseTrafficWords, markVisitDays } from './traffic-marks.ts'

/**
 * Takes a person out of tracking, in the caller's transaction: edges, touchpoints of visits, events, the ids of their
 * visitors and messages, calls with their number. Visits and goals stay as those of nobody, so that traffic of the past
 * stays what it was. What somebody else did on the same device is theirs.
 */
export async function eraseTracking(tx: QueryExecutorProvider, person: Person): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('tracking.stitch'))`.execute(tx)
  await collectVisits(tx, person)
  await eraseEvents(tx, person)
  await eraseVisits(tx)
  await eraseLinks(tx, person)
  await eraseOffline(tx, person)
  await sql`drop table erased_visit, erased_visitor`.execute(tx)
}

/** The visits of the person, and visitors who were nobody else. */
async function collectVisits(
  tx: QueryExecutorProvider,
  { contactIds, leadIds, emails }: Person,
): Promise<void> {
  const isTheirs = (alias: string) => sql`(
    ${sql.ref(`${alias}.contact_id`)} = any(${[...contactIds]}::uuid[]) or ${sql.ref(`${alias}.lead_id`)} = any(${[...leadIds]}::uuid[]))`
  await sql`
    create temporary table erased_visitor on commit drop as
    select visitor.id, not exists (
             select from tracking.identity_range other
              where other.visitor = visitor.id and not coalesce(${isTheirs('other')}, false)
                and (other.contact_id is not null or other.lead_id is not null)) as is_alone
      from (
        select visitor as id from tracking.identity edge where ${isTheirs('edge')} or edge.email = any(${[...emails]}::text[])
        union
        select visitor from tracking.identity_range range where ${isTheirs('range')}
      ) visitor
  `.execute(tx)
  await sql`
    create temporary table erased_visit on commit drop as
    select visit.id, visit.visitor from tracking.visit
      join erased_visitor on erased_visitor.id = visit.visitor
     where erased_visitor.is_alone
        or exists (
          select from tracking.identity_range range
           where range.visitor = visit.visitor and ${isTheirs('range')}
             and visit.started_at >= range.from_at and visit.started_at < range.until_at)
  `.execute(tx)
  await sql`analyze erased_visit`.execute(tx)
}

/** Their events with the ids of the messages, and events of anybody that name them. */
async function eraseEvents(
  tx: QueryExecutorProvider,
  { words, contactIds, leadIds }: Person,
): Promise<void> {
  const pattern = naming(words)
  await sql`
    create temporary table erased_message on commit drop as
    with gone as (
      delete from tracking.event
       where visit_id in (select id from erased_visit)
          or concat_ws(' ', name, target, properties) ~* ${pattern}
          or message_id in (
               select reached.message_id from tracking.goal_reached reached
                where reached.visitor is null
                  and (reached.contact_id = any(${[...contactIds]}::uuid[]) or reached.lead_id = any(${[...leadIds]}::uuid[])))
      returning message_id
    )
    select message_id as id from gone
    union
    select message_id from tracking.goal_reached where visitor in (select id from erased_visitor where is_alone)
    union
    select message_id from tracking.identity
     where visitor in (select id from erased_visitor where is_alone) and message_id is not null
  `.execute(tx)
  await sql`delete from tracking.message where id in (select id from erased_message)`.execute(tx)
  await sql`
    update tracking.goal_reached set message_id = gen_random_uuid(), visitor = null, contact_id = null, lead_id = null
     where message_id in (select id from erased_message)
  `.execute(tx)
  await sql`
    update tracking.page set path = '/#' || id where path ~* ${pattern}
  `.execute(tx)
  await eraseTrafficWords(tx, pattern)
  await sql`drop table erased_message`.execute(tx)
}

/** Each of the visits is of a visitor of its own from now on, whom nobody knows. */
async function eraseVisits(tx: QueryExecutorProvider): Promise<void> {
  await sql`
    delete from tracking.touchpoint
     where visit_id in (select id from erased_visit) or visitor in (select id from erased_visitor where is_alone)
  `.execute(tx)
  await sql`
    update tracking.visit
       set visitor = gen_random_uuid(), click_ids = null, marks = null, term = null, content = null
     where id in (select id from erased_visit)
  `.execute(tx)
  const { rows } = await sql<{ id: number }>`select id from erased_visit`.execute(tx)
  await markVisitDays(
    tx,
    rows.map(({ id }) => id),
  )
}

async function eraseLinks(
  tx: QueryExecutorProvider,
  { contactIds, leadIds, emails }: Person,
): Promise<void> {
  const [contacts, leads] = [[...contactIds], [...leadIds]]
  await sql`
    delete from tracking.identity
     where contact_id = any(${contacts}::uuid[]) or lead_id = any(${leads}::uuid[]) or email = any(${[...emails]}::text[])
        or visitor in (select id from erased_visitor where is_alone)
  `.execute(tx)
  await sql`delete from tracking.stitching where visitor in (select id from erased_visitor where is_alone)`.execute(
    tx,
  )
  await sql`delete from tracking.visitor where id in (select id from erased_visitor where is_alone)`.execute(
    tx,
  )
  await sql`
    delete from tracking.submission where contact_id = any(${contacts}::uuid[]) or lead_id = any(${leads}::uuid[])
  `.execute(tx)
  await sql`
    delete from tracking.merged_contact where contact_id = any(${contacts}::uuid[]) or into_contact_id = any(${contacts}::uuid[])
  `.execute(tx)
  await sql`
    update tracking.goal_reached set contact_id = null, lead_id = null
     where contact_id = any(${contacts}::uuid[]) or lead_id = any(${leads}::uuid[])
  `.execute(tx)
}

/** Fairs, letters and calls count on, without a word about who it was. */
async function eraseOffline(
  tx: QueryExecutorProvider,
  { contactIds, leadIds, words }: Person,
): Promise<void> {
  const numbers = words.filter((word) => !word.includes('@'))
  await sql`
    delete from tracking.call
     where touchpoint_id in (
             select id from tracking.touchpoint
              where contact_id = any(${[...contactIds]}::uuid[]) or lead_id = any(${[...leadIds]}::uuid[]))
        or tracking.number_end(caller) in (select tracking.number_end(number) from unnest(${numbers}::text[]) as known (number))
  `.execute(tx)
  await sql`
    update tracking.touchpoint set notes = null, title = null, version = version + 1, updated_at = now()
     where (contact_id = any(${[...contactIds]}::uuid[]) or lead_id = any(${[...leadIds]}::uuid[]))
       and (notes is not null or title is not null)
  `.execute(tx)
}
