import { bookedIn } from '#costs/booking.ts'
import { cents } from '#kernel/money.ts'
import {
  contains,
  daysBetween,
  daysOf,
  firstOfMonth,
  type IsoDate,
  monthOf,
  type Period,
  quarterOf,
} from '#kernel/period.ts'
import { attainment } from './attainment.ts'
import type { Kpi } from './define.ts'
import type { View } from './query.ts'
import { kpiById } from './registry.ts'

/** The calendar spans a target can be set for. */
export const TARGET_PERIODS = ['month', 'quarter', 'year'] as const
export type TargetPeriod = (typeof TARGET_PERIODS)[number]

/** A planned value of one figure, in the figure's own unit: cents, fraction, days, cases. */
export type Target = {
  readonly kpi: string
  readonly period: TargetPeriod
  /** First day of the span. */
  readonly from: IsoDate
  /** What it is for, as `filterKey` writes it; '' for the whole company. */
  readonly filter: string
  readonly value: number
}

/** What a target without one of its own was made from. */
export type DerivedFrom = 'months' | 'quarters' | 'quarter' | 'year'

/** The target that holds for a span. */
export type HeldTarget = {
  readonly value: number
  readonly period: Period
  readonly source: 'own' | 'derived'
  readonly derivedFrom?: DerivedFrom
}

/** good: reached or better. attention: missed by at most a tenth. bad: missed by more. */
export type TargetState = 'good' | 'attention' | 'bad' | 'neutral'

/** A figure beside its target. Values in the figure's own unit. */
export type TargetResult = HeldTarget & {
  /** actual / target; null where the figure is not defined or the target is not above 0. */
  readonly attainment: number | null
  /** actual - target */
  readonly difference: number | null
  readonly state: TargetState
  /** Share of the span's days that are over; only while it runs. */
  readonly elapsed?: number
  /** What the days that are over should have brought; only for figures that add up. */
  readonly expected?: number
}

/**
 * Figures whose months add up to their quarter: sums and counts of events of the period. All others
 * (rates, means, stocks at the end of a period) have no sum, and a target of theirs is never split.
 */
export const ADDITIVE: ReadonlySet<string> = new Set([
  'revenue_won',
  'revenue_invoiced',
  'revenue_received',
  'won',
  'lost',
  'new_customers',
  'contribution_margin',
  'gross_profit',
  'attributed_revenue',
  'attributed_gross_profit',
  'attributed_margin',
  'influenced_revenue',
  'marketing_cost',
  'sales_cost',
  'acquisition_cost',
  'leads',
  'mql',
  'sql',
  'opportunities',
  'disqualified',
  'upsell_revenue',
  'recommendations',
  'renewed_revenue',
  'meetings',
  'service_requests',
  'job_applications',
  'hires',
  'recruiting_savings',
  'tracking_changes',
])

export const isAdditive = (kpi: Pick<Kpi, 'id'>): boolean => ADDITIVE.has(kpi.id)

/** The calendar year that contains `day`. */
export const yearOf = (day: IsoDate): Period => {
  const from = firstOfMonth(day, 1 - Number(day.slice(5, 7)))
  return { from, until: firstOfMonth(from, 12) }
}

const SPANS: Readonly<Record<TargetPeriod, (day: IsoDate) => Period>> = {
  month: monthOf,
  quarter: quarterOf,
  year: yearOf,
}

/** The month, quarter or year that contains `day`. */
export const spanOf = (period: TargetPeriod, day: IsoDate): Period => SPANS[period](day)

const same = (a: Period, b: Period): boolean => a.from === b.from && a.until === b.until

/** Which calendar span a period is; null for any other two days. */
export const targetPeriodOf = (period: Period): TargetPeriod | null =>
  TARGET_PERIODS.find((kind) => same(spanOf(kind, period.from), period)) ?? null

/**
 * Filters as one text, so that a target and a question meet exactly: '' for none, null where a filter
 * has several values (a target is set for one).
 */
export function filterKey(
  filters: Readonly<Record<string, readonly string[] | string>>,
): string | null {
  const parts: string[] = []
  for (const [name, value] of Object.entries(filters)) {
    const values = [value].flat()
    if (values.length > 1) return null
    if (values[0]) parts.push(`${name}=${values[0]}`)
  }
  return parts.sort().join('&')
}

const plannedIn = (
  targets: readonly Target[],
  period: TargetPeriod,
  from: IsoDate,
): number | undefined =>
  targets.find((target) => target.period === period && target.from === from)?.value

const firsts = (from: IsoDate, count: number, step: number): IsoDate[] =>
  Array.from({ length: count }, (_, index) => firstOfMonth(from, index * step))

/** The sum of all parts; null when one is missing: half a plan is no plan. */
function sumOf(parts: readonly (number | null | undefined)[]): number | null {
  let sum = 0
  for (const part of parts) {
    if (part === null || part === undefined) return null
    sum += part
  }
  return sum
}

const monthsOf = (targets: readonly Target[], from: IsoDate, count: number): number | null =>
  sumOf(firsts(from, count, 1).map((first) => plannedIn(targets, 'month', first)))

/** The days' share of a longer span; money in cents, rounded so that neighbouring parts add up. */
function proRata(kpi: Kpi, value: number, over: Period, part: Period): number {
  return kpi.unit === 'money'
    ? bookedIn({ amount: cents(Math.round(value)), over }, part)
    : (value * daysOf(part)) / daysOf(over)
}

/** From smaller spans: a quarter from its months, a year from its months or its quarters. */
function fromParts(
  targets: readonly Target[],
  kind: TargetPeriod,
  from: IsoDate,
): { value: number; derivedFrom: DerivedFrom } | null {
  if (kind === 'month') return null
  const months = monthsOf(targets, from, kind === 'year' ? 12 : 3)
  if (months !== null) return { value: months, derivedFrom: 'months' }
  if (kind === 'quarter') return null
  const quarters = sumOf(
    firsts(from, 4, 3).map(
      (first) => plannedIn(targets, 'quarter', first) ?? monthsOf(targets, first, 3),
    ),
  )
  return quarters === null ? null : { value: quarters, derivedFrom: 'quarters' }
}

/** From a longer span, by days: the quarter goes before the year. */
function fromLonger(
  kpi: Kpi,
  targets: readonly Target[],
  kind: TargetPeriod,
  period: Period,
): { value: number; derivedFrom: DerivedFrom } | null {
  const longer = (['quarter', 'year'] as const).filter(
    (candidate) => TARGET_PERIODS.indexOf(candidate) > TARGET_PERIODS.indexOf(kind),
  )
  for (const candidate of longer) {
    const over = spanOf(candidate, period.from)
    const value = plannedIn(targets, candidate, over.from)
    if (value !== undefined) {
      return { value: proRata(kpi, value, over, period), derivedFrom: candidate }
    }
  }
  return null
}

/** What a target is asked for. `filter` is a `filterKey`. */
export type TargetQuestion = {
  readonly period: Period
  readonly filter: string | null
  readonly view: View
}

/**
 * The target of a figure for a period. In this order: the one set for exactly this month, quarter or
 * year and this filter; for figures that add up the sum of all its months or quarters; for those also the
 * days' share of its quarter or year. Else none: a rate of the year says nothing about March, and a
 * target of the whole company says nothing about one channel.
 *
 * A target of a count is meant for the events of the period. In the cohort view such a figure counts
 * something else (how many of March's MQL were won), so it has none there.
 */
export function targetFor(
  kpi: Kpi,
  { period, filter, view }: TargetQuestion,
  targets: readonly Target[],
): HeldTarget | null {
  const kind = targetPeriodOf(period)
  if (kind === null || filter === null) return null
  const additive = isAdditive(kpi)
  if (additive && view === 'cohort' && kpi.cohort) return null
  const own = targets.filter((target) => target.kpi === kpi.id && target.filter === filter)
  if (own.length === 0) return null
  const value = plannedIn(own, kind, period.from)
  if (value !== undefined) return { value, period, source: 'own' }
  if (!additive) return null
  const derived = fromParts(own, kind, period.from) ?? fromLonger(kpi, own, kind, period)
  return (
    derived && { value: derived.value, period, source: 'derived', derivedFrom: derived.derivedFrom }
  )
}

/** Missing a target by up to this share of it asks for attention, by more is bad. Our own choice (K1). */
export const NEAR_TARGET = 0.1

function stateOf(
  betterWhen: Kpi['betterWhen'],
  actual: number | null,
  measure: number | undefined,
): TargetState {
  if (actual === null || measure === undefined || betterWhen === 'neither') return 'neutral'
  const gain = betterWhen === 'higher' ? actual - measure : measure - actual
  if (gain >= 0) return 'good'
  return -gain <= NEAR_TARGET * Math.abs(measure) ? 'attention' : 'bad'
}

/**
 * A figure against its target. While the period runs (`today` is one of its days), a figure that adds up
 * is judged against the share of the days that are over; today is not over. Other figures are compared
 * as they stand. A period that has not begun is not judged.
 *
 * Where lower is better (CAC), attainment stays actual / target: 120 % says "a fifth above", and the
 * state says that this is bad.
 */
export function compareWithTarget(
  kpi: Pick<Kpi, 'id' | 'betterWhen'>,
  actual: number | null,
  held: HeldTarget,
  today: IsoDate,
): TargetResult {
  const { value, period } = held
  const running = contains(period, today)
  const begun = period.from <= today
  const elapsed = running ? daysBetween(period.from, today) / daysOf(period) : undefined
  const expected = elapsed !== undefined && isAdditive(kpi) ? value * elapsed : undefined
  return {
    ...held,
    attainment: actual !== null && value > 0 ? attainment(actual, value) : null,
    difference: actual === null ? null : actual - value,
    state: stateOf(kpi.betterWhen, actual, begun ? (expected ?? value) : undefined),
    ...(elapsed !== undefined && { elapsed }),
    ...(expected !== undefined && { expected }),
  }
}

/** Results with their targets beside them, where one holds. */
export function withTargets<Result extends { readonly value: number | null }>(
  results: Readonly<Record<string, Result>>,
  question: TargetQuestion,
  targets: readonly Target[],
  today: IsoDate,
): Record<string, Result & { readonly target?: TargetResult }> {
  // Most questions meet few of the targets: those of their own filter.
  const near = targets.filter(({ filter }) => filter === question.filter)
  if (near.length === 0) return { ...results }
  return Object.fromEntries(
    Object.entries(results).map(([id, result]) => {
      const kpi = kpiById(id)
      const held = kpi && targetFor(kpi, question, near)
      return [
        id,
        held ? { ...result, target: compareWithTarget(kpi, result.value, held, today) } : result,
      ]
    }),
  )
}
