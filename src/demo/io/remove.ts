import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import { bindingOf, deleteRows } from '#platform/records/service.ts'
import { valuesOf } from '#platform/records/values.ts'
import { DEMO_KINDS, DEMO_SCHEDULE, type DemoKind, demoIdRange } from '../ids.ts'
import { AUTHOR, type DemoParts, noAudit, type Report } from './parts.ts'

/** Rows of others that hold on to demo records: table and column of each reference, and its target. */
type Reference = { readonly source: string; readonly column: string; readonly target: string }

/** Every reference that would keep a row from being deleted, as the catalogue has them. */
async function referencesTo(tx: Tx, tables: readonly string[]): Promise<Reference[]> {
  const { rows } = await sql<Reference>`
    select constraint_.conrelid::regclass::text as source, attribute.attname as "column",
           constraint_.confrelid::regclass::text as target
      from pg_constraint constraint_
      join pg_attribute attribute
        on attribute.attrelid = constraint_.conrelid and attribute.attnum = constraint_.conkey[1]
     where constraint_.contype = 'f' and constraint_.confdeltype in ('a', 'r')
       and constraint_.confrelid = any(${[...tables]}::text[]::regclass[])
  `.execute(tx)
  return rows
}

const within = (kind: DemoKind, column: string) => {
  const { first, last } = demoIdRange(kind)
  return sql<boolean>`${sql.ref(column)} >= ${first}::uuid and ${sql.ref(column)} <= ${last}::uuid`
}

/** What the program itself made of demo records: entries of hours and of recurring costs. It goes with them. */
const MADE: readonly (readonly [table: string, column: string, of: DemoKind])[] = [
  ['costs.entry', 'time_entry_id', 'time_entry'],
  ['costs.entry', 'recurring_id', 'recurring_cost'],
]

const madeIn = (table: string) =>
  MADE.filter(([own]) => own === table).map(
    ([, column, of]) => sql`coalesce(${within(of, column)}, false)`,
  )

/**
 * Records that people made meanwhile and that hold on to demo records, by table. They are theirs: whoever
 * removes the demo company decides about them first.
 */
export async function heldBy(tx: Tx, parts: DemoParts): Promise<Map<string, number>> {
  const kindOf = new Map<string, DemoKind>(
    DEMO_KINDS.map((kind) => [bindingOf(parts.records, kind).kind.table, kind]),
  )
  const held = new Map<string, number>()
  for (const { source, column, target } of await referencesTo(tx, [...kindOf.keys()])) {
    const targetKind = kindOf.get(target)
    if (!targetKind) continue
    const sourceKind = kindOf.get(source)
    const ofDemo = [...(sourceKind ? [within(sourceKind, 'id')] : []), ...madeIn(source)]
    const own = ofDemo.length > 0 ? sql`not (${sql.join(ofDemo, sql` or `)})` : sql`true`
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.raw(source)} where ${within(targetKind, column)} and ${own}
    `.execute(tx)
    const count = rows[0]?.count ?? 0
    if (count > 0) held.set(source, Math.max(held.get(source) ?? 0, count))
  }
  return held
}

async function refuseHeld(tx: Tx, parts: DemoParts): Promise<void> {
  const held = await heldBy(tx, parts)
  if (held.size === 0) return
  const kinds = new Map(
    [...parts.records.bindings.values()].map(({ kind }) => [kind.table, kind.id]),
  )
  const problems = [...held].map(([table, count]) => ({
    field: kinds.get(table) ?? table,
    rule: 'demo.in_use',
    detail: { count },
  }))
  const kindsText = problems.map(({ field, detail }) => `${detail.count} ${field}`).join(', ')
  throw new Refusal('conflict', 'demo.in_use', { kinds: kindsText }, problems)
}

const BATCH = 5_000

async function deleteKind(
  tx: Tx,
  parts: DemoParts,
  kind: DemoKind,
  context: WriteContext,
  deleted: (count: number) => Promise<void>,
): Promise<void> {
  const binding = bindingOf(parts.records, kind)
  const records = { ...parts.records, audit: noAudit }
  for (;;) {
    const { rows } = await sql<Record<string, unknown>>`
      select * from ${sql.raw(binding.kind.table)} where ${within(kind, 'id')} order by id limit ${BATCH}
    `.execute(tx)
    if (rows.length === 0) return
    const deletedRows = rows.map((row) => valuesOf(row, binding.kind))
    await deleteRows(tx, records, binding, deletedRows, context)
    await deleted(rows.length)
  }
}

/** Entries that the program made of recurring costs since; those of hours go with their hours. */
const deleteMadeAhead = (tx: Tx) =>
  sql`
    delete from costs.entry
     where ${within('recurring_cost', 'recurring_id')}
       and not (${within('cost', 'id')})
  `.execute(tx)

/** How many demo records there are now; people may have deleted some. */
async function countDemo(tx: Tx, parts: DemoParts): Promise<number> {
  let sum = 0
  for (const kind of DEMO_KINDS) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.raw(bindingOf(parts.records, kind).kind.table)}
       where ${within(kind, 'id')}
    `.execute(tx)
    sum += rows[0]?.count ?? 0
  }
  return sum
}

/** Deletes every demo record in the caller's transaction; returns how many. */
export async function deleteDemo(
  tx: Tx,
  parts: DemoParts,
  timeZone: string,
  report: Report,
): Promise<number> {
  await refuseHeld(tx, parts)
  const context = { actor: { userId: null, name: AUTHOR }, now: parts.now(), timeZone }
  await parts.removeSchedule(tx, DEMO_SCHEDULE)
  await deleteMadeAhead(tx)
  const total = await countDemo(tx, parts)
  let done = 0
  for (const kind of DEMO_KINDS.toReversed()) {
    await deleteKind(tx, parts, kind, context, async (count) => {
      done += count
      await report(done, total)
    })
  }
  return total
}
