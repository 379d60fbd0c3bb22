import { type RawBuilder, sql } from 'kysely'
import type { CreditedDealsQuery } from '../cohort-query.ts'
import type { CreditedDeals } from '../cohort-shapes.ts'
import { monthsSql } from './cohort-cube.ts'
import { type Credited, touchesSql } from './credited.ts'

type Row = {
  readonly id: string
  readonly label: string
  readonly closed_at: Date
  readonly first_at: Date | null
  readonly amount: number | null
  readonly revenue: number | null
  readonly margin: number | null
  readonly touches: number
  readonly count: number
  readonly sum_revenue: number
  readonly sum_margin: number
}

/** The deals behind one number of cohorts or of the comparison, the largest part first. */
export async function readCreditedDeals(
  credited: Credited,
  query: CreditedDealsQuery,
): Promise<CreditedDeals> {
  const { limit, offset } = query
  const rows = await credited.read(['deals', query], async (tx) => {
    const found = await sql<Row>`
      select id, min(label) as label, min(closed_at) as closed_at, min(touched_at) as first_at,
             min(amount) as amount, sum(revenue)::bigint as revenue, sum(margin)::bigint as margin,
             count(*) as touches, count(*) over () as count,
             coalesce(sum(sum(revenue)) over (), 0)::bigint as sum_revenue,
             coalesce(sum(sum(margin)) over (), 0)::bigint as sum_margin
        from ${chosenSql(credited, query)} x
       where is_credited
       group by id
       order by sum(revenue) desc nulls last, id
       limit ${limit} offset ${offset}`.execute(tx)
    return found.rows
  })
  const [first] = rows
  return {
    items: rows.map((row) => ({
      id: row.id,
      label: row.label,
      closedAt: row.closed_at.toISOString(),
      firstAt: row.first_at?.toISOString() ?? null,
      amount: row.amount,
      revenue: row.revenue,
      margin: row.margin,
      touches: row.touches,
    })),
    count: first?.count ?? 0,
    sum: { revenue: first?.sum_revenue ?? 0, margin: first?.sum_margin ?? 0 },
  }
}

function chosenSql(credited: Credited, query: CreditedDealsQuery): RawBuilder<unknown> {
  const { timeZone } = credited
  const { basis, age, ages, from, until } = query
  const { cohort_from: cohortFrom, cohort_until: cohortUntil } = query
  const instant = (day: string) => sql`${day}::date::timestamp at time zone ${timeZone}::text`
  const closed = [
    ...(from ? [sql`x.closed_at >= ${instant(from)}`] : []),
    ...(until ? [sql`x.closed_at < ${instant(until)}`] : []),
  ]
  const touches = touchesSql(credited, query, closed)
  const months = monthsSql(basis, timeZone)
  const cohort = [
    ...(cohortFrom ? [sql`${months.began} >= ${cohortFrom}::date`] : []),
    ...(cohortUntil ? [sql`${months.began} < ${cohortUntil}::date`] : []),
    ...(age === undefined ? [] : [sql`${months.age} = ${age}::int`]),
    ...(ages === undefined ? [] : [sql`${months.age} < ${ages}::int`]),
  ]
  if (cohort.length === 0) return touches
  return sql`(select x.* from ${touches} x where ${sql.join(cohort, sql` and `)} offset 0)`
}
