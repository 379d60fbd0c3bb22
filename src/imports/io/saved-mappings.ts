import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#platform/records/binding.ts'
import type { Mapping } from '../mapping.ts'

type SavedRow = {
  readonly id: string
  readonly name: string
  readonly header_fingerprint: string | null
  readonly mappings: readonly Mapping[]
  readonly updated_at: Date
}

/** Mappings that people gave a name. */
export async function listMappings(db: Db) {
  const { rows } = await sql<SavedRow>`
    select id::text as id, name, header_fingerprint, mappings, updated_at from imports.mapping
     where name is not null order by lower(name)
  `.execute(db)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    headerFingerprint: row.header_fingerprint,
    mappings: row.mappings,
    updatedAt: row.updated_at.toISOString(),
  }))
}

/** Saves a mapping under a name; the same name is replaced. */
export async function saveMapping(
  db: Db,
  name: string,
  mappings: readonly Mapping[],
  fileId: string | undefined,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into imports.mapping (name, header_fingerprint, mappings)
    values (${name}, (select header_fingerprint from imports.file where id = ${fileId ?? null}::uuid),
            ${JSON.stringify(mappings)}::jsonb)
    on conflict (name) do update
       set mappings = excluded.mappings, header_fingerprint = excluded.header_fingerprint, updated_at = now()
    returning id::text as id
  `.execute(db)
  return rows[0]?.id ?? ''
}

/** Gives a named mapping another name; `imports.mapping_name_taken` when another has it. */
export async function renameMapping(db: Db, id: string, name: string): Promise<void> {
  const { rows: taken } = await sql`
    select 1 from imports.mapping where name = ${name} and id <> ${id}::uuid
  `.execute(db)
  if (taken.length > 0) throw new Refusal('conflict', 'imports.mapping_name_taken', { name })
  const { rows } = await sql`
    update imports.mapping set name = ${name}, updated_at = now()
     where id = ${id}::uuid and name is not null returning id
  `.execute(db)
  if (rows.length === 0) throw new Refusal('not_found', 'imports.mapping_not_found', { id })
}

export async function deleteMapping(db: Db, id: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    delete from imports.mapping where id = ${id}::uuid and name is not null returning id
  `.execute(db)
  if (rows.length === 0) throw new Refusal('not_found', 'imports.mapping_not_found', { id })
}
