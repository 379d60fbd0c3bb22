import { sql } from 'kysely'
import type { Values } from '#kernel/record.ts'
import { dayOf } from '#kernel/zone.ts'
import type { Change, Tx, WriteContext } from '#platform/records/binding.ts'

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

/**
 * Entries that were made ahead by terms that hold no longer go: those that begin after today, and what begins after
 * the end. While the cost runs, the next making makes them anew. What has begun stays as it was booked.
 */
export async function dropOutdated(
  tx: Tx,
  changes: readonly Change[],
  { now, timeZone }: WriteContext,
): Promise<void> {
  const today = dayOf(now.getTime(), timeZone)
  for (const { id, before, after } of changes) {
    if (!before || !after || !isOtherwise(before, after)) continue
    await sql`
      with gone as (
        delete from costs.entry
         where recurring_id = ${id}::uuid
           and (from_date >= ${after.until_date}::date
                or (${after.active === true}::boolean and from_date > ${today}::date))
        returning from_date
      )
      update costs.recurring set made_until = (select min(from_date) from gone)
       where id = ${id}::uuid and exists (select from gone)
    `.execute(tx)
  }
}
