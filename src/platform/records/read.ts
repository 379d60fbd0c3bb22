import { type RawBuilder, sql } from 'kysely'
import type { RecordKind, Values } from '#kernel/record.ts'
import type { Db } from './binding.ts'
import { type Condition, type RowScope, whereOf } from './conditions.ts'
import { valuesOf } from './values.ts'

/** A record by id inside the scope, or null. */
export async function findRecord(
  db: Db,
  kind: RecordKind,
  id: string,
  scope: RowScope,
): Promise<Values | null> {
  const conditions: Condition[] = [sql`t.id = ${id}`]
  if (scope) conditions.push(sql`t.${sql.ref(scope.field)} = ${scope.value}`)
  const result = await sql<Record<string, unknown>>`
    select t.* from ${sql.raw(kind.table)} t ${whereOf(conditions)}
  `.execute(db)
  return result.rows[0] ? valuesOf(result.rows[0], kind) : null
}

/**
 * SQL that names a record of a kind to people: an e-mail address only where there is no name, an id's
 * first characters where nothing else is known.
 */
export function titleOf(kind: RecordKind, alias = 't'): RawBuilder<string> {
  const isEmail = (id: string) => kind.fields.some((one) => one.id === id && one.type === 'email')
  const part = (id: string) => sql`nullif(${sql.ref(`${alias}.${id}`)}::text, '')`
  const names = kind.title.filter((id) => !isEmail(id)).map(part)
  const known = [
    sql`nullif(concat_ws(' ', ${sql.join(names)}), '')`,
    ...kind.title.filter(isEmail).map(part),
    sql`left(${sql.ref(`${alias}.id`)}::text, 8)`,
  ]
  return sql`coalesce(${sql.join(known)})`
}

/** Names of every record that the given rows refer to, by id. One query per kind referred to. */
export async function labelsOf(
  db: Db,
  kind: RecordKind,
  items: readonly Values[],
  kindOf: (id: string) => RecordKind | undefined,
): Promise<Record<string, string>> {
  const wanted = new Map<string, Set<string>>()
  for (const field of kind.fields) {
    if (field.type !== 'reference' || !field.kind) continue
    const ids = wanted.get(field.kind) ?? new Set<string>()
    for (const item of items) {
      const id = item[field.id]
      if (typeof id === 'string') ids.add(id)
    }
    wanted.set(field.kind, ids)
  }
  const labels: Record<string, string> = {}
  for (const [referredId, ids] of wanted) {
    const referred = kindOf(referredId)
    if (!referred || ids.size === 0) continue
    Object.assign(labels, await labelsByIds(db, referred, [...ids]))
  }
  return labels
}

/** The names of records of one kind, by id. */
export async function labelsByIds(
  db: Db,
  kind: RecordKind,
  ids: readonly string[],
): Promise<Record<string, string>> {
  const idType = kind.id === 'channel' ? sql.raw('text[]') : sql.raw('uuid[]')
  const result = await sql<{ id: string; label: string }>`
    select t.id::text as id, ${titleOf(kind)} as label
      from ${sql.raw(kind.table)} t where t.id = any(${[...ids]}::${idType})
  `.execute(db)
  return Object.fromEntries(result.rows.map((row) => [row.id, row.label]))
}
