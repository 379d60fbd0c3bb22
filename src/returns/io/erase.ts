import { sql } from 'kysely'
import type { EraseTraces } from '#platform/person.ts'

/** What was written about a person goes; that there was a recommendation, a request, a meeting stays. */
export const eraseReturns: EraseTraces = async (tx, { recordIds }) => {
  const ids = [...recordIds]
  await sql`
    update returns.recommendation
       set recommender_name = case when recommender_contact_id = any(${ids}::uuid[]) then null else recommender_name end,
           recommended_name = case when contact_id = any(${ids}::uuid[]) or lead_id = any(${ids}::uuid[]) then null else recommended_name end,
           notes = null, version = version + 1, updated_at = now()
     where recommender_contact_id = any(${ids}::uuid[]) or contact_id = any(${ids}::uuid[]) or lead_id = any(${ids}::uuid[])
  `.execute(tx)
  await sql`
    update returns.service_request
       set subject = '–', notes = null, version = version + 1, updated_at = now()
     where contact_id = any(${ids}::uuid[])
  `.execute(tx)
  await sql`
    update returns.meeting
       set title = null, notes = null, version = version + 1, updated_at = now()
     where contact_id = any(${ids}::uuid[]) or lead_id = any(${ids}::uuid[])
  `.execute(tx)
}
