import type { Kysely } from 'kysely'
import { assert } from '#kernel/assert.ts'
import type { FactId } from '../facts.ts'
import { type Dimension, type KpiQuery, periodOf } from '../query.ts'
import { kpiById } from '../registry.ts'
import type { KpiSettings } from '../settings.ts'
import { type Credits, modelOf, type NamedModel, withModel } from './credits.ts'
import { factsOf } from './explain.ts'
import { evaluateAll, type KpiResults, type KpiRow } from './figures.ts'
import { gather, knownOf, total } from './gather.ts'
import { readLabels } from './labels.ts'
import { inOneSnapshot } from './reading.ts'

/** What notes and warnings look at beside the inputs of a figure. */
const BESIDE: readonly FactId[] = [
  'margin_estimated_amount',
  'cycle_days_median',
  'cost_personnel',
  'cost_technology',
  'cost_media',
  'cost_external',
  'cost_production',
]

export type Split = {
  readonly attribution: NamedModel
  readonly total: KpiResults
  readonly rows: readonly KpiRow[]
}

/** A few figures of a period, in all and by the keys of a dimension; nothing else is read. */
export async function readSplit<DB>(
  db: Kysely<DB>,
  query: KpiQuery & { readonly by: Exclude<Dimension, 'month'> },
  ids: readonly string[],
  given: { readonly settings: KpiSettings; readonly credits?: Credits },
): Promise<Split> {
  const context = withModel(query, given)
  const { settings } = context
  const kpis = ids.map((id) => {
    const kpi = kpiById(id)
    assert(kpi, `readSplit: unknown figure ${id}`)
    return kpi
  })
  const only = new Set<FactId>([
    ...BESIDE,
    ...kpis.flatMap((kpi) => [...factsOf(kpi, query, settings)]),
  ])
  const scope = { periods: [periodOf(query)], filters: query, settings, only }
  return inOneSnapshot(db, context, async (reading) => {
    const [[whole], [split]] = await Promise.all([
      gather(reading, scope),
      gather(reading, { ...scope, by: query.by }),
    ])
    const keys = [...(split?.byKey.keys() ?? [])].sort()
    const labels = await readLabels(reading.db, query.by, keys)
    return {
      attribution: modelOf(context),
      total: evaluateAll(total(whole), { view: query.view, settings, ...knownOf(whole) }, kpis),
      rows: keys.map((key) => ({
        key,
        label: labels.get(key) ?? { de: key, en: key },
        kpis: evaluateAll(
          split?.byKey.get(key) ?? {},
          { view: query.view, settings, ...knownOf(split) },
          kpis,
        ),
      })),
    }
  })
}
