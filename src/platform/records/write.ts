import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { RecordKind, RuleResult, Values } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { AuditWriter, Change, RecordBinding, RowProblem, Tx, WriteContext } from './binding.ts'
import { changedFields, missingFields, valuesOf } from './values.ts'

/** A wanted write: `before` null creates (with `id`), else updates that record. */
export type Wanted = {
  readonly id: string
  readonly before: Values | null
  readonly changes: Values
}

/** What a wanted write comes to under the rules; `after` has every field. */
export type Planned = {
  readonly id: string
  readonly before: Values | null
  readonly after: Values
  readonly changed: readonly string[]
  readonly problems: readonly RowProblem[]
}

/** Instants travel to PostgreSQL as text inside JSON; this is the column list of a kind. */
const columnsOf = (kind: RecordKind): string[] => kind.fields.map((field) => field.id)

const emptyOf = (kind: RecordKind): Values =>
  Object.fromEntries(
    kind.fields.map((field) => [
      field.id,
      field.type === 'list' ? [] : field.id === 'active' ? true : null,
    ]),
  )

const asProblem = ({ field, rule, severity }: RuleResult): RowProblem => ({ field, rule, severity })

/**
 * Apply the rules of a kind to many wanted writes, without writing: derived fields filled, problems
 * listed. Loads the facts of the rules once for all rows. O(rows).
 */
export async function planWrites(
  tx: Tx,
  binding: RecordBinding,
  wanted: readonly Wanted[],
  context: WriteContext,
): Promise<{ planned: Planned[]; facts: unknown }> {
  const { kind } = binding
  const empty = emptyOf(kind)
  const drafts = wanted.map(({ before, changes }) => ({ ...empty, ...before, ...changes }))
  const facts = await binding.prepare?.(tx, drafts)
  const planned = wanted.map(({ id, before }, index) => {
    const draft = drafts[index] ?? empty
    const after = binding.derive?.(before, draft, facts, context) ?? draft
    const missing = missingFields(kind, after).map(
      (problem): RowProblem => ({ ...problem, severity: 'invalid' }),
    )
    const broken = (binding.check?.(before, after, facts) ?? []).map(asProblem)
    const changed = before ? changedFields(kind, before, after) : columnsOf(kind)
    return { id, before, after, changed, problems: [...missing, ...broken] }
  })
  return { planned, facts }
}

/** Rows as JSON without their empty fields: they come out empty anyway, and imports send thousands. */
function jsonOf(rows: readonly Values[]): string {
  return JSON.stringify(
    rows.map((row) => {
      const filled: Record<string, unknown> = {}
      for (const [id, value] of Object.entries(row)) if (value !== null) filled[id] = value
      return filled
    }),
  )
}

async function insertRows(tx: Tx, kind: RecordKind, rows: readonly Values[]): Promise<void> {
  const columns = sql.join(
    ['id', 'created_at', 'updated_at', ...columnsOf(kind)].map((c) => sql.ref(c)),
  )
  await sql`
    insert into ${sql.raw(kind.table)} (${columns})
    select ${columns}
      from jsonb_populate_recordset(null::${sql.raw(kind.table)}, ${jsonOf(rows)}::jsonb)
  `.execute(tx)
}

async function updateRows(tx: Tx, kind: RecordKind, rows: readonly Values[]): Promise<number> {
  const assignments = sql.join(
    columnsOf(kind).map((c) => sql`${sql.ref(c)} = source.${sql.ref(c)}`),
  )
  const result = await sql`
    update ${sql.raw(kind.table)} as target
       set ${assignments}, version = target.version + 1, updated_at = source.updated_at
      from jsonb_populate_recordset(null::${sql.raw(kind.table)}, ${jsonOf(rows)}::jsonb) as source
     where target.id = source.id
       and target.version = source.version
  `.execute(tx)
  return Number(result.numAffectedRows ?? 0)
}

/** The values of a change that the audit trail keeps: all of a new record, else only what differs. */
function auditValues(kind: RecordKind, planned: Planned) {
  const pick = (values: Values, ids: readonly string[]) =>
    Object.fromEntries(ids.map((id) => [id, values[id] ?? null]))
  if (planned.before) {
    return {
      before: pick(planned.before, planned.changed),
      after: pick(planned.after, planned.changed),
    }
  }
  const filled = columnsOf(kind).filter((id) => (planned.after[id] ?? null) !== null)
  return { before: null, after: pick(planned.after, filled) }
}

const auditEntries = (kind: RecordKind, rows: readonly Planned[]) =>
  rows.map((row) => ({
    action: row.before ? 'update' : 'create',
    kind: kind.id,
    recordId: row.id,
    ...auditValues(kind, row),
  }))

/** PostgreSQL's refusals in our words; anything else is a bug and passes through. */
export function refusalOf(error: unknown): unknown {
  const { code, constraint, table } = error as {
    code?: string
    constraint?: string
    table?: string
  }
  if (code === '23503') {
    const field = /^.+?_([a-z_]+)_fkey$/.exec(constraint ?? '')?.[1]
    const known = field && table ? constraint?.slice(table.length + 1, -'_fkey'.length) : field
    return new Refusal('invalid', 'records.unknown_reference', {}, [
      { field: known ?? 'id', rule: 'records.unknown_reference' },
    ])
  }
  if (code === '23505')
    return new Refusal('conflict', 'records.duplicate', { constraint: constraint ?? '' })
  if (code === '40001' || code === '40P01')
    return new Refusal('conflict', 'records.changed_meanwhile')
  return error
}

async function writeRows(tx: Tx, kind: RecordKind, rows: readonly Planned[], at: Date) {
  const now = at.toISOString()
  const created = rows.filter((row) => row.before === null)
  const updated = rows.filter((row) => row.before !== null)
  if (created.length > 0) {
    await insertRows(
      tx,
      kind,
      created.map((row) => ({ ...row.after, id: row.id, created_at: now, updated_at: now })),
    )
  }
  if (updated.length === 0) return
  const count = await updateRows(
    tx,
    kind,
    updated.map((row) => ({
      ...row.after,
      id: row.id,
      version: row.before?.version,
      updated_at: now,
    })),
  )
  if (count !== updated.length) throw new Refusal('conflict', 'records.changed_meanwhile')
}

/**
 * Write planned rows, their audit entries and what hangs on them, inside the caller's transaction.
 * Rows without a change are left alone. Throws `records.changed_meanwhile` when a row's version is
 * no longer that of `before`. Two statements per call, whatever the number of rows.
 */
export async function applyWrites(
  tx: Tx,
  binding: RecordBinding,
  planned: readonly Planned[],
  facts: unknown,
  context: WriteContext,
  audit: AuditWriter,
): Promise<Change[]> {
  const { kind } = binding
  const rows = planned.filter((row) => row.before === null || row.changed.length > 0)
  if (rows.length === 0) return []
  const changes = rows.map(({ id, before, after }) => ({ id, before, after }))
  // One connection works the statements off in turn; their texts are made while it works on those before.
  const writing = writeRows(tx, kind, rows, context.now)
  const trailing = setImmediate().then(() => audit(tx, context, auditEntries(kind, rows)))
  const following = writing.then(() => binding.afterWrite?.(tx, changes, context, facts))
  const [written, ...others] = await Promise.allSettled([writing, trailing, following])
  if (written.status === 'rejected') throw refusalOf(written.reason)
  for (const other of others) if (other.status === 'rejected') throw other.reason
  return changes
}

/** The rows of the given ids as values, locked until the transaction ends. */
export async function lockRows(
  tx: Tx,
  kind: RecordKind,
  ids: readonly string[],
): Promise<Map<string, Values>> {
  const idType = kind.id === 'channel' ? sql.raw('text[]') : sql.raw('uuid[]')
  const result = await sql<Record<string, unknown>>`
    select * from ${sql.raw(kind.table)} where id = any(${[...ids]}::${idType}) order by id for update
  `.execute(tx)
  return new Map(result.rows.map((row) => [String(row.id), valuesOf(row, kind)]))
}
