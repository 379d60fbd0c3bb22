import { allocate, type Cents } from '#kernel/money.ts'

/**
 * Turns weights into money, the only place that does: whole cents per touch, which add up to `value`.
 * Largest remainder, ties to the earlier touch. Null when there is no weight: all of it is unattributed.
 */
export const creditCents = (value: Cents, weights: readonly number[]): Cents[] | null =>
  isAny(weights) ? allocate(value, weights) : null

function isAny(weights: readonly number[]): boolean {
  for (const weight of weights) if (weight > 0) return true
  return false
}
