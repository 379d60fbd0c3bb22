import { assert } from './assert.ts'
import type { Brand } from './brand.ts'

/** Whole cents (hundredths of the company's currency), never a float. */
export type Cents = Brand<number, 'Cents'>

/** A safe integer as cents. Throws (a bug) on fractions and on values that a number cannot hold exactly. */
export function cents(value: number): Cents {
  // the message is only made when it is needed: millions of amounts come through here
  if (!Number.isSafeInteger(value)) assert(false, `cents: expected a safe integer, got ${value}`)
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
  const parts: number[] = []
  const remainders: number[] = []
  let missing: number = total
  for (const weight of weights) {
    const exact = (total * weight) / weightSum
    const part = Math.trunc(exact)
    parts.push(part)
    remainders.push(Math.abs(exact - part))
    missing -= part
  }
  if (missing !== 0) {
    const receivers = [...parts.keys()]
      .filter((index) => weights[index] !== 0)
      .sort((a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0) || a - b)
    assert(Math.abs(missing) <= receivers.length, 'allocate: total too large for an exact split')
    for (const index of receivers.slice(0, Math.abs(missing))) {
      parts[index] = (parts[index] ?? 0) + Math.sign(missing)
    }
  }
  return parts.map(cents)
}
