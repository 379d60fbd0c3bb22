import type { Kysely } from 'kysely'
import { addDays, firstOfMonth, monthOf, type Period } from '#kernel/period.ts'
import { Refusal } from '#kernel/refusal.ts'
import { calculationOf, type Kpi } from '../define.ts'
import { definitionView } from '../definition.ts'
import { evaluate } from '../evaluate.ts'
import { FACTS, type FactId, isFactId } from '../facts.ts'
import { activeFilters, type KpiQuery, periodOf } from '../query.ts'
import { kpiById } from '../registry.ts'
import type { KpiSettings } from '../settings.ts'
import { modelOf, withModel } from './credits.ts'
import { scopeOf } from './figures.ts'
import { gather, total } from './gather.ts'
import { inOneSnapshot, type Reading } from './reading.ts'
import { countRecords, type RecordPage, readRecords } from './records.ts'
import { type TargetContext, targetsFor } from './targets.ts'

export const TREND_MONTHS = 13

/** The 13 calendar months up to the one that holds the last day of the period. */
export const trendMonths = (period: Period): Period[] =>
  Array.from({ length: TREND_MONTHS }, (_, index) =>
    monthOf(firstOfMonth(addDays(period.until, -1), index - TREND_MONTHS + 1)),
  )

/** Every fact that a figure can touch: inputs, cases, spread. */
export function factsOf(kpi: Kpi, query: KpiQuery, settings: KpiSettings): Set<FactId> {
  const { calculation } = calculationOf(kpi, query.view, settings)
  const facts = new Set<FactId>(calculation.inputs)
  if (calculation.cases) facts.add(calculation.cases)
  for (const spread of [calculation.mean, calculation.sum]) {
    if (spread) facts.add(spread.count).add(spread.deviation)
  }
  return facts
}

export type ExplainQuery = {
  readonly query: KpiQuery
  readonly fact?: string | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

function requireKpi(id: string): Kpi {
  const kpi = kpiById(id)
  if (!kpi) throw new Refusal('not_found', 'kpis.unknown_kpi', { id })
  return kpi
}

function requireFact(fact: string): FactId {
  if (!isFactId(fact)) throw new Refusal('not_found', 'kpis.unknown_fact', { fact })
  return fact
}

type Context = TargetContext

async function explainInputs<DB>(
  db: Kysely<DB>,
  inputs: readonly FactId[],
  values: Readonly<Partial<Record<FactId, number | null>>>,
  query: KpiQuery,
  settings: KpiSettings,
) {
  const scope = { period: periodOf(query), filters: query, settings }
  return Promise.all(
    inputs.map(async (fact) => {
      const { name, unit, counts } = FACTS[fact]
      const records = await countRecords(db, fact, scope)
      return { fact, name, unit, counts, value: values[fact] ?? null, records }
    }),
  )
}

/**
 * A figure opened: its formula, the numbers in it, 13 months of it, and a page of the records behind one
 * of those numbers (`fact`, else the first that has records).
 */
export async function explainKpi<DB>(
  db: Kysely<DB>,
  id: string,
  asked: ExplainQuery,
  given: Context,
) {
  const kpi = requireKpi(id)
  const context = withModel(asked.query, given)
  const targets = await targetsFor(asked.query, context)
  const { result, ...explained } = await inOneSnapshot(db, context, (reading) =>
    explainIn(reading, kpi, asked, context),
  )
  return { ...explained, result: targets.all({ [kpi.id]: result })[kpi.id] }
}

async function explainIn<DB>(
  reading: Reading<DB>,
  kpi: Kpi,
  { query, fact, limit, cursor }: ExplainQuery,
  context: Context,
) {
  const { settings } = context
  const { calculation } = calculationOf(kpi, query.view, settings)
  const period = periodOf(query)
  const months = trendMonths(period)
  const only = factsOf(kpi, query, settings).add('won_with_amount').add('margin_estimated_amount')
  const periods = [period, ...months]
  const [first, ...rest] = await gather(reading, { periods, filters: query, settings, only })
  const scope = await scopeOf(reading, query, first, context)
  const facts = total(first)
  const inputs = await explainInputs(reading.db, calculation.inputs, facts, query, settings)
  const shown = fact ?? inputs.find(({ records }) => records !== null)?.fact
  const records: RecordPage | null = shown
    ? await readRecords(
        reading.db,
        requireFact(shown),
        { period, filters: query, settings },
        { limit, cursor },
      )
    : null
  return {
    kpi: definitionView(kpi, settings),
    period,
    view: query.view,
    filters: activeFilters(query),
    currency: settings.currency,
    attribution: modelOf(context),
    result: evaluate(kpi, facts, scope),
    trend: months.map((month, index) => {
      const { estimates: _, maturity: __, resampled: ___, ...plain } = scope
      const { value } = evaluate(kpi, total(rest[index]), plain)
      return { from: month.from, until: month.until, value }
    }),
    inputs,
    ...(records && { records }),
  }
}

const EXPORT_PAGE = 5000

/** Every record behind a fact, page by page: for a file. */
export async function* allRecords<DB>(
  db: Kysely<DB>,
  fact: string,
  query: KpiQuery,
  given: Context,
): AsyncGenerator<RecordPage> {
  const id = requireFact(fact)
  const context = withModel(query, given)
  const { settings } = context
  let cursor: string | undefined
  do {
    const scope = { period: periodOf(query), filters: query, settings }
    const page = await inOneSnapshot(db, context, (reading) =>
      readRecords(reading.db, id, scope, { limit: EXPORT_PAGE, cursor }),
    )
    if (!page) return
    yield page
    cursor = page.next ?? undefined
  } while (cursor)
}
