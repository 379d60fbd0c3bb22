import { ratio } from '#kernel/ratio.ts'
import { type Proportion, proportionDifference } from '#kpis/interval.ts'

/** "+28 %" says nothing until it says of what: of the rate itself, or percentage points on it. */
export type UpliftKind = 'relative' | 'points'

/** A rate after an uplift: 0.7 and 0.28 are 0.896 relative, 0.98 in points. Never above 1. */
export const upliftedRate = (baseRate: number, uplift: number, kind: UpliftKind): number =>
  Math.min(1, kind === 'relative' ? baseRate * (1 + uplift) : baseRate + uplift)

/** An uplift as money (G1): cases × what the uplift adds to the base rate × value of one success. */
export function upliftCents(of: {
  readonly cases: number
  readonly baseRate: number
  readonly uplift: number
  readonly kind: UpliftKind
  readonly valueCents: number
}): number {
  const added = upliftedRate(of.baseRate, of.uplift, of.kind) - of.baseRate
  return Math.round(of.cases * added * of.valueCents)
}

/** Two groups of records compared: what share of each succeeded, and what the difference is worth. */
export type Comparison = {
  readonly exposed: Proportion & { readonly rate: number | null }
  readonly others: Proportion & { readonly rate: number | null }
  readonly points: number | null
  readonly relative: number | null
  /** 95 % interval of the difference in points (Newcombe, S02). */
  readonly interval: { readonly low: number; readonly high: number } | null
  /** The difference × the exposed cases × the value of one success, with the ends of the interval. */
  readonly cents: number | null
  readonly centsInterval: { readonly low: number; readonly high: number } | null
  /** False where the interval covers no difference at all. */
  readonly isClear: boolean
}

const withRate = (group: Proportion) => ({ ...group, rate: ratio(group.successes, group.trials) })

/**
 * Compares the exposed with the others. Who was exposed was not drawn by lot, so a difference is no proof of a cause:
 * whoever shows this says so.
 */
export function compareGroups(
  exposed: Proportion,
  others: Proportion,
  valueCents: number | null,
): Comparison {
  const a = withRate(exposed)
  const b = withRate(others)
  const points = a.rate === null || b.rate === null ? null : a.rate - b.rate
  const found = points === null ? null : proportionDifference(exposed, others)
  const interval = found && { low: found.low, high: found.high }
  const worth = (difference: number) => Math.round(difference * exposed.trials * (valueCents ?? 0))
  const isWorth = points !== null && valueCents !== null
  return {
    exposed: a,
    others: b,
    points,
    relative: points === null ? null : ratio(points, b.rate ?? 0),
    interval,
    cents: isWorth ? worth(points) : null,
    centsInterval:
      isWorth && interval ? { low: worth(interval.low), high: worth(interval.high) } : null,
    isClear: interval !== null && (interval.low > 0 || interval.high < 0),
  }
}
