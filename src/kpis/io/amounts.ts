import { CompiledQuery } from 'kysely'
import { z } from 'zod'
import type { Period } from '#kernel/period.ts'
import { type Filters, isUnfiltered } from '../query.ts'
import type { KpiSettings } from '../settings.ts'
import { keptOr, type Reading } from './reading.ts'
import { Parameters, periodsSql, rowsSql } from './scope-sql.ts'
import { sourceOfFact } from './sources.ts'

/** Beyond so many deals the normal interval of the mean is as good, and resampling only slow. */
export const RESAMPLED_MAX = 1000

const Row = z.object({ n: z.number(), amounts: z.array(z.number()) })
const Amounts = z.array(z.number())

type Scope = { readonly filters: Filters; readonly settings: KpiSettings }

async function amountsOf<DB>(
  { db }: Reading<DB>,
  period: Period,
  { filters, settings }: Scope,
): Promise<number[]> {
  const found = sourceOfFact('won_with_amount')
  if (!found) return []
  const parameters = new Parameters()
  const text = `with ${periodsSql(parameters, [period], settings)}
select p.n, array_agg(x.amount order by x.id) as amounts
  from ${rowsSql(parameters, found.source, [period], filters, settings)}
  join periods p on ${found.source.match}
 where ${found.fact.where}
 group by 1`
  const { rows } = await db.executeQuery(CompiledQuery.raw(text, parameters.values))
  return z.array(Row).parse(rows)[0]?.amounts ?? []
}

/** The single amounts of won opportunities by period, where there are few enough; for bootstrap intervals. */
export async function readAmounts<DB>(
  reading: Reading<DB>,
  scope: Scope & { readonly periods: readonly Period[]; readonly counts: readonly number[] },
): Promise<readonly (readonly number[] | undefined)[]> {
  const { filters, settings } = scope
  return Promise.all(
    scope.periods.map((period, n) => {
      const count = scope.counts[n] ?? 0
      if (count < 2 || count > RESAMPLED_MAX) return undefined
      const zone = settings.time_zone
      const key = ['amounts', period.from, period.until, zone].join(' ')
      const question = { mark: 'opportunities_closed', key, ...period, zone }
      return keptOr(reading, isUnfiltered(filters) ? question : null, Amounts, () =>
        amountsOf(reading, period, scope),
      )
    }),
  )
}
