import { sql } from 'kysely'
import type { RecordKind, Values } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { AuditWriter, Db, RecordBinding, Tx, WriteContext } from '#platform/records/binding.ts'
import { asAction } from '#platform/records/journal.ts'
import { labelsByIds } from '#platform/records/read.ts'
import { deleteRows, type Records, refuseProblems } from '#platform/records/service.ts'
import { applyWrites, lockRows, planWrites } from '#platform/records/write.ts'
import { type Choices, mergedChanges } from '../merge.ts'

/** Ids of other systems that stood for one record stand for another from now on; handed over by main. */
export type MoveSourceKeys = (tx: Tx, kind: string, from: string, to: string) => Promise<void>

export type MergeParts = { readonly records: Records; readonly moveSourceKeys: MoveSourceKeys }

export type Merge = {
  readonly survivor: { readonly id: string; readonly version: number }
  readonly other: { readonly id: string; readonly version: number }
  readonly choices: Choices
}

/** A field of some kind that can hold a reference to the kind. */
type Pointer = { readonly kind: RecordKind; readonly field: string }

const pointersTo = (records: Records, kind: RecordKind): Pointer[] =>
  [...records.bindings.values()].flatMap(({ kind: from }) =>
    from.fields
      .filter((field) => field.type === 'reference' && field.kind === kind.id)
      .map((field) => ({ kind: from, field: field.id })),
  )

/** How many records of which kind point to a record. */
export async function referencesTo(
  db: Db,
  records: Records,
  kind: RecordKind,
  id: string,
): Promise<{ kind: string; count: number }[]> {
  const counts: { kind: string; count: number }[] = []
  for (const pointer of pointersTo(records, kind)) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.raw(pointer.kind.table)}
       where ${sql.ref(pointer.field)} = ${id}::uuid
    `.execute(db)
    const count = rows[0]?.count ?? 0
    if (count > 0) counts.push({ kind: pointer.kind.id, count })
  }
  return counts
}

/** The audit trail says "merge" for every record that a merge touches. */
const mergeAudit =
  (audit: AuditWriter): AuditWriter =>
  (tx, context, entries) =>
    audit(
      tx,
      context,
      entries.map((entry) => ({ ...entry, action: 'merge' })),
    )

async function lockBoth(tx: Tx, kind: RecordKind, { survivor, other }: Merge): Promise<Values[]> {
  if (survivor.id === other.id) throw new Refusal('invalid', 'crm.merge_with_itself')
  const rows = await lockRows(tx, kind, [survivor.id, other.id])
  return [survivor, other].map(({ id, version }) => {
    const row = rows.get(id)
    if (!row) throw new Refusal('not_found', 'records.not_found', { kind: kind.id, id })
    if (row.version !== version) {
      throw new Refusal('conflict', 'records.changed_meanwhile', { version: Number(row.version) })
    }
    return row
  })
}

const CHUNK = 1_000

/** Whatever points to one record points to the other: nothing else of it changes, no rule runs. */
async function movePointers(
  tx: Tx,
  { kind, field }: Pointer,
  merge: Merge,
  context: WriteContext,
  audit: AuditWriter,
): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select id::text as id from ${sql.raw(kind.table)}
       where ${sql.ref(field)} = ${merge.other.id}::uuid order by id limit ${CHUNK}
    `.execute(tx)
    if (rows.length === 0) return
    const current = await lockRows(
      tx,
      kind,
      rows.map(({ id }) => id),
    )
    const planned = [...current].map(([id, before]) => ({
      id,
      before,
      after: { ...before, [field]: merge.survivor.id },
      changed: [field],
      problems: [],
    }))
    await applyWrites(tx, { kind }, planned, undefined, context, audit)
  }
}

/** The survivor has a new version and an entry in its history even if none of its fields changes. */
async function touch(
  tx: Tx,
  records: Records,
  kind: RecordKind,
  id: string,
  context: WriteContext,
): Promise<void> {
  await sql`
    update ${sql.raw(kind.table)} set version = version + 1, updated_at = ${context.now} where id = ${id}::uuid
  `.execute(tx)
  await records.audit(tx, context, [
    { action: 'merge', kind: kind.id, recordId: id, before: {}, after: {} },
  ])
}

/**
 * Make one of two records: the survivor takes over the chosen values and everything that pointed to the
 * other, ids of other systems included; the other goes. One transaction, one action that can be undone.
 * Refused as every change is: `records.changed_meanwhile`, `records.rule_broken`.
 */
export async function mergeRecords(
  { records, moveSourceKeys }: MergeParts,
  binding: RecordBinding,
  merge: Merge,
  context: WriteContext,
): Promise<void> {
  const { kind } = binding
  const audited = { ...records, audit: mergeAudit(records.audit) }
  await asAction(records, context, { type: 'merge', kind: kind.id }, async (tx) => {
    const [survivor = {}, other = {}] = await lockBoth(tx, kind, merge)
    const names = await labelsByIds(tx, kind, [merge.survivor.id, merge.other.id])
    const title = `${names[merge.other.id]} → ${names[merge.survivor.id]}`
    const because = { ...context, reason: title }
    for (const pointer of pointersTo(records, kind)) {
      await movePointers(tx, pointer, merge, because, audited.audit)
    }
    await moveSourceKeys(tx, kind.id, merge.other.id, merge.survivor.id)
    await deleteRows(tx, audited, { kind }, [other], because)
    const changes = mergedChanges(kind, survivor, other, merge.choices)
    const wanted = [{ id: merge.survivor.id, before: survivor, changes }]
    const { planned, facts } = await planWrites(tx, binding, wanted, because)
    for (const row of planned) refuseProblems(row)
    const written = await applyWrites(tx, binding, planned, facts, because, audited.audit)
    if (written.length === 0) await touch(tx, audited, kind, merge.survivor.id, because)
    return { result: undefined, title, count: 2 }
  })
}
