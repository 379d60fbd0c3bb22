import { sql } from 'kysely'
import { firstOfMonth, type IsoDate, isoDate, type Period } from '#kernel/period.ts'
import type { Values } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/zone.ts'
import { KpiQuery } from '#kpis/query.ts'
import { kpiById } from '#kpis/registry.ts'
import type { Db, Tx, WriteContext } from '#platform/records/binding.ts'
import { labelsOf } from '#platform/records/read.ts'
import { bindingOf, deleteRows, type Records } from '#platform/records/service.ts'
import { parseChanges, valuesOf } from '#platform/records/values.ts'
import { applyWrites, planWrites, type Wanted } from '#platform/records/write.ts'
import type { PlanChange, PlanFilters, PlanList, PlanQuery, YearPlan } from '../plan-shapes.ts'
import { planChangedMeanwhile, unknownFigure } from '../refusals.ts'
import { TARGET_FILTERS, targetKind, valueFieldOf } from '../target.ts'
import { EMPTY_YEAR, type Slot, slotsOf, valueAt, withValue } from '../year-plan.ts'
import { filtersOf } from './targets.ts'

/** Values of one figure by month (`yyyy-mm`); handed over by main, because kpis calculates them. */
export type ReadMonths = (
  query: KpiQuery,
  kpi: string,
) => Promise<ReadonlyMap<string, number | null>>

export type PlanParts = {
  readonly records: Records
  readonly now: () => Date
  readonly timeZone: () => string
  readonly months: ReadMonths
}

type Wish = Pick<PlanChange, 'kpi' | 'year' | 'filters'>

/** The stored targets of one figure, year and filter; with `lock` until the transaction ends. */
async function readRows(db: Db, { kpi, year, filters }: Wish, lock: boolean): Promise<Values[]> {
  const narrowed = TARGET_FILTERS.map(([column, name]) => {
    const value = filters[name] ?? null
    return value === null
      ? sql`and ${sql.ref(column)} is null`
      : sql`and ${sql.ref(column)}::text = ${value}`
  })
  const { from, until } = yearPeriod(year)
  const { rows } = await sql<Record<string, unknown>>`
    select *
      from planning.target
     where kpi = ${kpi}
       and from_date >= ${from}::date
       and from_date < ${until}::date
       ${sql.join(narrowed, sql` `)}
     order by id
       ${lock ? sql`for update` : sql``}
  `.execute(db)
  return rows.map((row) => valuesOf(row, targetKind))
}

const yearPeriod = (year: number): Period => {
  const from = isoDate(`${String(year).padStart(4, '0')}-01-01`)
  return { from, until: firstOfMonth(from, 12) }
}

const at = (rows: readonly Values[], { period, from }: Slot): Values | undefined =>
  rows.find((row) => row.period === period && row.from_date === from)

const numberOf = (row: Values): number => Number(row.amount ?? row.rate ?? row.number)

/** The targets of a figure, year and filter as they are stored, and the versions they have. */
export async function readStoredPlan(
  db: Db,
  wish: Wish,
): Promise<Pick<YearPlan, 'values' | 'seen'>> {
  const rows = await readRows(db, wish, false)
  let values = EMPTY_YEAR
  for (const slot of slotsOf(wish.year)) {
    const row = at(rows, slot)
    if (row) values = withValue(values, slot, numberOf(row))
  }
  const seen = Object.fromEntries(rows.map((row) => [String(row.id), Number(row.version)]))
  return { values, seen }
}

const monthState = (from: IsoDate, today: IsoDate): YearPlan['months'][number]['state'] => {
  if (firstOfMonth(from, 1) <= today) return 'past'
  return from <= today ? 'running' : 'future'
}

/** The plan of a year beside its figures and those of the year before. */
export async function readYearPlan(parts: PlanParts, query: PlanQuery): Promise<YearPlan> {
  const { kpi, year, ...filters } = query
  if (!kpiById(kpi)) throw unknownFigure(kpi)
  const { from, until } = yearPeriod(year)
  const today = dayOf(parts.now().getTime(), parts.timeZone())
  const asked = { from: firstOfMonth(from, -12), until, by: 'month', ...filters }
  const [stored, values] = await Promise.all([
    readStoredPlan(parts.records.db, { kpi, year, filters }),
    parts.months(KpiQuery.parse(asked), kpi),
  ])
  return {
    kpi,
    year,
    filters,
    ...stored,
    months: slotsOf(year)
      .filter(({ period }) => period === 'month')
      .map((slot) => {
        const state = monthState(slot.from, today)
        const value = (day: IsoDate) => values.get(day.slice(0, 7)) ?? null
        return {
          from: slot.from,
          state,
          actual: state === 'future' ? null : value(slot.from),
          lastYear: value(firstOfMonth(slot.from, -12)),
        }
      }),
  }
}

function refuseUnlessSeen(rows: readonly Values[], seen: PlanChange['seen']): void {
  const known = rows.filter((row) => seen[String(row.id)] === row.version)
  if (known.length !== rows.length || rows.length !== Object.keys(seen).length) {
    throw planChangedMeanwhile()
  }
}

function columnsOf(filters: PlanFilters): Record<string, string> {
  const columns = TARGET_FILTERS.flatMap(([column, name]) => {
    const value = filters[name]
    return value === undefined ? [] : [[column, value] as const]
  })
  return Object.fromEntries(columns)
}

/** What a slot's target shall be, parsed by the rules of the kind. */
function wantedOf(records: Records, change: Wish, slot: Slot, value: number, row?: Values): Wanted {
  const kpi = kpiById(change.kpi)
  if (!kpi) throw unknownFigure(change.kpi)
  const { changes, problems } = parseChanges(targetKind, {
    kpi: change.kpi,
    period: slot.period,
    from_date: slot.from,
    [valueFieldOf(kpi.unit)]: value,
    ...columnsOf(change.filters),
  })
  if (problems.length > 0) {
    const place = `${slot.period}.${slot.index}`
    const found = problems.map(({ rule }) => ({ field: place, rule }))
    throw new Refusal('invalid', 'records.rule_broken', {}, found)
  }
  return { id: row ? String(row.id) : records.newId(), before: row ?? null, changes }
}

/** Writes the plan of a year as a whole, in the caller's transaction; refused when it changed meanwhile. */
export async function writeYearPlan(
  tx: Tx,
  records: Records,
  change: PlanChange,
  context: WriteContext,
): Promise<void> {
  const binding = bindingOf(records, targetKind.id)
  const rows = await readRows(tx, change, true)
  refuseUnlessSeen(rows, change.seen)
  const wanted: Wanted[] = []
  const gone: Values[] = []
  for (const slot of slotsOf(change.year)) {
    const row = at(rows, slot)
    const value = valueAt(change.values, slot)
    if (value !== null) wanted.push(wantedOf(records, change, slot, value, row))
    else if (row) gone.push(row)
  }
  if (gone.length > 0) await deleteRows(tx, records, binding, gone, context)
  const { planned, facts } = await planWrites(tx, binding, wanted, context)
  const problems = planned.flatMap((one) => one.problems)
  if (problems.length > 0) {
    const found = problems.map(({ field, rule }) => ({ field, rule }))
    throw new Refusal('invalid', 'records.rule_broken', {}, found)
  }
  await applyWrites(tx, binding, planned, facts, context, records.audit)
}

/** Which figures and filters have targets in a year. */
export async function listPlans({ records }: PlanParts, year: number): Promise<PlanList> {
  const { from, until } = yearPeriod(year)
  const columns = sql.join(TARGET_FILTERS.map(([column]) => sql.ref(column)))
  const { rows } = await sql<Record<string, unknown>>`
    select kpi,
           ${columns},
           count(*) filter (where period = 'month') as months,
           count(*) filter (where period = 'quarter') as quarters,
           count(*) filter (where period = 'year') as years
      from planning.target
     where from_date >= ${from}::date
       and from_date < ${until}::date
     group by kpi, ${columns}
     order by kpi collate "C", ${columns}
  `.execute(records.db)
  return {
    items: rows.map((row) => ({
      kpi: String(row.kpi),
      filters: filtersOf(row),
      months: Number(row.months),
      quarters: Number(row.quarters),
      years: Number(row.years),
    })),
    labels: await labelsOf(records.db, targetKind, rows, (id) => records.bindings.get(id)?.kind),
  }
}
