import { sql } from 'kysely'
import type { EraseTraces } from '#platform/person.ts'

/** A contact stays as nobody: opportunities and figures hang on it. */
export const eraseContacts: EraseTraces = async (tx, { recordIds }) => {
  await sql`
    update crm.contact
       set first_name = null, last_name = 'Gelöschte Person', email = null, phone = null, mobile = null, position = null,
           notes = null, version = version + 1, updated_at = now()
     where id = any(${[...recordIds]}::uuid[])
  `.execute(tx)
}
