import { CompiledQuery, type Kysely } from 'kysely'
import { z } from 'zod'
import type { Period } from '#kernel/period.ts'
import type { Filters } from '../query.ts'
import type { KpiSettings } from '../settings.ts'
import { Parameters, periodsSql, rowsSql } from './scope-sql.ts'
import { sourceOfFact } from './sources.ts'

/** Beyond so many deals the normal interval of the mean is as good, and resampling only slow. */
export const RESAMPLED_MAX = 1000

const Row = z.object({ n: z.number(), amounts: z.array(z.number()) })

/** The single amounts of won opportunities by period, where there are few enough; for bootstrap intervals. */
export async function readAmounts<DB>(
  db: Kysely<DB>,
  scope: {
    readonly periods: readonly Period[]
    readonly counts: readonly number[]
    readonly filters: Filters
    readonly settings: KpiSettings
  },
): Promise<readonly (readonly number[] | undefined)[]> {
  const wanted = scope.periods.filter((_, n) => {
    const count = scope.counts[n] ?? 0
    return count > 1 && count <= RESAMPLED_MAX
  })
  const found = sourceOfFact('won_with_amount')
  if (wanted.length === 0 || !found) return scope.periods.map(() => undefined)
  const parameters = new Parameters()
  const text = `with ${periodsSql(parameters, wanted, scope.settings)}
select p.n, array_agg(x.amount order by x.id) as amounts
  from ${rowsSql(parameters, found.source, wanted, scope.filters, scope.settings)}
  join periods p on ${found.source.match}
 where ${found.fact.where}
 group by 1`
  const { rows } = await db.executeQuery(CompiledQuery.raw(text, parameters.values))
  const byPeriod = new Map(
    z
      .array(Row)
      .parse(rows)
      .map((row) => [wanted[row.n], row.amounts]),
  )
  return scope.periods.map((period) => byPeriod.get(period))
}
