import { sql } from 'kysely'
import { type EraseTraces, naming } from '#platform/person.ts'

/** Rows of files that were kept as samples or refused, and ids of other systems that stand for the person. */
export const eraseImported: EraseTraces = async (tx, { recordIds, words }) => {
  await sql`
    delete from imports.row_note
     where record_id = any(${[...recordIds]}::uuid[])
        or concat_ws(' ', cells, changes, problems) ~* ${naming(words)}
  `.execute(tx)
  await sql`delete from imports.source_key where record_id = any(${[...recordIds]}::uuid[])`.execute(
    tx,
  )
}
