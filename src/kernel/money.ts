import { assert } from './assert.ts'
import type { Brand } from './brand.ts'

/** Whole cents (hundredths of the company's currency), never a float. */
export type Cents = Brand<number, 'Cents'>

/** A safe integer as cents. Throws (a bug) on fractions and on values that a number cannot hold exactly. */
export function cents(value: number): Cents {
  assert(Number.isSafeInteger(value), `cents: expected a safe integer, got ${value}`)
  return (value + 0) as Cents // + 0 turns -0 into 0
}

/**
 * Split `total` in proportion to `weights`; the parts add up to `total` exactly.
 * Largest remainder; ties go to the earlier weight, so the result is deterministic. O(n log n).
 * Weights are >= 0 and one is > 0, else it throws.
 */
export function allocate(total: Cents, weights: readonly number[]): Cents[] {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0)
  assert(
    weights.every((weight) => weight >= 0) && weightSum > 0,
    'allocate: weights >= 0 and one > 0',
  )
  const shares = weights.map((weight, index) => {
    const exact = (total * weight) / weightSum
    const part = Math.trunc(exact)
    return { index, weight, part, remainder: Math.abs(exact - part) }
  })
  const missing = total - shares.reduce((sum, share) => sum + share.part, 0)
  const receivers = shares
    .filter((share) => share.weight > 0)
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  assert(Math.abs(missing) <= receivers.length, 'allocate: total too large for an exact split')
  for (const share of receivers.slice(0, Math.abs(missing))) share.part += Math.sign(missing)
  return shares.map((share) => cents(share.part))
}
