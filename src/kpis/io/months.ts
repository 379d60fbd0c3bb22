import type { Kysely } from 'kysely'
import { evaluate } from '../evaluate.ts'
import { type KpiQuery, periodOf } from '../query.ts'
import { kpiById } from '../registry.ts'
import type { KpiSettings } from '../settings.ts'
import { type Credits, withModel } from './credits.ts'
import { factsOf } from './explain.ts'
import { monthsOf } from './figures.ts'
import { gather, knownOf, total } from './gather.ts'
import { inOneSnapshot } from './reading.ts'

/** One figure month by month (`yyyy-mm`), from its own facts only; empty for an unknown figure. */
export async function readMonths<DB>(
  db: Kysely<DB>,
  id: string,
  query: KpiQuery,
  given: { readonly settings: KpiSettings; readonly credits?: Credits },
): Promise<Map<string, number | null>> {
  const kpi = kpiById(id)
  if (!kpi) return new Map()
  const context = withModel(query, given)
  const { settings } = context
  const periods = monthsOf(periodOf(query))
  const only = factsOf(kpi, query, settings)
  const scope = { periods, filters: query, settings, only }
  const gathered = await inOneSnapshot(db, context, (reading) => gather(reading, scope))
  return new Map(
    periods.map(({ from }, index) => {
      const facts = gathered[index]
      const shown = {
        view: query.view,
        settings,
        ...knownOf(facts),
      }
      return [from.slice(0, 7), evaluate(kpi, total(facts), shown).value]
    }),
  )
}
