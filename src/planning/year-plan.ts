import { z } from 'zod'
import { allocate, cents } from '#kernel/money.ts'
import { firstOfMonth, type IsoDate, isoDate } from '#kernel/period.ts'
import type { TargetPeriod } from '#kpis/targets.ts'

const Value = z.number().nullable()

/** The targets of one figure and filter in a year, in the figure's own unit; null where none is set. */
export const YearValues = z.strictObject({
  months: z.array(Value).length(12),
  quarters: z.array(Value).length(4),
  year: Value,
})
export type YearValues = z.infer<typeof YearValues>

export const EMPTY_YEAR: YearValues = {
  months: Array.from({ length: 12 }, () => null),
  quarters: Array.from({ length: 4 }, () => null),
  year: null,
}

/** A place in the plan of a year: which span, and which of them. */
export type Slot = {
  readonly period: TargetPeriod
  readonly index: number
  readonly from: IsoDate
}

/** The 17 spans of a year: 12 months, 4 quarters, the year itself. */
export function slotsOf(year: number): Slot[] {
  const from = isoDate(`${String(year).padStart(4, '0')}-01-01`)
  const spans = (period: TargetPeriod, count: number, months: number): Slot[] =>
    Array.from({ length: count }, (_, index) => ({
      period,
      index,
      from: firstOfMonth(from, index * months),
    }))
  return [...spans('month', 12, 1), ...spans('quarter', 4, 3), ...spans('year', 1, 12)]
}

export function valueAt(values: YearValues, { period, index }: Slot): number | null {
  if (period === 'year') return values.year
  return (period === 'month' ? values.months : values.quarters)[index] ?? null
}

/** The plan with one value changed. */
export function withValue(values: YearValues, slot: Slot, value: number | null): YearValues {
  const changed = (list: readonly (number | null)[]) =>
    list.map((old, index) => (index === slot.index ? value : old))
  if (slot.period === 'year') return { ...values, year: value }
  return slot.period === 'month'
    ? { ...values, months: changed(values.months) }
    : { ...values, quarters: changed(values.quarters) }
}

const isSet = (value: number | null): value is number => value !== null

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)

/** Sums of money and counts are whole; what is left of a float is noise. */
const isSame = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b))

/** A longer span whose target and those of its parts cannot both come true. */
export type Contradiction = {
  readonly period: 'quarter' | 'year'
  readonly index: number
  readonly own: number
  /** Figures that add up: the sum of the parts. Others: the range the parts span. */
  readonly low: number
  readonly high: number
  readonly of: 'months' | 'quarters'
}

function contradictionOf(
  own: number | null,
  parts: readonly (number | null)[],
  additive: boolean,
): { low: number; high: number } | null {
  const given = parts.filter(isSet)
  if (own === null || given.length === 0) return null
  const complete = given.length === parts.length
  if (additive) {
    const total = sum(given)
    const exceeds = !complete && given.every((value) => value >= 0) && total > own
    return (complete && !isSame(total, own)) || exceeds ? { low: total, high: total } : null
  }
  const [low, high] = [Math.min(...given), Math.max(...given)]
  return complete && (own < low || own > high) ? { low, high } : null
}

/**
 * Where the plan contradicts itself. Figures that add up: the parts of a quarter or year are all set
 * and their sum is not its target, or the parts set so far exceed it already. Others (rates, means, stocks): the
 * target lies outside the range of its parts, which no mixture of them can reach. A warning, never a
 * refusal: a plan is made in steps.
 */
export function contradictions(values: YearValues, additive: boolean): Contradiction[] {
  const found: Contradiction[] = []
  const look = (
    place: Pick<Contradiction, 'period' | 'index' | 'of'>,
    own: number | null,
    parts: readonly (number | null)[],
  ) => {
    const range = contradictionOf(own, parts, additive)
    if (range && own !== null) found.push({ ...place, own, ...range })
  }
  values.quarters.forEach((own, index) => {
    const months = values.months.slice(index * 3, index * 3 + 3)
    look({ period: 'quarter', index, of: 'months' }, own, months)
  })
  const { months, quarters, year } = values
  if (months.some(isSet)) look({ period: 'year', index: 0, of: 'months' }, year, months)
  if (quarters.some(isSet)) look({ period: 'year', index: 0, of: 'quarters' }, year, quarters)
  return found
}

/** Sum of the months of a quarter (0 to 3), null unless all are set. */
export function quarterSum({ months }: YearValues, quarter: number): number | null {
  const parts = months.slice(quarter * 3, quarter * 3 + 3).filter(isSet)
  return parts.length === 3 ? sum(parts) : null
}

/** Sum of the twelve months, null unless all are set. */
export function monthsSum({ months }: YearValues): number | null {
  const parts = months.filter(isSet)
  return parts.length === 12 ? sum(parts) : null
}

/**
 * A yearly value over twelve months: whole units (cents, cases) by largest remainder, so that nothing is
 * lost. Weights are last year's months; without any (or with a negative one) all months weigh the same.
 */
export function spread(total: number, lastYear: readonly (number | null)[] = []): number[] {
  const weights = Array.from({ length: 12 }, (_, index) => lastYear[index] ?? 0)
  const usable = weights.every((weight) => weight >= 0) && weights.some((weight) => weight > 0)
  return allocate(cents(Math.round(total)), usable ? weights : weights.map(() => 1))
}

/** Rates and means keep as many decimals as people can type. */
const DECIMALS = 10_000

/**
 * Last year's months raised by `growth` (0.1 = 10 % more). Figures that add up are rounded in the year and
 * spread like last year, so that the year grows by exactly that; a month without a value stays
 * without. Others are raised month by month.
 */
export function fromLastYear(
  lastYear: readonly (number | null)[],
  growth: number,
  additive: boolean,
): (number | null)[] {
  const months = Array.from({ length: 12 }, (_, index) => lastYear[index] ?? null)
  const given = months.filter(isSet)
  const total = Math.round(sum(given) * (1 + growth))
  if (additive && total > 0 && given.every((value) => value >= 0)) {
    const parts = spread(total, months)
    return months.map((value, index) => (value === null ? null : (parts[index] ?? null)))
  }
  return months.map((value) => {
    if (value === null) return null
    const raised = value * (1 + growth)
    return additive ? Math.round(raised) : Math.round(raised * DECIMALS) / DECIMALS
  })
}

/** The same value for every month, every quarter and the year: what a rate is planned as. */
export const sameAllYear = (value: number): YearValues => ({
  months: Array.from({ length: 12 }, () => value),
  quarters: Array.from({ length: 4 }, () => value),
  year: value,
})
