import { sql } from 'kysely'
import type { Tx } from '#platform/records/binding.ts'

/**
 * Ids of other systems that stood for one record stand for another: a later file with such an id finds the
 * one that is left.
 */
export async function moveSourceKeys(
  tx: Tx,
  kind: string,
  from: string,
  to: string,
): Promise<void> {
  await sql`
    update imports.source_key set record_id = ${to}::uuid
     where kind = ${kind} and record_id = ${from}::uuid
  `.execute(tx)
}
