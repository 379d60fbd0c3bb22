import { type Kysely, type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Sums } from '../found-parts.ts'
import type { RoiPartId } from '../query.ts'
import { costsSql, creditedSql, GROUPS, sourceOf } from './rows.ts'
import type { RoiScope } from './scope.ts'

const Sum = z.object({
  deal: z.string().nullable(),
  cents: z.number().nullable(),
  count: z.number(),
  unknown: z.number(),
  successes: z.number(),
})
type Sum = z.infer<typeof Sum>

/** What is counted of the rows of each deal. */
const COUNTED = sql`sum(cents)::bigint as cents, count(*)::integer as count,
  count(*) filter (where cents is null)::integer as unknown,
  count(*) filter (where success)::integer as successes`

function together(byDeal: readonly Sum[]): Sums {
  const total = (of: (sum: Sum) => number) => byDeal.reduce((sum, row) => sum + of(row), 0)
  return {
    cents: total(({ cents }) => cents ?? 0),
    count: total(({ count }) => count),
    unknown: total(({ unknown }) => unknown),
    successes: total(({ successes }) => successes),
    byDeal,
  }
}

/** The rows of a number added up. */
export async function sumsOf<DB>(db: Kysely<DB>, part: RoiPartId, scope: RoiScope): Promise<Sums> {
  const { rows } = await sql<Record<string, unknown>>`
    select deal, ${COUNTED}
      from (${sourceOf(part, scope).rows(scope)}) row
     group by deal
  `.execute(db)
  return together(z.array(Sum).parse(rows))
}

const SideSum = Sum.extend({ inside: z.boolean() })

/** The records of two groups in one pass. */
export async function groupSums<DB>(
  db: Kysely<DB>,
  group: keyof typeof GROUPS,
  scope: RoiScope,
): Promise<{ readonly inside: Sums; readonly others: Sums }> {
  const { rows } = await sql<Record<string, unknown>>`
    select inside, deal, ${COUNTED}
      from (${GROUPS[group].rows(scope)}) row
     group by inside, deal
  `.execute(db)
  const found = z.array(SideSum).parse(rows)
  return {
    inside: together(found.filter(({ inside }) => inside)),
    others: together(found.filter(({ inside }) => !inside)),
  }
}

const Credited = z.array(
  z.object({ id: z.string(), revenue: z.number(), margin: z.number().nullable() }),
)

/** Credited revenue and margin, in one pass over the credits. */
export async function creditedSums<DB>(
  db: Kysely<DB>,
  scope: RoiScope,
): Promise<{ readonly revenue: Sums; readonly margin: Sums }> {
  const { rows } = await sql<Record<string, unknown>>`
    select id, revenue, margin from (${creditedSql(scope)}) deal
  `.execute(db)
  const deals = Credited.parse(rows)
  const of = (column: 'revenue' | 'margin') =>
    together(
      deals.map((row) => ({
        deal: row.id,
        cents: row[column],
        count: 1,
        unknown: row[column] === null ? 1 : 0,
        successes: 0,
      })),
    )
  return { revenue: of('revenue'), margin: of('margin') }
}

const Cost = z.array(z.object({ category: z.string(), cents: z.number() }))

/** Cost of the period by category, sales cost too. */
export const readCosts = <DB>(db: Kysely<DB>, scope: RoiScope): Promise<Map<string, number>> =>
  byCategory(db, costsSql(scope))

/** Lines of cost added up by category. */
export async function byCategory<DB>(
  db: Kysely<DB>,
  lines: RawBuilder<unknown>,
): Promise<Map<string, number>> {
  const { rows } = await sql<Record<string, unknown>>`
    select category, sum(cents)::bigint as cents from (${lines}) row group by category
  `.execute(db)
  return new Map(Cost.parse(rows).map(({ category, cents }) => [category, cents]))
}
