import { type Kysely, sql } from 'kysely'
import type { RecordKind, Values } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { AnyTables, AuditWriter, Tx, WriteContext } from '#platform/records/binding.ts'
import { bindingOf, deleteRows, type Records } from '#platform/records/service.ts'
import { changedFields } from '#platform/records/values.ts'
import { applyWrites, lockRows } from '#platform/records/write.ts'
import { inUndoOrder } from '../order.ts'
import { createReporter } from './reporter.ts'
import type { RunDependencies, RunOptions } from './run.ts'
import { type Blocker, loadImport, updateImport } from './tables.ts'
import { findChangedSince, findReferences } from './undo-blockers.ts'

export type UndoDependencies = RunDependencies & {
  /** Tables of histories with an `import_id` whose rows go with the import: stage events. */
  readonly historyTables: readonly string[]
}

/** What an import did to one record, as the audit trail tells it. */
type Touched = {
  readonly record_id: string
  readonly created: boolean
  /** The fields as they were before the import. */
  readonly restore: Values | null
}

const CHUNK = 1_000

/** The audit trail says "undo" for every record that it takes back. */
const undoAudit =
  (audit: AuditWriter): AuditWriter =>
  (tx, context, entries) =>
    audit(
      tx,
      context,
      entries.map((entry) => ({ ...entry, action: 'undo' })),
    )

/**
 * What the import did, one row per record, in a table of the transaction: the last event of it, whether it
 * made the record, and the first value of every field it changed. An import that was undone and done again
 * counts from the second time.
 */
async function collect(tx: Tx, importId: string): Promise<string[]> {
  await sql`
    create temporary table undo_touched on commit drop as
    with mine as (
      select id, kind, record_id, action, before from access.audit_event
       where import_id = ${importId}::uuid
         and id > coalesce((select max(id) from access.audit_event
                             where import_id = ${importId}::uuid and action = 'undo'), 0)
    ), records as (
      select kind, record_id, max(id) as last_event, bool_or(action = 'create') as created
        from mine group by kind, record_id
    ), fields as (
      select distinct on (kind, record_id, field.key) kind, record_id, field.key, field.value
        from mine cross join lateral jsonb_each(before) as field
       where action = 'update' order by kind, record_id, field.key, id
    ), restored as (
      select kind, record_id, jsonb_object_agg(key, value) as restore from fields group by kind, record_id
    )
    select records.kind, records.record_id, last_event, created, restore
      from records left join restored using (kind, record_id)
  `.execute(tx)
  await sql`create index on undo_touched (kind, record_id)`.execute(tx)
  await sql`analyze undo_touched`.execute(tx)
  const { rows } = await sql<{ kind: string }>`
    select distinct kind from undo_touched
  `.execute(tx)
  return rows.map(({ kind }) => kind)
}

async function* touchedOf(tx: Tx, kind: string, created: boolean): AsyncGenerator<Touched[]> {
  let after = ''
  for (;;) {
    const { rows } = await sql<Touched>`
      select record_id, created, restore from undo_touched
       where kind = ${kind} and created = ${created} and record_id > ${after}
       order by record_id limit ${CHUNK}
    `.execute(tx)
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.record_id
  }
}

/** Records exactly as they were, whatever the rules would make of them today. */
async function restoreFields(
  tx: Tx,
  records: Records,
  kind: RecordKind,
  touched: readonly Touched[],
  context: WriteContext,
): Promise<void> {
  const ids = touched.map(({ record_id }) => record_id)
  const current = await lockRows(tx, kind, ids)
  const planned = touched.flatMap(({ record_id: id, restore }) => {
    const before = current.get(id)
    if (!before || !restore) return []
    const after = { ...before, ...restore }
    return [{ id, before, after, changed: changedFields(kind, before, after), problems: [] }]
  })
  const { copies, afterWrite } = bindingOf(records, kind.id)
  const binding = { kind, ...(copies && afterWrite && { afterWrite }) }
  await applyWrites(tx, binding, planned, undefined, context, undoAudit(records.audit))
}

async function deleteCreated(
  tx: Tx,
  records: Records,
  kind: RecordKind,
  touched: readonly Touched[],
  context: WriteContext,
): Promise<void> {
  const ids = touched.map(({ record_id }) => record_id)
  const current = [...(await lockRows(tx, kind, ids)).values()]
  if (current.length === 0) return
  await deleteRows(tx, { ...records, audit: undoAudit(records.audit) }, { kind }, current, context)
}

/** Thrown with what stands in the way; ends the transaction. */
export class UndoBlocked extends Refusal {
  readonly blockers: readonly Blocker[]

  constructor(blockers: readonly Blocker[]) {
    super('conflict', 'imports.undo_blocked', { count: blockers.length })
    this.blockers = blockers
  }
}

const refuseIf = (blockers: readonly Blocker[]): void => {
  if (blockers.length > 0) throw new UndoBlocked(blockers)
}

/**
 * Take a whole import back, field for field, in one transaction: changed records get their old values,
 * made records go. Refused with a list when a record was changed later, or when newer records refer to one
 * that would go; then nothing is changed.
 */
export async function undoImport(
  dependencies: UndoDependencies,
  aside: Kysely<AnyTables>,
  importId: string,
  { signal, onProgress }: RunOptions,
): Promise<void> {
  const { db, records, now, historyTables } = dependencies
  const row = await loadImport(aside, importId)
  const { timeZone } = await dependencies.company()
  const tick = () => now().getTime()
  const reporter = createReporter(aside, { importId, keepIds: false, signal, tick, onProgress })
  const context: WriteContext = {
    actor: { userId: row.created_by, name: row.actor_name },
    now: now(),
    timeZone,
    importId,
  }
  try {
    await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('imports.run'))`.execute(tx)
      const kinds = inUndoOrder(await collect(tx, importId)).map(
        (kind) => bindingOf(records, kind).kind,
      )
      refuseIf(await findChangedSince(tx, records, importId))
      const total = await countTouched(tx)
      let done = 0
      const step = async (rows: readonly Touched[]) => {
        done += rows.length
        await reporter.progress({ phase: 'undo', file: null, done, total })
      }
      for (const table of historyTables) {
        await sql`delete from ${sql.raw(table)} where import_id = ${importId}::uuid`.execute(tx)
      }
      for (const kind of kinds) {
        for await (const touched of touchedOf(tx, kind.id, false)) {
          await restoreFields(tx, records, kind, touched, context)
          await step(touched)
        }
      }
      refuseIf(await findReferences(tx, records, kinds))
      for (const kind of kinds) {
        for await (const touched of touchedOf(tx, kind.id, true)) {
          await deleteCreated(tx, records, kind, touched, context)
          await step(touched)
        }
      }
      await sql`delete from imports.source_key where import_id = ${importId}::uuid`.execute(tx)
      await updateImport(tx, importId, {
        state: 'undone',
        undone_at: now(),
        progress: null,
        error: null,
        undo_blockers: null,
      })
      const run = { action: 'undo', kind: 'import', recordId: importId, before: null, after: null }
      await records.audit(tx, { ...context, importId: null }, [run])
    })
  } catch (error) {
    if (error instanceof UndoBlocked) {
      await updateImport(aside, importId, { undo_blockers: error.blockers })
    }
    throw error
  }
}

async function countTouched(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from undo_touched
  `.execute(tx)
  return rows[0]?.count ?? 0
}
