import { daysOf, firstOfMonth, type IsoDate, type Period } from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import { KpiQuery } from '#kpis/query.ts'
import { kpiById } from '#kpis/registry.ts'
import { isAdditive } from '#kpis/targets.ts'
import type { Tx, WriteContext } from '#platform/records/binding.ts'
import type { Records } from '#platform/records/service.ts'
import type { ProposalChoice, ProposalStart } from '../plan-shapes.ts'
import type { Known } from '../proposal.ts'
import { unknownFigure } from '../refusals.ts'
import { sameAllYear } from '../year-plan.ts'
import { readStoredPlan, writeYearPlan } from './year-plan.ts'

type Figure = { readonly value: number | null; readonly n?: number }

/** Figures of a period by id; handed over by main, because kpis calculates them. */
export type ReadFigures = (query: KpiQuery) => Promise<Readonly<Record<string, Figure>>>

export type StartParts = {
  readonly now: () => Date
  readonly timeZone: () => string
  readonly figures: ReadFigures
  readonly settings: () => Promise<Readonly<Record<string, unknown>>>
}

/** The twelve complete months before `today`. */
const lastTwelveMonths = (today: IsoDate): Period => ({
  from: firstOfMonth(today, -12),
  until: firstOfMonth(today),
})

const positive = (value: number | null | undefined): number | null =>
  value !== null && value !== undefined && value > 0 ? value : null

/** What the records of the last twelve months say about deals, cycle and pace. */
async function readKnown({ figures, settings }: StartParts, today: IsoDate): Promise<Known> {
  const period = lastTwelveMonths(today)
  const [kpis, { margin_rate: margin }] = await Promise.all([
    figures(KpiQuery.parse(period)),
    settings(),
  ])
  const value = (id: string) => positive(kpis[id]?.value)
  const deal = value('average_deal_value')
  const mql = value('mql')
  return {
    dealValueCents: deal === null ? null : Math.round(deal),
    deals: kpis.average_deal_value?.n ?? 0,
    cycleDays: value('sales_cycle_median_days'),
    revenueCents: value('revenue_won'),
    mqlPerWeek: mql === null ? null : (mql * 7) / daysOf(period),
    marginRate: typeof margin === 'number' ? positive(margin) : null,
  }
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** What the three questions are filled with. */
export async function readProposalStart(parts: StartParts): Promise<ProposalStart> {
  const today = dayOf(parts.now().getTime(), parts.timeZone())
  const [known, settings] = await Promise.all([readKnown(parts, today), parts.settings()])
  return {
    year: Number(today.slice(0, 4)),
    answers: {
      industry: typeof settings.industry === 'string' ? settings.industry : null,
      dealValueCents: numberOrNull(settings.usual_deal_value),
      cycleDays: numberOrNull(settings.usual_cycle_days),
    },
    known,
  }
}

/** The settings that the choice fills: the answers themselves, and windows, lookback, test length. */
export const settingsOf = ({ answers, settings }: ProposalChoice): Record<string, unknown> => ({
  ...settings,
  industry: answers.industry,
  usual_deal_value: answers.dealValueCents,
  usual_cycle_days: answers.cycleDays,
})

/**
 * Stores the chosen targets for the whole company. What adds up is set for the year, its months and
 * quarters follow from it; a rate or mean is set for every month, quarter and the year.
 */
export async function writeChosenTargets(
  tx: Tx,
  records: Records,
  { year, targets }: ProposalChoice,
  context: WriteContext,
): Promise<void> {
  for (const { kpi: id, value } of targets) {
    const kpi = kpiById(id)
    if (!kpi) throw unknownFigure(id)
    const wish = { kpi: id, year, filters: {} }
    const { values, seen } = await readStoredPlan(tx, wish)
    const wanted = isAdditive(kpi) ? { ...values, year: value } : sameAllYear(value)
    await writeYearPlan(tx, records, { ...wish, values: wanted, seen }, context)
  }
}
