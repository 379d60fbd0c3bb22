import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { COST_KINDS, type CostKindId } from '../answer-shapes.ts'
import type { Sums } from '../found-parts.ts'
import type { RoiPartId } from '../query.ts'
import { SOURCES } from './rows.ts'
import type { RoiScope } from './scope.ts'

const Sum = z.object({
  deal: z.string().nullable(),
  cents: z.number().nullable(),
  count: z.number(),
  unknown: z.number(),
  successes: z.number(),
})

/** The rows of a number added up. */
export async function sumsOf<DB>(db: Kysely<DB>, part: RoiPartId, scope: RoiScope): Promise<Sums> {
  const { rows } = await sql<Record<string, unknown>>`
    select deal, sum(cents)::bigint as cents, count(*)::integer as count,
           count(*) filter (where cents is null)::integer as unknown,
           count(*) filter (where success)::integer as successes
      from (${SOURCES[part].rows(scope)}) row
     group by deal
  `.execute(db)
  const byDeal = z.array(Sum).parse(rows)
  const total = (of: (sum: z.infer<typeof Sum>) => number) =>
    byDeal.reduce((sum, row) => sum + of(row), 0)
  return {
    cents: total(({ cents }) => cents ?? 0),
    count: total(({ count }) => count),
    unknown: total(({ unknown }) => unknown),
    successes: total(({ successes }) => successes),
    byDeal,
  }
}

const Cost = z.array(z.object({ category: z.string(), cents: z.number() }))

/** Marketing cost of the period by kind, in one pass over the lines that `cost` lists. */
export async function readCosts<DB>(
  db: Kysely<DB>,
  scope: RoiScope,
): Promise<Record<CostKindId, number>> {
  const { rows } = await sql<Record<string, unknown>>`
    select category, sum(cents)::bigint as cents
      from (${SOURCES.cost.rows(scope)}) row
     group by category
  `.execute(db)
  const found = new Map(Cost.parse(rows).map(({ category, cents }) => [category, cents]))
  const of = (kind: CostKindId) => found.get(kind) ?? 0
  return Object.fromEntries(COST_KINDS.map((kind) => [kind, of(kind)])) as Record<
    CostKindId,
    number
  >
}
