import { type QueryExecutorProvider, sql } from 'kysely'
import { isoDate, type Period } from '#kernel/period.ts'
import { filterKey, TARGET_PERIODS, type Target, type TargetPeriod } from '#kpis/targets.ts'
import { TARGET_FILTERS } from '../target.ts'

type Row = {
  readonly kpi: string
  readonly period: string
  readonly from_date: string
  readonly value: number
} & Readonly<Record<(typeof TARGET_FILTERS)[number][0], string | null>>

const periodOf = (text: string): TargetPeriod =>
  TARGET_PERIODS.find((known) => known === text) ?? 'month'

/** The filters of a stored target under the names that figure queries use. */
export const filtersOf = (row: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    TARGET_FILTERS.flatMap(([column, name]) => {
      const value = row[column]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )

/** Every target that begins in the given days, as the figures compare themselves with them. */
export async function readTargets(
  db: QueryExecutorProvider,
  { from, until }: Period,
): Promise<Target[]> {
  const { rows } = await sql<Row>`
    select kpi,
           period,
           from_date,
           coalesce(amount, rate, number) as value,
           ${sql.join(TARGET_FILTERS.map(([column]) => sql.ref(column)))}
      from planning.target
     where from_date >= ${from}::date
       and from_date < ${until}::date
  `.execute(db)
  return rows.map((row) => ({
    kpi: row.kpi,
    period: periodOf(row.period),
    from: isoDate(row.from_date),
    filter: filterKey(filtersOf(row)) ?? '',
    value: row.value,
  }))
}
