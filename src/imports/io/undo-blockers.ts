import { sql } from 'kysely'
import type { RecordKind } from '#kernel/record.ts'
import type { Tx } from '#platform/records/binding.ts'
import { titleOf } from '#platform/records/read.ts'
import { bindingOf, type Records } from '#platform/records/service.ts'
import type { Blocker } from './tables.ts'

const BLOCKERS_MAX = 50

/**
 * Records of the import that somebody or another import changed afterwards. What an undone import did and
 * its undoing do not count: they left nothing behind; nor does what a cost counts as beside its double: without it
 * the other side counts again. Reads `undo_touched`. One pass over the trail since
 * the import, however many records it touched.
 */
export async function findChangedSince(
  tx: Tx,
  records: Records,
  importId: string,
): Promise<Blocker[]> {
  const { rows } = await sql<{
    kind: string
    record_id: string
    actor_name: string
    at: Date
  }>`
    select distinct on (touched.kind, touched.record_id)
           touched.kind, touched.record_id, later.actor_name, later.at
      from access.audit_event later
      join undo_touched touched
        on touched.record_id = later.record_id and touched.kind = later.kind
       and later.id > touched.last_event
      left join imports.import other on other.id = later.import_id
     where later.id > (select min(last_event) from undo_touched)
       and later.import_id is distinct from ${importId}::uuid
       and other.undone_at is null
       and not (later.kind = 'cost' and later.action = 'update' and later.after - 'standing' = '{}')
     order by touched.kind, touched.record_id, later.id desc
     limit ${BLOCKERS_MAX}
  `.execute(tx)
  const blockers: Blocker[] = []
  for (const { kind, record_id, actor_name, at } of rows) {
    blockers.push({
      kind,
      recordId: record_id,
      title: await titleById(tx, bindingOf(records, kind).kind, record_id),
      reason: 'changed',
      by: actor_name,
      at: at.toISOString(),
    })
  }
  return blockers
}

async function titleById(tx: Tx, kind: RecordKind, id: string): Promise<string> {
  const { rows } = await sql<{ title: string }>`
    select ${titleOf(kind)} as title from ${sql.raw(kind.table)} t where t.id = ${id}::uuid
  `.execute(tx)
  return rows[0]?.title ?? id
}

/** Records that stay and refer to one that the import made. Reads `undo_touched`. */
export async function findReferences(
  tx: Tx,
  records: Records,
  kinds: readonly RecordKind[],
): Promise<Blocker[]> {
  const blockers: Blocker[] = []
  for (const made of kinds) {
    for (const { kind } of records.bindings.values()) {
      for (const field of kind.fields) {
        if (field.type !== 'reference' || field.kind !== made.id || field.goesWith) continue
        const left = BLOCKERS_MAX - blockers.length
        if (left <= 0) return blockers
        blockers.push(...(await referencesBy(tx, made, kind, field.id, left)))
      }
    }
  }
  return blockers
}

async function referencesBy(
  tx: Tx,
  made: RecordKind,
  by: RecordKind,
  field: string,
  limit: number,
): Promise<Blocker[]> {
  const { rows } = await sql<{
    id: string
    title: string
    by_id: string
    by_title: string
    at: Date
  }>`
    select m.id::text as id, ${titleOf(made, 'm')} as title, t.id::text as by_id,
           ${titleOf(by)} as by_title, t.updated_at as at
      from undo_touched touched
      join ${sql.raw(made.table)} m on m.id = touched.record_id::uuid
      join ${sql.raw(by.table)} t on t.${sql.ref(field)} = m.id
     where touched.kind = ${made.id} and touched.created
       and not exists (select from undo_touched mine
                        where mine.kind = ${by.id} and mine.record_id = t.id::text and mine.created)
     limit ${limit}
  `.execute(tx)
  return rows.map((row) => ({
    kind: made.id,
    recordId: row.id,
    title: row.title,
    reason: 'referenced',
    by: row.by_title,
    at: row.at.toISOString(),
    byKind: by.id,
    byId: row.by_id,
  }))
}
