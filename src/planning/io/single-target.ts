import type { IsoDate } from '#kernel/period.ts'
import { spanOf, type TargetPeriod } from '#kpis/targets.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import type { Records } from '#platform/records/service.ts'
import { PlanFilters } from '../plan-shapes.ts'
import { noSuchFilter } from '../refusals.ts'
import { slotsOf, valueAt, withValue } from '../year-plan.ts'
import { readStoredPlan, writeYearPlan } from './year-plan.ts'

export type SingleTarget = {
  readonly kpi: string
  readonly period: TargetPeriod
  /** A day of the span. */
  readonly from: IsoDate
  readonly filters: Readonly<Record<string, string>>
  /** In the unit of the figure; null takes the target away. */
  readonly value: number | null
}

/**
 * Sets one target in the caller's transaction, under the rules of the plan of a year. Returns what it was, null where
 * there was none. Refuses like `writeYearPlan`, and filters that a target cannot have.
 */
export async function writeSingleTarget(
  tx: Tx,
  records: Records,
  { kpi, period, from, filters, value }: SingleTarget,
  context: WriteContext,
): Promise<{ readonly before: number | null; readonly from: IsoDate }> {
  const first = spanOf(period, from).from
  const known = PlanFilters.safeParse(filters)
  if (!known.success) throw noSuchFilter(known.error.issues.map(({ path }) => path.join('.')))
  const wish = { kpi, year: Number(first.slice(0, 4)), filters: known.data }
  const { values, seen } = await readStoredPlan(tx, wish)
  const slot = slotsOf(wish.year).find((one) => one.period === period && one.from === first)
  if (!slot) throw new Error(`no ${period} of ${wish.year} begins on ${first}`)
  const before = valueAt(values, slot)
  const changed = { ...wish, values: withValue(values, slot, value), seen }
  await writeYearPlan(tx, records, changed, context)
  return { before, from: first }
}
