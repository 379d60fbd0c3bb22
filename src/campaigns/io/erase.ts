import { sql } from 'kysely'
import type { EraseTraces } from '#platform/person.ts'

/** Somebody took part; who it was is gone. */
export const eraseMemberships: EraseTraces = async (tx, { recordIds }) => {
  const ids = [...recordIds]
  await sql`
    update campaigns.membership set member_name = null, version = version + 1, updated_at = now()
     where member_name is not null and (lead_id = any(${ids}::uuid[]) or contact_id = any(${ids}::uuid[]))
  `.execute(tx)
}
