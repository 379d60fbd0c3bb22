import { CompiledQuery } from 'kysely'
import { z } from 'zod'
import type { Period } from '#kernel/period.ts'
import { seededRandom, seedOf } from '#kernel/random.ts'
import { type Resampled, resampled } from '../bootstrap.ts'
import { type Filters, isUnfiltered } from '../query.ts'
import type { KpiSettings } from '../settings.ts'
import { fingerprint } from './fingerprint.ts'
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
  from ${rowsSql(parameters, found.source, { periods: [period], filters, settings })}
  join periods p on ${found.source.match}
 where ${found.fact.where}
 group by 1`
  const { rows } = await db.executeQuery(CompiledQuery.raw(text, parameters.values))
  return z.array(Row).parse(rows)[0]?.amounts ?? []
}

const SAMPLES_MAX = 60
const samples = new Map<string, Resampled>()

/** The same amounts of the same period always draw the same samples, so they are drawn once. */
function sampleOf(period: Period, amounts: readonly number[]): Resampled {
  const key = `${period.from} ${period.until} ${amounts.join()}`
  const known = samples.get(key)
  if (known) return known
  if (samples.size >= SAMPLES_MAX) samples.clear()
  const sample = resampled(amounts, seededRandom(seedOf(`${period.from} ${period.until}`)))
  samples.set(key, sample)
  return sample
}

/** The amounts of won opportunities by period, where there are few enough, resampled for their intervals. */
export async function readAmounts<DB>(
  reading: Reading<DB>,
  scope: Scope & { readonly periods: readonly Period[]; readonly counts: readonly number[] },
): Promise<readonly (Resampled | undefined)[]> {
  const { filters, settings } = scope
  return Promise.all(
    scope.periods.map(async (period, n) => {
      const count = scope.counts[n] ?? 0
      if (count < 2 || count > RESAMPLED_MAX) return undefined
      const zone = settings.time_zone
      const statement = fingerprint(sourceOfFact('won_with_amount'))
      const key = ['amounts', statement, period.from, period.until, zone].join(' ')
      const question = { mark: 'opportunities_closed', key, ...period, zone }
      const amounts = await keptOr(reading, isUnfiltered(filters) ? question : null, Amounts, () =>
        amountsOf(reading, period, scope),
      )
      return sampleOf(period, amounts)
    }),
  )
}
