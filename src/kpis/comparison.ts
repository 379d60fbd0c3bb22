import { bootstrapMeanDifference, type Resampled } from './bootstrap.ts'
import { type Calculation, calculationOf, type Kpi } from './define.ts'
import type { Facts } from './facts.ts'
import { type Interval, normalDifference, proportionDifference } from './interval.ts'
import type { KpiResult } from './result.ts'
import type { KpiSettings } from './settings.ts'

export type Verdict = 'more' | 'less' | 'same' | 'no_clear_difference' | 'not_comparable'

/** A figure now against the same figure before. */
export type Change = {
  /** Now minus before, in the figure's own unit. */
  readonly difference: number | null
  /** 0.2 = a fifth more; null where the value before is 0 or not defined. */
  readonly relative: number | null
  /** 95 % interval of the difference; null where the figure is no sample. */
  readonly interval: { readonly low: number; readonly high: number } | null
  readonly verdict: Verdict
  /** Whether the clear change is for the better; null where it is not clear or neither way is better. */
  readonly good: boolean | null
}

export type Side = {
  readonly result: KpiResult
  readonly facts: Facts
  /** The amounts of won opportunities drawn again and again, when there are few enough. */
  readonly resampled?: Resampled
}

/** Sum of squares of a sample from its mean and deviation: the variance of a compound Poisson sum. */
function sumOfSquares(
  facts: Facts,
  spread: { readonly count: keyof Facts; readonly deviation: keyof Facts },
  total: number,
): number {
  const count = facts[spread.count] ?? 0
  if (count === 0) return 0
  const deviation = facts[spread.deviation] ?? 0
  return deviation * deviation * Math.max(0, count - 1) + (total * total) / count
}

function meanDifference(
  mean: NonNullable<Calculation['mean']>,
  now: Side,
  before: Side,
  difference: number,
): Interval | null {
  if (now.resampled && before.resampled) {
    return bootstrapMeanDifference(now.resampled, before.resampled)
  }
  const variance = (side: Side) => {
    const count = side.facts[mean.count] ?? 0
    const deviation = side.facts[mean.deviation] ?? null
    return deviation === null || count < 2 ? null : (deviation * deviation) / count
  }
  const a = variance(now)
  const b = variance(before)
  return a === null || b === null ? null : normalDifference(difference, a + b, 'normal')
}

function differenceInterval(
  calculation: Calculation,
  now: Side,
  before: Side,
  difference: number,
): Interval | null {
  const a = now.result.value ?? 0
  const b = before.result.value ?? 0
  if (calculation.proportion) {
    const { of, outOf } = calculation.proportion
    const share = ({ facts }: Side) => ({ successes: facts[of] ?? 0, trials: facts[outOf] ?? 0 })
    return proportionDifference(share(now), share(before))
  }
  if (calculation.events) return normalDifference(difference, a + b, 'poisson')
  if (calculation.sum) {
    const variance =
      sumOfSquares(now.facts, calculation.sum, a) + sumOfSquares(before.facts, calculation.sum, b)
    return normalDifference(difference, variance, 'normal')
  }
  return calculation.mean ? meanDifference(calculation.mean, now, before, difference) : null
}

function verdictOf(difference: number, interval: Interval | null): Verdict {
  if (difference === 0) return 'same'
  if (interval && interval.low <= 0 && interval.high >= 0) return 'no_clear_difference'
  return difference > 0 ? 'more' : 'less'
}

/**
 * Compare a figure with itself in another period. Says "no clear difference" when the 95 % interval of
 * the difference covers 0. Figures that are no sample (cost) are compared as they stand.
 */
export function compare(
  kpi: Kpi,
  now: Side,
  before: Side,
  context: {
    readonly view: 'period' | 'cohort'
    readonly settings: KpiSettings
  },
): Change {
  const a = now.result.value
  const b = before.result.value
  if (a === null || b === null) {
    return {
      difference: null,
      relative: null,
      interval: null,
      verdict: 'not_comparable',
      good: null,
    }
  }
  const difference = a - b
  const { calculation } = calculationOf(kpi, context.view, context.settings)
  const interval = differenceInterval(calculation, now, before, difference)
  const verdict = verdictOf(difference, interval)
  const clear = verdict === 'more' || verdict === 'less'
  return {
    difference,
    relative: b === 0 ? null : difference / Math.abs(b),
    interval: interval && { low: interval.low, high: interval.high },
    verdict,
    good:
      clear && kpi.betterWhen !== 'neither'
        ? (verdict === 'more') === (kpi.betterWhen === 'higher')
        : null,
  }
}
