import type { Kysely } from 'kysely'
import { firstOfMonth, type IsoDate, monthOf, type Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import { dayOf } from '#kernel/zone.ts'
import type { Kpi } from '../define.ts'
import { evaluate, type Scope } from '../evaluate.ts'
import type { Facts } from '../facts.ts'
import { activeFilters, type KpiQuery, periodOf } from '../query.ts'
import { KPIS } from '../registry.ts'
import type { KpiResult } from '../result.ts'
import { periodName } from '../sentence.ts'
import { readAmounts } from './amounts.ts'
import { readConversionTimes } from './conversion-times.ts'
import { modelOf, type NamedModel, withModel } from './credits.ts'
import { type Gathered, gather, knownOf, total } from './gather.ts'
import { readLabels } from './labels.ts'
import { inOneSnapshot, type Reading } from './reading.ts'
import { type TargetContext, targetsFor } from './targets.ts'

export type KpiResults = Readonly<Record<string, KpiResult>>
export type KpiRow = { readonly key: string; readonly label: Text; readonly kpis: KpiResults }

/** What `regelkreis kpis --json` prints and `GET /api/kpis` answers. */
export type KpiAnswer = {
  readonly period: Period
  readonly view: KpiQuery['view']
  readonly filters: ReturnType<typeof activeFilters>
  readonly currency: string
  /** The model by which attributed figures are given credit. */
  readonly attribution: NamedModel
  readonly kpis: KpiResults
  readonly by?: readonly KpiRow[]
}

/** Every figure (or the given ones) from the facts of one scope. */
export const evaluateAll = (
  facts: Facts,
  scope: Scope,
  kpis: readonly Kpi[] = KPIS,
): Record<string, KpiResult> =>
  Object.fromEntries(kpis.map((kpi) => [kpi.id, evaluate(kpi, facts, scope)]))

/** The calendar months that a period touches, cut to it. */
export function monthsOf(period: Period): Period[] {
  const months: Period[] = []
  for (let from: IsoDate = period.from; from < period.until; from = firstOfMonth(from, 1)) {
    const { until } = monthOf(from)
    months.push({ from, until: until < period.until ? until : period.until })
  }
  return months
}

type Context = TargetContext

/** Beside the facts: amounts to resample, estimates of the cohort. */
export async function scopeOf<DB>(
  reading: Reading<DB>,
  query: KpiQuery,
  gathered: Gathered | undefined,
  { settings, now }: Context,
): Promise<Scope> {
  const period = periodOf(query)
  const counts = [total(gathered).won_with_amount ?? 0]
  const today = dayOf(now.getTime(), settings.time_zone)
  const [samples, times] = await Promise.all([
    readAmounts(reading, { periods: [period], counts, filters: query, settings }),
    query.view === 'cohort'
      ? readConversionTimes(reading, { period, filters: query, settings, now }, today)
      : null,
  ])
  return {
    view: query.view,
    settings,
    ...knownOf(gathered),
    ...(samples[0] && { resampled: samples[0] }),
    ...(times && { estimates: times.estimates, maturity: times.maturity }),
  }
}

async function rowsByMonth<DB>(reading: Reading<DB>, query: KpiQuery, context: Context) {
  const periods = monthsOf(periodOf(query))
  const gathered = await gather(reading, { periods, filters: query, settings: context.settings })
  return periods.map((period, n): KpiRow => {
    const facts = gathered[n]
    return {
      key: period.from.slice(0, 7),
      label: { de: periodName(period, 'de'), en: periodName(period, 'en') },
      kpis: evaluateAll(total(facts), {
        view: query.view,
        settings: context.settings,
        ...knownOf(facts),
      }),
    }
  })
}

/** Figures by key of a dimension, in the order of the keys. */
export async function readRows<DB>(
  reading: Reading<DB>,
  query: KpiQuery,
  by: NonNullable<KpiQuery['by']>,
  context: Context,
): Promise<KpiRow[]> {
  if (by === 'month') return rowsByMonth(reading, query, context)
  const [gathered] = await gather(reading, {
    periods: [periodOf(query)],
    filters: query,
    by,
    settings: context.settings,
  })
  if (!gathered) return []
  const keys = [...gathered.byKey.keys()].sort()
  const labels = await readLabels(reading.db, by, keys)
  const scope: Scope = {
    view: query.view,
    settings: context.settings,
    ...knownOf(gathered),
  }
  return keys.map((key) => ({
    key,
    label: labels.get(key) ?? { de: key, en: key },
    kpis: evaluateAll(gathered.byKey.get(key) ?? {}, scope),
  }))
}

/** Every figure of a period, in all and split where the query says `by`. */
export async function readKpis<DB>(
  db: Kysely<DB>,
  query: KpiQuery,
  given: Context,
): Promise<KpiAnswer> {
  const context = withModel(query, given)
  const { settings } = context
  const period = periodOf(query)
  const targets = await targetsFor(query, context)
  return inOneSnapshot(db, context, async (reading) => {
    const [[gathered], by] = await Promise.all([
      gather(reading, { periods: [period], filters: query, settings }),
      query.by ? readRows(reading, query, query.by, context) : undefined,
    ])
    const scope = await scopeOf(reading, query, gathered, context)
    return {
      period,
      view: query.view,
      filters: activeFilters(query),
      currency: settings.currency,
      attribution: modelOf(context),
      kpis: targets.all(evaluateAll(total(gathered), scope)),
      ...(by && { by: targets.rows(by) }),
    }
  })
}
