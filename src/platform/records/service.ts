import { sql } from 'kysely'
import type { RecordKind, Values } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import type {
  AuditWriter,
  Db,
  HistoryItem,
  RecordBinding,
  TimelineItem,
  Tx,
  WriteContext,
} from './binding.ts'
import type { RowScope } from './conditions.ts'
import { type Asker, asAction, type Outcome, undoableAmong } from './journal.ts'
import { findRecord, labelsByIds } from './read.ts'
import { parseChanges } from './values.ts'
import { applyWrites, lockRows, type Planned, planWrites, refusalOf, type Wanted } from './write.ts'

/** Every kind of record with its rules, and what writing needs; built once in main. */
export type Records = {
  readonly db: Db
  readonly bindings: ReadonlyMap<string, RecordBinding>
  readonly audit: AuditWriter
  readonly newId: () => string
  /** Changes of a record as the audit trail has them, newest first. */
  readonly history: (db: Db, kind: RecordKind, id: string) => Promise<readonly HistoryItem[]>
}

export function bindingOf(records: Records, kindId: string): RecordBinding {
  const binding = records.bindings.get(kindId)
  if (!binding) throw new Refusal('not_found', 'records.unknown_kind', { kind: kindId })
  return binding
}

const notFound = (kind: RecordKind, id: string) =>
  new Refusal('not_found', 'records.not_found', { kind: kind.id, id })

/** Throws `records.rule_broken` with every rule that the planned change breaks. */
export function refuseProblems({ problems }: Pick<Planned, 'problems'>): void {
  if (problems.length === 0) return
  throw new Refusal(
    'invalid',
    'records.rule_broken',
    {},
    problems.map(({ field, rule }) => ({ field, rule })),
  )
}

/** Throws `records.reason_required` where a change asks for a reason and has none. */
export function checkReason(
  binding: RecordBinding,
  planned: Planned,
  reason: string | null | undefined,
): void {
  if (!planned.before || reason?.trim()) return
  const fields = binding.reasonNeeded?.(planned.before, planned.after) ?? []
  if (fields.length === 0) return
  throw new Refusal(
    'invalid',
    'records.reason_required',
    {},
    fields.map((field) => ({ field, rule: `${binding.kind.area}.reason_required` })),
  )
}

/**
 * Create or update one record under all rules, in the caller's transaction.
 * Throws `records.rule_broken` (422) with the fields and rules, `records.reason_required`,
 * `records.changed_meanwhile` (409).
 */
export async function writeOne(
  tx: Tx,
  records: Records,
  binding: RecordBinding,
  wanted: Wanted,
  context: WriteContext,
): Promise<void> {
  const { planned, facts } = await planWrites(tx, binding, [wanted], context)
  const [only] = planned
  if (!only) return
  refuseProblems(only)
  checkReason(binding, only, context.reason)
  await applyWrites(tx, binding, planned, facts, context, records.audit)
}

/** Create a record from a form or the API. Returns its values. */
export async function createRecord(
  records: Records,
  binding: RecordBinding,
  input: Readonly<Record<string, unknown>>,
  context: WriteContext,
): Promise<Values> {
  const { changes, problems } = parseChanges(binding.kind, input)
  if (problems.length > 0) throw new Refusal('invalid', 'records.rule_broken', {}, problems)
  const { kind } = binding
  const id = records.newId()
  return asAction(records, context, { type: 'create', kind: kind.id }, async (tx) => {
    await writeOne(tx, records, binding, { id, before: null, changes }, context)
    return outcomeOf(tx, kind, id)
  })
}

/** The record as it is now, and its name for the list of changes. */
async function outcomeOf(tx: Tx, kind: RecordKind, id: string): Promise<Outcome<Values>> {
  const result = await findRecord(tx, kind, id, null)
  if (!result) throw notFound(kind, id)
  const names = await labelsByIds(tx, kind, [id])
  return { result, title: names[id] ?? id, count: 1 }
}

/** Change a record; `version` is the one the person saw. Returns the new values. */
export async function updateRecord(
  records: Records,
  binding: RecordBinding,
  target: { id: string; version: number; scope: RowScope },
  input: Readonly<Record<string, unknown>>,
  context: WriteContext,
): Promise<Values> {
  const { kind } = binding
  const { changes, problems } = parseChanges(kind, input)
  if (problems.length > 0) throw new Refusal('invalid', 'records.rule_broken', {}, problems)
  return asAction(records, context, { type: 'update', kind: kind.id }, async (tx) => {
    const before = await lockOne(tx, kind, target)
    await writeOne(tx, records, binding, { id: target.id, before, changes }, context)
    return outcomeOf(tx, kind, target.id)
  })
}

async function lockOne(
  tx: Tx,
  kind: RecordKind,
  { id, version, scope }: { id: string; version: number; scope: RowScope },
): Promise<Values> {
  const before = (await lockRows(tx, kind, [id])).get(id)
  if (!before || (scope && before[scope.field] !== scope.value)) throw notFound(kind, id)
  if (before.version !== version) {
    throw new Refusal('conflict', 'records.changed_meanwhile', { version: Number(before.version) })
  }
  return before
}

/** Delete records in the caller's transaction; refused while anything refers to them. */
export async function deleteRows(
  tx: Tx,
  records: Records,
  binding: RecordBinding,
  rows: readonly Values[],
  context: WriteContext,
): Promise<void> {
  const { kind } = binding
  const ids = rows.map((row) => String(row.id))
  await binding.beforeDelete?.(tx, rows, context)
  try {
    await sql`delete from ${sql.raw(kind.table)} where id = any(${ids}::uuid[])`.execute(tx)
  } catch (error) {
    const { code, table, schema } = error as { code?: string; table?: string; schema?: string }
    if (code === '23503') {
      throw new Refusal('conflict', 'records.in_use', { by: `${schema}.${table}` })
    }
    throw refusalOf(error)
  }
  const fields = kind.fields.map((field) => field.id)
  await records.audit(
    tx,
    context,
    rows.map((row) => ({
      action: 'delete',
      kind: kind.id,
      recordId: String(row.id),
      before: Object.fromEntries(
        fields.filter((f) => (row[f] ?? null) !== null).map((f) => [f, row[f]]),
      ),
      after: null,
    })),
  )
  await binding.afterWrite?.(
    tx,
    rows.map((row) => ({ id: String(row.id), before: row, after: null })),
    context,
    undefined,
  )
}

/** Delete one record; `version` is the one the person saw. */
export async function deleteRecord(
  records: Records,
  binding: RecordBinding,
  target: { id: string; version: number; scope: RowScope },
  context: WriteContext,
): Promise<void> {
  const { kind } = binding
  await asAction(records, context, { type: 'delete', kind: kind.id }, async (tx) => {
    const before = await lockOne(tx, kind, target)
    const names = await labelsByIds(tx, kind, [target.id])
    await deleteRows(tx, records, binding, [before], context)
    return { result: undefined, title: names[target.id] ?? target.id, count: 1 }
  })
}

/**
 * A record's history: what the domain knows and what the audit trail has, newest first. Changes that
 * `asker` may take back carry the action to undo.
 */
export async function timelineOf(
  records: Records,
  binding: RecordBinding,
  id: string,
  asker: Asker = { userId: null, isAdministrator: false },
): Promise<TimelineItem[]> {
  const own = (await binding.timeline?.(records.db, id)) ?? []
  const history = await records.history(records.db, binding.kind, id)
  const requests = history.flatMap(({ requestId }) => (requestId ? [requestId] : []))
  const undoable = await undoableAmong(records.db, binding.kind.id, requests, asker)
  const changes = history.map(({ requestId, ...item }) =>
    requestId && item.type !== 'undo' && undoable.has(requestId)
      ? { ...item, action: requestId }
      : item,
  )
  return [...own, ...changes].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
}
