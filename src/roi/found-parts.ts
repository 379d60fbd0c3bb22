import { type CentsByKind, costCompleteness } from '#costs/completeness.ts'
import { allocate, cents as wholeCents } from '#kernel/money.ts'
import type { Period } from '#kernel/period.ts'
import { ratio } from '#kernel/ratio.ts'
import type {
  CommonWarning,
  ComparisonAnswer,
  PartReason,
  RoiAnswer,
  RoiWarning,
} from './answer-shapes.ts'
import { breakEvenRate, leadValueOf, socialSellingReturn } from './estimates.ts'
import { type GoalType, windowWarnings } from './goal-types.ts'
import type { Horizon, ReturnKind } from './return-kinds.ts'
import type { ReturnPart } from './roi.ts'
import type { RoiSettings } from './settings.ts'
import { compareGroups } from './uplift.ts'

/** Fewer leads of what is chosen do not tell how many become customers; fewer at all warn. */
export const FEW_LEADS = 30

/** Rows of a number, added up by the deal they belong to. */
export type DealSum = {
  readonly deal: string | null
  readonly cents: number | null
  readonly count: number
  readonly successes: number
}

/** The rows of a number added up; rows of no deal are one sum. */
export type Sums = {
  readonly cents: number
  readonly count: number
  /** Rows whose amount is not known. */
  readonly unknown: number
  readonly successes: number
  readonly byDeal: readonly DealSum[]
}

/** Amounts by case: `deal:<id>`, and all without a deal together under a name that no other kind has. */
const casesOf = (kind: ReturnKind, { byDeal }: Sums): ReadonlyMap<string, number> =>
  new Map(
    byDeal.map(({ deal, cents }) => [deal === null ? `${kind}:` : `deal:${deal}`, cents ?? 0]),
  )

const round = (value: number | null): number | null => (value === null ? null : Math.round(value))

type History = { readonly from: string; readonly until: string; readonly sums: Sums }

/** Nothing: of a kind that cannot be asked for the chosen part of the company. */
export const NO_SUMS: Sums = { cents: 0, count: 0, unknown: 0, successes: 0, byDeal: [] }

/** Leads, the rate, the value of a customer: what the leads of a period are worth. */
export function leadValueAnswer(
  settings: RoiSettings,
  leads: Sums,
  history: History & { readonly isOfChosen: boolean },
  costCents: number,
  clvCents: number | null,
): RoiAnswer['leadValue'] {
  const given = settings.lead_to_customer_rate
  const rate = given ?? ratio(history.sums.successes, history.sums.count)
  const measured = history.isOfChosen ? 'chosen' : 'company'
  const value = rate === null || clvCents === null ? null : leadValueOf(leads.count, rate, clvCents)
  // Goals that were reached are no leads: nobody knows how many of them become customers.
  const isByGoals = settings.lead_value_method === 'goal_values'
  const customers = rate === null || isByGoals ? null : leads.count * rate
  const cac = customers === null ? null : ratio(costCents, customers)
  return {
    method: settings.lead_value_method,
    stage: settings.lead_value_stage,
    leads: leads.count,
    rate,
    basis: rate === null ? null : given === null ? measured : 'setting',
    history: {
      from: history.from,
      until: history.until,
      leads: history.sums.count,
      customers: history.sums.successes,
    },
    clvCents: round(clvCents),
    customers,
    perLeadCents: isByGoals ? ratio(leads.cents, leads.count) : (value?.perLeadCents ?? null),
    costPerLeadCents: isByGoals ? null : ratio(costCents, leads.count),
    costPerCustomerCents: cac,
    clvCostRatio: clvCents === null || cac === null ? null : ratio(clvCents, cac),
    breakEvenRate:
      clvCents === null || isByGoals ? null : breakEvenRate(costCents, leads.count, clvCents),
  }
}

/** A part that may have no amount, with the reason. */
export type FoundPart = {
  readonly kind: ReturnKind
  readonly count: number
  readonly cents: number | null
  readonly reason: PartReason | null
  readonly byCase?: ReadonlyMap<string, number>
  readonly horizon?: Horizon
}

export const known = (kind: ReturnKind, sums: Sums): FoundPart => ({
  kind,
  count: sums.count,
  cents: sums.cents,
  reason: null,
  byCase: casesOf(kind, sums),
})

/** The margin is known only where that of every deal is. */
export const marginPart = (sums: Sums): FoundPart =>
  sums.unknown > 0
    ? { kind: 'margin', count: sums.count, cents: null, reason: 'margin_missing' }
    : known('margin', sums)

export function leadPart(leads: Sums, value: RoiAnswer['leadValue']): FoundPart {
  // What a goal is worth is what the company says, of now; a customer is worth what the whole relation brings.
  if (value.method === 'goal_values') return { ...known('lead_value', leads), horizon: 'period' }
  const { perLeadCents } = value
  if (perLeadCents === null) {
    const reason = value.rate === null ? 'no_history' : 'no_customer_value'
    return { kind: 'lead_value', count: leads.count, cents: null, reason }
  }
  const total = Math.round(perLeadCents * leads.count)
  const counts = leads.byDeal.map(({ count }) => count)
  const amounts = counts.length > 0 ? allocate(wholeCents(total), counts) : []
  const byDeal = leads.byDeal.map((row, index) => ({ ...row, cents: amounts[index] ?? 0 }))
  return known('lead_value', { ...leads, cents: total, byDeal })
}

/** Records without an amount count as cases and nothing else; when none has one, there is no amount. */
export function pricedPart(
  kind: 'recruiting' | 'proxy' | 'pipeline',
  sums: Sums,
  reason: PartReason,
): FoundPart {
  if (sums.count > 0 && sums.unknown === sums.count) {
    return { kind, count: sums.count, cents: null, reason }
  }
  return { ...known(kind, sums), reason: sums.unknown > 0 ? reason : null }
}

export function retentionPart(engaged: Sums, comparison: ComparisonAnswer | null): FoundPart {
  const part = { kind: 'retention' as const, count: engaged.count }
  if (engaged.count === 0) return { ...part, cents: 0, reason: null }
  if (!comparison) return { ...part, cents: null, reason: 'no_comparison' }
  if (comparison.cents === null) return { ...part, cents: null, reason: 'no_contract_value' }
  if (!comparison.isClear) return { ...part, cents: null, reason: 'not_clear' }
  // In equal parts by renewed contract: where the renewal is a deal of its own, it counts once.
  const { byDeal, successes } = engaged
  const weights = byDeal.map((row) => (successes > 0 ? row.successes : row.count))
  const amounts = allocate(wholeCents(comparison.cents), weights)
  const shares = byDeal.map((row, index) => ({ ...row, cents: amounts[index] ?? 0 }))
  const byCase = casesOf('retention', { ...engaged, byDeal: shares })
  return { ...part, cents: comparison.cents, reason: null, byCase }
}

export function comparison(
  exposed: Sums,
  others: Sums,
  valueCents: number | null,
): ComparisonAnswer | null {
  if (exposed.count === 0 || others.count === 0) return null
  const group = ({ successes, count }: Sums) => ({ successes, trials: count })
  return { ...compareGroups(group(exposed), group(others), valueCents), valueCents }
}

export function sellingPart(selling: RoiAnswer['socialSelling']): FoundPart {
  const { meetings, costPerMeetingCents, besidePerMeetingCents, coldCostPerMeetingCents } = selling
  const part = { kind: 'social_selling' as const, count: meetings }
  if (meetings === 0) return { ...part, cents: 0, reason: null }
  if (coldCostPerMeetingCents === null || costPerMeetingCents === null) {
    return { ...part, cents: null, reason: 'no_cost_per_meeting' }
  }
  const beside = besidePerMeetingCents ?? 0
  return {
    ...part,
    cents: socialSellingReturn(meetings, coldCostPerMeetingCents, beside),
    reason: null,
  }
}

/** A kind that cannot be asked for the chosen part of the company: never the whole of it instead. */
export const uncut = (kind: ReturnKind): FoundPart => ({
  kind,
  count: 0,
  cents: null,
  reason: 'no_dimension',
})

/** A part with an amount, for the sum. */
export const countable = ({ kind, cents, count, byCase, horizon }: FoundPart): ReturnPart[] =>
  cents === null
    ? []
    : [{ kind, cents, count, ...(byCase && { byCase }), ...(horizon && { horizon }) }]

type Judged = {
  readonly period: Period
  readonly goal: GoalType | null
  readonly cycleDays: number | null
  readonly sellsSocially?: boolean
  /** Marketing cost by kind. */
  readonly cost: CentsByKind
}

/** What must be said beside every ROI, of whatever it is. */
export function commonWarnings({
  period,
  goal,
  cycleDays,
  sellsSocially = false,
  cost,
}: Judged): CommonWarning[] {
  const { kinds, missing, warning } = costCompleteness(cost)
  const windows = windowWarnings(period, goal, cycleDays, sellsSocially)
  // Kinds that cancel each other to the cent leave no cost, too.
  if (kinds.reduce((sum, { cents }) => sum + cents, 0) === 0) {
    return [...windows, { code: 'no_cost' }]
  }
  return [
    ...windows,
    ...(warning === 'no_personnel' ? [{ code: 'no_personnel_cost' as const }] : []),
    ...(missing.length > 0 ? [{ code: 'cost_incomplete' as const, missing: [...missing] }] : []),
  ]
}

/** What must be said beside the ROI of a period; never left out. */
export function warningsOf(
  of: Judged & {
    readonly isCostCut: boolean
    readonly leadValue: RoiAnswer['leadValue']
    readonly withoutDeal: Sums
  },
): RoiWarning[] {
  const { basis, history } = of.leadValue
  const { count, cents } = of.withoutDeal
  const isMeasured = basis === 'chosen' || basis === 'company'
  const { leads } = history
  return [
    ...commonWarnings(of),
    ...(of.isCostCut ? [] : [{ code: 'cost_not_cut' as const }]),
    ...(count > 0 ? [{ code: 'money_without_deal' as const, count, cents }] : []),
    ...(isMeasured && leads < FEW_LEADS ? [{ code: 'few_leads_behind_rate' as const, leads }] : []),
  ]
}
