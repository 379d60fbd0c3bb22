import { assert } from '#kernel/assert.ts'

/** A range that covers the true value with probability `level`; `method` names how it was found. */
export type Interval = {
  readonly low: number
  readonly high: number
  readonly level: 0.95
  readonly method: 'wilson' | 'bootstrap' | 'normal' | 'newcombe' | 'poisson'
}

/** 97.5 % point of the standard normal distribution: two-sided 95 %. */
export const Z_95 = 1.959963984540054

/**
 * Wilson score interval (S01), without continuity correction, of `successes` out of `trials`.
 * Stays inside 0 to 1 and is honest near the ends, where the plain normal interval is not.
 * Null without trials, and where successes exceed trials: then the quotient is no proportion.
 */
export function wilson(successes: number, trials: number): Interval | null {
  assert(successes >= 0 && trials >= 0, `wilson: counts >= 0, got ${successes} of ${trials}`)
  if (trials === 0 || successes > trials) return null
  const share = successes / trials
  const square = Z_95 * Z_95
  const centre = (share + square / (2 * trials)) / (1 + square / trials)
  const half =
    (Z_95 / (1 + square / trials)) *
    Math.sqrt((share * (1 - share)) / trials + square / (4 * trials * trials))
  return {
    low: successes === 0 ? 0 : centre - half,
    high: successes === trials ? 1 : centre + half,
    level: 0.95,
    method: 'wilson',
  }
}

export type Proportion = { readonly successes: number; readonly trials: number }

/**
 * Interval of the difference of two independent proportions, `a - b`, by Newcombe's hybrid of two
 * Wilson intervals (S02, method 10). Null when one of them is no proportion.
 */
export function proportionDifference(a: Proportion, b: Proportion): Interval | null {
  const intervalA = wilson(a.successes, a.trials)
  const intervalB = wilson(b.successes, b.trials)
  if (!intervalA || !intervalB) return null
  const shareA = a.successes / a.trials
  const shareB = b.successes / b.trials
  const difference = shareA - shareB
  return {
    low: difference - Math.hypot(shareA - intervalA.low, intervalB.high - shareB),
    high: difference + Math.hypot(intervalA.high - shareA, shareB - intervalB.low),
    level: 0.95,
    method: 'newcombe',
  }
}

/** Interval of a difference whose variance is known, by the normal distribution. */
export function normalDifference(
  difference: number,
  variance: number,
  method: 'normal' | 'poisson',
): Interval {
  assert(variance >= 0, `normalDifference: variance >= 0, got ${variance}`)
  const half = Z_95 * Math.sqrt(variance)
  return { low: difference - half, high: difference + half, level: 0.95, method }
}
