import { sql } from 'kysely'
import type { RecordKind, Values } from '#kernel/record.ts'
import { type Problem, Refusal } from '#kernel/refusal.ts'
import type { Db, RecordBinding, Tx, WriteContext } from './binding.ts'
import { conditionsOf, type Filters, type RowScope, whereOf } from './conditions.ts'
import { asAction } from './journal.ts'
import { COUNT_CAP } from './page.ts'
import { labelsByIds } from './read.ts'
import { checkReason, deleteRows, type Records, refuseProblems } from './service.ts'
import { parseChanges } from './values.ts'
import { applyWrites, lockRows, type Planned, planWrites } from './write.ts'

/** Which records: those named, or all that a list shows. */
export type Selection =
  | { readonly ids: readonly string[] }
  | { readonly query: Filters; readonly expected: number }

/**
 * `preview` writes nothing; `all_or_nothing` writes only if no record is refused; `skip_refused` leaves the
 * refused ones as they are.
 */
export type BulkMode = 'preview' | 'all_or_nothing' | 'skip_refused'

export type Refused = {
  readonly id: string
  readonly title: string
  readonly problems: Problem[]
}

export type BulkResult = {
  readonly total: number
  /** Records that change, or that would. */
  readonly changed: number
  /** Records that have the wanted values already. */
  readonly unchanged: number
  readonly refusedCount: number
  /** The first of those refused, with why. */
  readonly refused: Refused[]
  readonly applied: boolean
}

export type Bulk = {
  readonly binding: RecordBinding
  readonly selection: Selection
  readonly mode: BulkMode
  readonly scope: RowScope
  readonly context: WriteContext
}

const CHUNK = 1_000
const TOLD_MAX = 100

/** The ids that a selection comes to, in a fixed order. At most COUNT_CAP, else `records.too_many`. */
async function idsOf(db: Db, { binding, selection, scope, context }: Bulk): Promise<string[]> {
  const { kind } = binding
  const conditions =
    'ids' in selection
      ? [
          sql`t.id = any(${[...selection.ids]}::uuid[])`,
          ...conditionsOf(binding, { filters: {} }, scope, context.timeZone),
        ]
      : conditionsOf(binding, selection.query, scope, context.timeZone)
  const { rows } = await sql<{ id: string }>`
    select t.id::text as id from ${sql.raw(kind.table)} t ${whereOf(conditions)}
     order by t.id limit ${COUNT_CAP + 1}
  `.execute(db)
  if (rows.length > COUNT_CAP)
    throw new Refusal('invalid', 'records.too_many', { limit: COUNT_CAP })
  if ('query' in selection && selection.expected !== rows.length) {
    throw new Refusal('conflict', 'records.selection_changed', { count: rows.length })
  }
  return rows.map(({ id }) => id)
}

const chunksOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / CHUNK) }, (_, index) =>
    ids.slice(index * CHUNK, (index + 1) * CHUNK),
  )

/** What is counted while the chunks run. */
class Tally {
  changed = 0
  unchanged = 0
  refusedCount = 0
  readonly refused: { id: string; problems: Problem[] }[] = []

  refuse(id: string, problems: Problem[]): void {
    this.refusedCount += 1
    if (this.refused.length < TOLD_MAX) this.refused.push({ id, problems })
  }
}

/** Ends the transaction of a preview, or of an edit that was to be all or nothing. */
class TakenBack extends Error {}

async function inOneAction(
  records: Records,
  bulk: Bulk,
  type: 'bulk_update' | 'bulk_delete',
  run: (tx: Tx, ids: readonly string[], tally: Tally) => Promise<void>,
): Promise<BulkResult> {
  const { binding, mode, context } = bulk
  const { kind } = binding
  const tally = new Tally()
  let total = 0
  let names: Record<string, string> = {}
  let applied = mode !== 'preview'
  try {
    await asAction(records, context, { type, kind: kind.id }, async (tx) => {
      const ids = await idsOf(tx, bulk)
      total = ids.length
      for (const chunk of chunksOf(ids)) await run(tx, chunk, tally)
      names = await labelsByIds(
        records.db,
        kind,
        tally.refused.map(({ id }) => id),
      )
      if (mode === 'preview' || (mode === 'all_or_nothing' && tally.refusedCount > 0)) {
        throw new TakenBack()
      }
      return { result: undefined, title: '', count: tally.changed }
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
    applied = false
  }
  const refused = tally.refused.map((one) => ({ ...one, title: names[one.id] ?? one.id }))
  const { changed, unchanged, refusedCount } = tally
  return { total, changed, unchanged, refusedCount, refused, applied }
}

/** The rules that a planned change breaks, a missing reason among them. */
function problemsOf(binding: RecordBinding, planned: Planned, context: WriteContext): Problem[] {
  try {
    refuseProblems(planned)
    checkReason(binding, planned, context.reason)
    return []
  } catch (error) {
    if (error instanceof Refusal) return [...error.problems]
    throw error
  }
}

/**
 * The same changes to many records under the rules of the form, in one transaction and as one action that
 * can be undone. A preview does all of it and takes it back, so that it counts what would happen.
 */
export async function bulkUpdate(
  records: Records,
  bulk: Bulk,
  input: Readonly<Record<string, unknown>>,
): Promise<BulkResult> {
  const { binding, context } = bulk
  const { changes, problems } = parseChanges(binding.kind, input)
  if (problems.length > 0) throw new Refusal('invalid', 'records.rule_broken', {}, problems)
  if (Object.keys(changes).length === 0) throw new Refusal('invalid', 'records.no_changes')
  return inOneAction(records, bulk, 'bulk_update', async (tx, ids, tally) => {
    const rows = await lockRows(tx, binding.kind, ids)
    const wanted = [...rows].map(([id, before]) => ({ id, before, changes }))
    const { planned, facts } = await planWrites(tx, binding, wanted, context)
    const good = planned.filter((row) => {
      if (row.changed.length === 0) {
        tally.unchanged += 1
        return false
      }
      const broken = problemsOf(binding, row, context)
      if (broken.length > 0) tally.refuse(row.id, broken)
      return broken.length === 0
    })
    const written = await applyWrites(tx, binding, good, facts, context, records.audit)
    tally.changed += written.length
  })
}

/** Which of the ids something else refers to; rows of the same kind count too. */
async function inUse(
  tx: Tx,
  records: Records,
  kind: RecordKind,
  ids: readonly string[],
): Promise<Map<string, Problem>> {
  const used = new Map<string, Problem>()
  for (const { kind: other } of records.bindings.values()) {
    for (const field of other.fields) {
      if (field.type !== 'reference' || field.kind !== kind.id || field.goesWith) continue
      const { rows } = await sql<{ id: string }>`
        select distinct ${sql.ref(field.id)}::text as id from ${sql.raw(other.table)}
         where ${sql.ref(field.id)} = any(${[...ids]}::uuid[])
      `.execute(tx)
      for (const { id } of rows) used.set(id, { field: other.id, rule: 'records.in_use' })
    }
  }
  return used
}

/** Deletes many records as one action; those that others refer to are refused. */
export async function bulkDelete(records: Records, bulk: Bulk): Promise<BulkResult> {
  const { binding, context } = bulk
  const { kind } = binding
  return inOneAction(records, bulk, 'bulk_delete', async (tx, ids, tally) => {
    const rows = await lockRows(tx, kind, ids)
    const used = await inUse(tx, records, kind, ids)
    const free: Values[] = []
    for (const [id, row] of rows) {
      const problem = used.get(id)
      if (problem) tally.refuse(id, [problem])
      else free.push(row)
    }
    if (free.length > 0) await deleteRows(tx, records, binding, free, context)
    tally.changed += free.length
  })
}
