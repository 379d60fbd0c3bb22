import { sql } from 'kysely'
import type { RecordKind } from '#kernel/record.ts'
import type { Tx } from '#platform/records/binding.ts'

/** A record found by one of its keys. */
export type Found = {
  readonly key: string
  readonly id: string
  /** The column's text as it stands there. */
  readonly given: string
  /** True when a row of the same source stands for it already. */
  readonly taken: boolean
}

/** Which kind's ids of which source. */
export type KeySpace = { readonly source: string; readonly kind: string }

/**
 * Records by the ids that another system gave them, those deleted since included: importing such a row
 * again brings the record back under its old id. One query.
 */
export async function findBySourceKeys(
  tx: Tx,
  { source, kind }: KeySpace,
  keys: readonly string[],
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const { rows } = await sql<{ external_key: string; record_id: string }>`
    select external_key, record_id from imports.source_key
     where source = ${source} and kind = ${kind} and external_key = any(${[...keys]}::text[])
  `.execute(tx)
  return new Map(rows.map((row) => [row.external_key, row.record_id]))
}

/** Text of a column in the form in which it is compared; the same expression as the table's index. */
const comparable = (column: string) =>
  column === 'domain' || column === 'vat_id'
    ? sql`t.${sql.ref(column)}`
    : sql`lower(t.${sql.ref(column)})`

/** The oldest records first, at most this many per key: more than one already means "not sure". */
const PER_KEY_MAX = 5

/** Records by a column's value (lower case), oldest first. One query. */
export async function findByColumn(
  tx: Tx,
  kind: RecordKind,
  space: KeySpace,
  column: string,
  values: readonly string[],
): Promise<Map<string, Found[]>> {
  const found = new Map<string, Found[]>()
  if (values.length === 0) return found
  const { rows } = await sql<Found>`
    select key, id::text as id, given,
           exists (select from imports.source_key taken where taken.record_id = hit.id
                      and taken.source = ${space.source} and taken.kind = ${space.kind}) as taken
      from (select ${comparable(column)} as key, t.id, t.${sql.ref(column)} as given,
                   row_number() over (partition by ${comparable(column)} order by t.created_at, t.id) as place
              from ${sql.raw(kind.table)} t
             where ${comparable(column)} = any(${[...values]}::text[])) as hit
     where place <= ${PER_KEY_MAX}
     order by place
  `.execute(tx)
  for (const row of rows) {
    const list = found.get(row.key)
    if (list) list.push(row)
    else found.set(row.key, [row])
  }
  return found
}

export type NewSourceKey = { readonly key: string; readonly recordId: string }

/** Remember which record a row stands for. */
export async function rememberSourceKeys(
  tx: Tx,
  { source, kind }: KeySpace,
  keys: readonly NewSourceKey[],
  importId: string,
): Promise<void> {
  if (keys.length === 0) return
  await sql`
    insert into imports.source_key (source, kind, external_key, record_id, import_id)
    select ${source}, ${kind}, key, record_id, ${importId}::uuid
      from unnest(${keys.map((entry) => entry.key)}::text[], ${keys.map((entry) => entry.recordId)}::uuid[])
        as entry (key, record_id)
    on conflict (source, kind, external_key) do update
       set record_id = excluded.record_id, import_id = excluded.import_id
  `.execute(tx)
}
