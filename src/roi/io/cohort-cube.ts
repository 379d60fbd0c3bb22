import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { IsoDate } from '#kernel/period.ts'
import type { Basis, CohortQuery, CreditFilters } from '../cohort-query.ts'
import { type Credited, touchesSql } from './credited.ts'

/** What deals of one month brought at one age. */
export type CubeRow = {
  readonly month: IsoDate
  /** Months from the first touch to the closing. */
  readonly age: number
  readonly deals: number
  /** Cents. */
  readonly revenue: number
  readonly margin: number
  /** Credited touches whose deal has no margin. */
  readonly margin_missing: number
}

const BEGAN: Readonly<Record<Basis, RawBuilder<unknown>>> = {
  first_touch: sql`x.first_at`,
  touch: sql`x.touched_at`,
}

/**
 * The civil month of the beginning, as its first day, and the months from it to the closing. What was noted only after
 * the closing began in its month at the latest: no deal falls out.
 */
export function monthsSql(basis: Basis, timeZone: string) {
  const month = (instant: RawBuilder<unknown>) =>
    sql`date_trunc('month', ${instant} at time zone ${timeZone}::text)::date`
  const closed = month(sql`x.closed_at`)
  const began = sql`least(${month(BEGAN[basis])}, ${closed})`
  const age = sql`(extract(year from age(${closed}, ${began})) * 12 + extract(month from age(${closed}, ${began})))::int`
  return { began, age }
}

/** Only what shapes the cube: whoever asks for other months of the same is answered from the same cube. */
const filtersOf = ({ from, until, worth, ages, basis, model, ...filters }: CohortQuery) => filters

/** What won deals closed before `asOf` brought, by month of their beginning and age; the earliest month first. */
export function readCube(
  credited: Credited,
  query: CohortQuery,
  asOf: IsoDate,
): Promise<CubeRow[]> {
  const filters = filtersOf(query)
  return credited.read(['cohorts', query.basis, filters, asOf], (tx) =>
    computeCube(tx, credited, { filters, basis: query.basis, asOf }),
  )
}

async function computeCube(
  tx: Kysely<unknown>,
  credited: Credited,
  asked: { readonly filters: CreditFilters; readonly basis: Basis; readonly asOf: IsoDate },
): Promise<CubeRow[]> {
  const { timeZone } = credited
  const { began, age } = monthsSql(asked.basis, timeZone)
  const until = sql`x.closed_at < ${asked.asOf}::date::timestamp at time zone ${timeZone}::text`
  const { rows } = await sql<CubeRow>`
    select month, age, count(distinct id) as deals, coalesce(sum(revenue), 0)::bigint as revenue,
           coalesce(sum(margin), 0)::bigint as margin,
           count(*) filter (where margin is null and revenue is not null) as margin_missing
      from (select ${began} as month, ${age} as age, x.*
              from ${touchesSql(credited, asked.filters, [until])} x
             offset 0) x
     where is_credited
     group by month, age
     order by month, age`.execute(tx)
  return rows
}
