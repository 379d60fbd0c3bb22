import { type QueryExecutorProvider, sql } from 'kysely'
import { noRecord } from '#kernel/refusal.ts'
import type { PersonTraces } from '#platform/person.ts'

/** Everything that stands for one person. */
export type Person = PersonTraces & {
  readonly contactIds: readonly string[]
  readonly leadIds: readonly string[]
  readonly emails: readonly string[]
}

export type PersonKind = 'contact' | 'lead'

/**
 * The records of a person: the one that is asked about, and every contact and lead with the same address or behind the
 * same contact. Throws `records.not_found`.
 */
export async function personOfRecord(
  db: QueryExecutorProvider,
  kind: PersonKind,
  id: string,
): Promise<Person> {
  const { rows } = await sql<{
    kind: PersonKind
    id: string
    email: string | null
    phones: string[]
  }>`
    with asked as (
      select id as contact_id, null::uuid as lead_id, lower(email) as email from crm.contact where ${kind} = 'contact' and id = ${id}
      union all
      select contact_id, id, lower(email) from leads.lead where ${kind} = 'lead' and id = ${id}
    ),
    address as (
      select email from asked where email is not null
      union
      select lower(contact.email) from asked join crm.contact on contact.id = asked.contact_id where contact.email is not null
    ),
    contact as (
      select id, lower(email) as email, array_remove(array[phone, mobile], null) as phones from crm.contact
       where id in (select contact_id from asked) or lower(email) in (select email from address)
    )
    select 'contact' as kind, id, email, phones from contact
    union all
    select 'lead', id, lower(email), array_remove(array[phone], null) from leads.lead
     where id in (select lead_id from asked) or contact_id in (select id from contact)
        or lower(email) in (select email from address)
  `.execute(db)
  if (!rows.some((row) => row.id === id)) throw noRecord(kind, id)
  const idsOf = (wanted: PersonKind) =>
    rows.filter((row) => row.kind === wanted).map((row) => row.id)
  const emails = [...new Set(rows.flatMap(({ email }) => email ?? []))]
  const former = await sql<{ id: string }>`
    select contact_id as id from tracking.merged_contact where into_contact_id = any(${idsOf('contact')}::uuid[])
  `.execute(db)
  return {
    contactIds: idsOf('contact'),
    leadIds: idsOf('lead'),
    recordIds: [...rows.map((row) => row.id), ...former.rows.map((row) => row.id)],
    emails,
    words: [...new Set([...emails, ...rows.flatMap(({ phones }) => phones)])],
  }
}
