import { type RawBuilder, sql } from 'kysely'
import type { Values } from '#kernel/record.ts'
import { dayOf } from '#kernel/zone.ts'
import type { AuditWriter, Change, Tx, WriteContext } from '#platform/records/binding.ts'
import { lockRows } from '#platform/records/write.ts'
import { costKind } from '../cost.ts'

/** What the entries of a recurring cost are made of. */
const TERMS = [
  'category',
  'amount',
  'currency',
  'share',
  'rhythm',
  'from_date',
  'until_date',
  'channel',
  'campaign_id',
  'split_id',
  'product_id',
  'team_id',
  'region_id',
  'sales_scope',
]

const isOtherwise = (before: Values, after: Values): boolean =>
  TERMS.some((field) => (before[field] ?? null) !== (after[field] ?? null))

/** Deletes entries that were made ahead, and says so in their history. Answers them as they were. */
export async function removeEntries(
  tx: Tx,
  condition: RawBuilder<unknown>,
  context: WriteContext,
  audit: AuditWriter,
): Promise<Values[]> {
  const { rows } = await sql<{ id: string }>`
    select id::text as id from costs.entry where ${condition} order by id for update
  `.execute(tx)
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const gone = [...(await lockRows(tx, costKind, ids)).values()]
  await sql`delete from costs.entry where id = any(${ids}::uuid[])`.execute(tx)
  await audit(
    tx,
    context,
    gone.map((before) => ({
      action: 'delete',
      kind: costKind.id,
      recordId: String(before.id),
      before,
      after: null,
    })),
  )
  return gone
}

/** From the first of removed entries on nothing is booked any more; null where none was removed. */
export const firstDay = (gone: readonly Values[]): string | null =>
  gone.map(({ from_date: from }) => String(from)).toSorted()[0] ?? null

/**
 * Entries that were made ahead by terms that hold no longer go: those that begin after today, and what begins after
 * the end. While the cost runs, the next making makes them anew. What has begun stays as it was booked.
 */
export async function dropOutdated(
  tx: Tx,
  changes: readonly Change[],
  context: WriteContext,
  audit: AuditWriter,
): Promise<void> {
  const today = dayOf(context.now.getTime(), context.timeZone)
  for (const { id, before, after } of changes) {
    if (!before || !after || !isOtherwise(before, after)) continue
    const gone = await removeEntries(
      tx,
      sql`recurring_id = ${id}::uuid
          and (from_date >= ${after.until_date}::date
               or (${after.active === true}::boolean and from_date > ${today}::date))`,
      context,
      audit,
    )
    const from = firstDay(gone)
    if (from === null) continue
    await sql`
      update costs.recurring set made_until = ${from}::date where id = ${id}::uuid
    `.execute(tx)
  }
}

/** With a recurring cost go its entries that begin after today; what has begun stays booked. */
export async function dropAhead(
  tx: Tx,
  rows: readonly Values[],
  context: WriteContext,
  audit: AuditWriter,
): Promise<void> {
  const today = dayOf(context.now.getTime(), context.timeZone)
  const ids = rows.map(({ id }) => String(id))
  await removeEntries(
    tx,
    sql`recurring_id = any(${ids}::uuid[]) and from_date > ${today}::date`,
    context,
    audit,
  )
}
