import { sql } from 'kysely'
import { type EraseTraces, naming } from '#platform/person.ts'

/** What the audit trail says of a person is taken out; that, when and by whom something was done stays. */
export const eraseTrail: EraseTraces = async (tx, { recordIds, words }) => {
  await sql`select set_config('regelkreis.erasure', 'on', true)`.execute(tx)
  await sql`
    update access.audit_event set before = null, after = null, reason = null
     where (before is not null or after is not null or reason is not null)
       and (record_id = any(${[...recordIds]}::text[])
            or concat_ws(' ', before, after, reason) ~* ${naming([...recordIds, ...words])})
  `.execute(tx)
  await sql`select set_config('regelkreis.erasure', '', true)`.execute(tx)
}
