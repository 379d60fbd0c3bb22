import { sql } from 'kysely'
import type { EraseTraces } from '#platform/person.ts'

/** A lead stays as that of nobody: stages, channel and value are what figures count. */
export const eraseLeads: EraseTraces = async (tx, { recordIds }) => {
  await sql`
    update leads.lead
       set first_name = null, last_name = 'Gelöschte Person', company = null, email = null, phone = null, website = null,
           self_report = null, notes = null, stage_reason = null, version = version + 1, updated_at = now()
     where id = any(${[...recordIds]}::uuid[])
  `.execute(tx)
  await sql`
    update leads.stage_event set reason = null where lead_id = any(${[...recordIds]}::uuid[]) and reason is not null
  `.execute(tx)
}
