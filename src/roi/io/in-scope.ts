import type { Kysely } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import { dayOf } from '#kernel/zone.ts'
import { KpiQuery } from '#kpis/query.ts'
import type { FigureReader } from '#kpis/questions.ts'
import { LEAD_SOURCE } from '#kpis/settings.ts'
import { FEW_LEADS, type Sums } from '../found-parts.ts'
import { chosenCuts, type RoiQuery } from '../query.ts'
import { type Cycle, salesCycle } from '../sales-cycle.ts'
import type { RoiParts } from './parts.ts'
import { historyOf, type RoiScope } from './scope.ts'
import { sumsOf } from './sums.ts'

type Figures = FigureReader['figures']

/** What is known of the question besides its scope. */
export type Asked = {
  readonly cycle: Cycle
  /** Former leads of marketing, by which the rate is measured. */
  readonly rate: () => Promise<Sums>
  /** The value of a customer, in cents. */
  readonly clv: () => Promise<number | null>
}

async function figureOf(
  figures: Figures,
  kpi: string,
  days: { readonly from: string; readonly until: string },
): Promise<number | null> {
  const [found] = await figures([{ query: KpiQuery.parse(days), kpis: [kpi] }])
  return found?.[kpi]?.value ?? null
}

/** The question with everything that the records must be asked with, in one state of the database. */
export async function inScope<DB, Result>(
  parts: RoiParts<DB>,
  query: RoiQuery,
  read: (db: Kysely<DB>, scope: RoiScope, asked: Asked) => Promise<Result>,
): Promise<Result> {
  const settings = await parts.settings()
  const model = query.model || settings.attribution_model
  if (model !== LEAD_SOURCE && !parts.modelName(model)) {
    throw new Refusal('invalid', 'kpis.unknown_model', { model })
  }
  const now = parts.now()
  const today = dayOf(now.getTime(), settings.time_zone)
  return parts.inState(model, async (db, figures) => {
    const { marginSql, partSql, weightedSql } = parts
    const cycle = await salesCycle(settings.usual_cycle_days, query.until, (year) =>
      figureOf(figures, 'sales_cycle_median_days', year),
    )
    const history = historyOf(query.from, today, cycle.days ?? 0)
    const asked = { query, settings, model, now, history, marginSql, partSql, weightedSql }
    const { scope, rate } = await withRate(db, { ...asked, rateOfChosen: false })
    return read(db, scope, {
      cycle,
      rate: async () => rate ?? (await sumsOf(db, 'rate', scope)),
      clv: () => figureOf(figures, 'clv', { from: query.from, until: query.until }),
    })
  })
}

/** Former leads of what is chosen tell the rate where there are enough of them, else those of all marketing. */
async function withRate<DB>(
  db: Kysely<DB>,
  scope: RoiScope,
): Promise<{ readonly scope: RoiScope; readonly rate: Sums | null }> {
  if (chosenCuts(scope.query).length === 0) return { scope, rate: null }
  const ofChosen = { ...scope, rateOfChosen: true }
  const rate = await sumsOf(db, 'rate', ofChosen)
  return rate.count >= FEW_LEADS ? { scope: ofChosen, rate } : { scope, rate: null }
}
