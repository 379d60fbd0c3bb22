import { contains, type IsoDate, type Period } from '#kernel/period.ts'
import { type Ratio, ratio } from '#kernel/ratio.ts'
import { added, addedErrorTogether, type Increment, increments } from './cohort-additive.ts'
import {
  type Development,
  developments,
  type Expected,
  projected,
  standardErrorTogether,
} from './cohort-development.ts'

/** What began in one month. */
export type CohortFacts = {
  /** First day of the month. */
  readonly month: IsoDate
  /** Spend of the month in cents; null where cost cannot be cut this way. */
  readonly cost: number | null
  /** Cents by months since the first touch, as far as the months are over. */
  readonly values: readonly number[]
  /** Deals by months since the first touch. */
  readonly deals: readonly number[]
}

/** Why nothing can be said of what is still to come. */
export const NO_FORECAST = ['few_cohorts', 'no_cost'] as const
export type NoForecast = (typeof NO_FORECAST)[number]

export type Range = { readonly value: number; readonly low: number; readonly high: number }

/** How the rest was estimated: by development factors, or by what a euro of spend brought at the same age. */
export type Method = 'factors' | 'additive'

export type CohortView = {
  readonly month: IsoDate
  readonly cost: number | null
  readonly values: readonly number[]
  readonly deals: readonly number[]
  readonly soFar: number
  readonly dealCount: number
  /** Cents that are still expected up to the horizon, with a 95 % interval; zero when the cohort is grown up. */
  readonly rest: Range | null
  readonly reason: NoForecast | null
  readonly method: Method | null
  /** Expected cumulative cents at the ages that have not come yet. */
  readonly curve: readonly (Range & { readonly age: number })[]
  /** So far / (so far + rest); null where neither is known. */
  readonly developed: Ratio
  readonly roi: Ratio
  readonly roiExpected: { readonly [Key in keyof Range]: Ratio } | null
  /** Months since the first touch after which the spend had come back; `expected` when that lies ahead. */
  readonly breakEven: { readonly age: number; readonly expected: boolean } | null
}

export type CohortsView = {
  /** How many ages are shown: 0 is the month of the first touch. */
  readonly ages: number
  /** Up to how many ages something is expected: the horizon of every expected ROI. */
  readonly agesLearnt: number
  /** How many months teach. */
  readonly monthsLearnt: number
  readonly cohorts: readonly CohortView[]
  readonly total: Omit<CohortView, 'month' | 'curve' | 'method' | 'values' | 'deals'> & {
    readonly values: readonly number[]
    /** Cohorts of which something may come that nobody can estimate: `rest` and the expected ROI are without them. */
    readonly withoutForecast: number
  }
  /** By age: what an average cent of the cohorts observed that long has brought, cumulatively. */
  readonly perCost: readonly Ratio[]
  readonly factors: readonly (Development | null)[]
}

/** So many cohorts must have been observed at an age, or it lies beyond the horizon. */
export const COHORTS_MIN = 3
/** Factors speak from this share on; below, a cohort has too little of its own to grow from. */
export const DEVELOPED_MIN = 0.2
const Z_95 = 1.959964

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)

/** Sums up to each value. */
export const cumulative = (values: readonly number[]): number[] => {
  let total = 0
  return values.map((value) => {
    total += value
    return total
  })
}

/**
 * A 95 % interval of what is still to come: log-normal, as Mack proposes, because it is rarely below zero (S08); normal
 * where less than nothing is expected.
 */
export function restRange(rest: number, standardError: number): Range {
  const rounded = (value: number) => Math.round(value) + 0
  if (standardError === 0) return { value: rounded(rest), low: rounded(rest), high: rounded(rest) }
  if (rest <= 0) {
    const half = Z_95 * standardError
    return { value: rounded(rest), low: rounded(rest - half), high: rounded(rest + half) }
  }
  const spread = Math.sqrt(Math.log(1 + (standardError / rest) ** 2))
  const middle = Math.log(rest) - spread ** 2 / 2
  return {
    value: rounded(rest),
    low: rounded(Math.exp(middle - Z_95 * spread)),
    high: rounded(Math.exp(middle + Z_95 * spread)),
  }
}

type Learnt = {
  readonly ages: number
  readonly factors: readonly (Development | null)[]
  readonly ratios: readonly (Increment | null)[]
  /** By age: the usual part of the whole that is there by then; null where the factors do not tell. */
  readonly usual: readonly Ratio[]
}

/** The share that is there at each age, from the factors after it. */
function usualShares(factors: readonly (Development | null)[]): Ratio[] {
  const shares: Ratio[] = [1]
  for (const one of factors.toReversed()) {
    const later = shares[0] ?? null
    shares.unshift(one && later !== null && one.factor > 0 ? later / one.factor : null)
  }
  return shares
}

/** Without the months before anything was spent or began: their 0 is no experience. */
function experienced(cohorts: readonly CohortFacts[]): readonly CohortFacts[] {
  const first = cohorts.findIndex(
    ({ cost, deals, values }) =>
      (cost ?? 0) !== 0 || deals.some((count) => count > 0) || values.some((value) => value !== 0),
  )
  return first < 0 ? [] : cohorts.slice(first)
}

/**
 * What older cohorts tell. `agesMax` is the longest horizon; ages that fewer than three cohorts have reached lie beyond
 * what can be learnt.
 */
function learn(cohorts: readonly CohortFacts[], agesMax: number): Learnt {
  const reached = cohorts.map(({ values }) => values.length).toSorted((a, b) => b - a)
  const ages = Math.min(agesMax, reached[COHORTS_MIN - 1] ?? reached.at(-1) ?? 0)
  const rows = cohorts.map(({ values }) => values.slice(0, ages))
  const factors = developments(rows.map(cumulative))
  return {
    ages,
    factors,
    ratios: increments(
      rows,
      cohorts.map(({ cost }) => cost ?? 0),
    ),
    usual: usualShares(factors),
  }
}

type Forecast = {
  readonly method: Method
  readonly age: number
  readonly expected: readonly Expected[]
}

function forecast(
  { values, cost }: CohortFacts,
  { ages, factors, ratios, usual }: Learnt,
): Forecast | NoForecast | null {
  const age = values.length - 1
  if (age >= ages - 1) return null
  const soFar = sum(values)
  const byFactors = age >= 0 && (usual[age] ?? 0) >= DEVELOPED_MIN && projected(soFar, age, factors)
  if (byFactors) return { method: 'factors', age, expected: byFactors }
  if (cost === null || cost <= 0) return 'no_cost'
  const expected = added({ value: soFar, age, exposure: cost }, ratios)
  return expected ? { method: 'additive', age, expected } : 'few_cohorts'
}

function breakEvenOf(
  cost: number | null,
  seen: readonly number[],
  expected: readonly { readonly age: number; readonly value: number }[],
): CohortView['breakEven'] {
  if (cost === null || cost <= 0) return null
  const reached = seen.findIndex((value) => value >= cost)
  if (reached >= 0) return { age: reached, expected: false }
  const ahead = expected.find(({ value }) => value >= cost)
  return ahead ? { age: ahead.age, expected: true } : null
}

const returnOn = (value: number, cost: number | null): Ratio =>
  cost === null ? null : ratio(value - cost, cost)

const rangeOn = (soFar: number, rest: Range, cost: number | null) =>
  cost === null || cost <= 0
    ? null
    : {
        value: returnOn(soFar + rest.value, cost),
        low: returnOn(soFar + rest.low, cost),
        high: returnOn(soFar + rest.high, cost),
      }

const NOTHING: Range = { value: 0, low: 0, high: 0 }

function viewOf(facts: CohortFacts, found: Forecast | NoForecast | null): CohortView {
  const { month, cost } = facts
  const seen = cumulative(facts.values)
  const soFar = seen.at(-1) ?? 0
  const reason = typeof found === 'string' ? found : null
  const known = found !== null && typeof found !== 'string' ? found : null
  const curve = (known?.expected ?? []).map(({ age, value, standardError }) => {
    const { low, high } = restRange(value - soFar, standardError)
    return { age, value: Math.round(value), low: soFar + low, high: soFar + high }
  })
  const end = known?.expected.at(-1)
  const rest = reason ? null : end ? restRange(end.value - soFar, end.standardError) : NOTHING
  return {
    ...{ month, cost, soFar, rest, reason, curve },
    values: facts.values,
    deals: facts.deals,
    dealCount: sum(facts.deals),
    method: known?.method ?? null,
    developed: rest ? ratio(soFar, soFar + rest.value) : null,
    roi: returnOn(soFar, cost),
    roiExpected: rest && rangeOn(soFar, rest, cost),
    breakEven: breakEvenOf(cost, seen, curve),
  }
}

/** Ages that are shown: as far as something can be expected, and as far as anything has come. */
function agesShown(inside: readonly CohortFacts[], agesLearnt: number, agesMax: number): number {
  const last = ({ values, deals }: CohortFacts) =>
    1 +
    Math.max(
      values.findLastIndex((value) => value !== 0),
      deals.findLastIndex((one) => one > 0),
    )
  return Math.min(agesMax, Math.max(agesLearnt, ...inside.map(last)))
}

/**
 * Cohorts of spend: what each has brought so far, what is still expected of it and how sure that is. `cohorts` are in
 * order of their months, the oldest first; they teach from the first on in which anything was spent or began, and those
 * that begin in `shown` are shown. There are two horizons: what has come is shown however old it is, what will come is
 * said only up to an age that enough cohorts have reached. Ages from `agesMax` on are left out of everything.
 */
export function cohortsView(
  cohorts: readonly CohortFacts[],
  { agesMax, shown }: { readonly agesMax: number; readonly shown: Period },
): CohortsView {
  const teaching = experienced(cohorts)
  const learnt = learn(teaching, agesMax)
  const inside = cohorts.filter(({ month }) => contains(shown, month))
  const ages = agesShown(inside, learnt.ages, agesMax)
  const found = inside.map((whole) => {
    const cohort = {
      ...whole,
      values: whole.values.slice(0, ages),
      deals: whole.deals.slice(0, ages),
    }
    return { cohort, forecast: forecast(cohort, learnt) }
  })
  const views = found.map((one) => viewOf(one.cohort, one.forecast))
  return {
    ages,
    agesLearnt: learnt.ages,
    monthsLearnt: teaching.length,
    cohorts: views,
    total: totalOf(views, found, learnt, ages),
    perCost: perCost(teaching, ages),
    factors: learnt.factors,
  }
}

const soFarOf = (views: readonly CohortView[]): number => sum(views.map((one) => one.soFar))

/** Null where the cost of one of them cannot be cut this way. */
const costOf = (views: readonly CohortView[]): number | null => {
  const costs = views.map(({ cost }) => cost)
  return costs.includes(null) ? null : sum(costs.map((one) => one ?? 0))
}

type Found = { readonly cohort: CohortFacts; readonly forecast: Forecast | NoForecast | null }

/** The cohorts that are shown, together: cohorts by factors share their errors, those by spend theirs. */
function totalOf(
  views: readonly CohortView[],
  found: readonly Found[],
  learnt: Learnt,
  ages: number,
): CohortsView['total'] {
  const forecasts = found.flatMap(({ cohort, forecast: one }) =>
    one !== null && typeof one !== 'string' ? [{ ...one, exposure: cohort.cost ?? 0 }] : [],
  )
  const error = Math.hypot(
    standardErrorTogether(
      forecasts.filter(({ method }) => method === 'factors'),
      learnt.factors,
    ),
    addedErrorTogether(
      forecasts.filter(({ method }) => method === 'additive'),
      learnt.ratios,
    ),
  )
  const cost = costOf(views)
  const soFar = soFarOf(views)
  // What is expected is set against what the same cohorts cost and brought.
  const known = views.filter(({ rest }) => rest !== null)
  const rest =
    known.length > 0 ? restRange(sum(known.map((one) => one.rest?.value ?? 0)), error) : null
  return {
    ...{ cost, soFar, rest },
    withoutForecast: views.length - known.length,
    values: Array.from({ length: ages }, (_, age) =>
      sum(views.map(({ values }) => values[age] ?? 0)),
    ),
    dealCount: sum(views.map((one) => one.dealCount)),
    reason: views.find((one) => one.reason)?.reason ?? null,
    developed: rest ? ratio(soFarOf(known), soFarOf(known) + rest.value) : null,
    roi: returnOn(soFar, cost),
    roiExpected: rest && rangeOn(soFarOf(known), rest, costOf(known)),
    breakEven: null,
  }
}

/** Cents back for each cent of spend by age: of the cohorts that were observed at that age. */
function perCost(cohorts: readonly CohortFacts[], ages: number): Ratio[] {
  let total: Ratio = 0
  return Array.from({ length: ages }, (_, age) => {
    const rows = cohorts.filter(({ values, cost }) => values.length > age && (cost ?? 0) > 0)
    const one = ratio(
      sum(rows.map(({ values }) => values[age] ?? 0)),
      sum(rows.map(({ cost }) => cost ?? 0)),
    )
    total = total === null || one === null ? null : total + one
    return total
  })
}
