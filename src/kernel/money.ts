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
 * Largest remainder; ties go to the earlier weight, so the result is deterministic. Weights are >= 0 and one is > 0,
 * else it throws. O(n) and n for every cent that is left over: fewer than n. Millions of amounts come through here.
 */
export function allocate(total: Cents, weights: readonly number[]): Cents[] {
  let weightSum = 0
  for (const weight of weights) {
    assert(weight >= 0, 'allocate: weights >= 0')
    weightSum += weight
  }
  assert(weightSum > 0, 'allocate: one weight > 0')
  const parts: number[] = []
  const remainders: number[] = []
  let missing: number = total
  for (const weight of weights) {
    const exact = (total * weight) / weightSum
    const part = Math.trunc(exact)
    parts.push(part + 0)
    remainders.push(weight === 0 ? NOTHING : Math.abs(exact - part))
    missing -= part
  }
  for (; missing !== 0; missing -= Math.sign(missing)) {
    const receiver = firstLargest(remainders)
    assert(remainders[receiver] !== NOTHING, 'allocate: total too large for an exact split')
    parts[receiver] = (parts[receiver] ?? 0) + Math.sign(missing)
    remainders[receiver] = NOTHING
  }
  return parts as Cents[]
}

/** Below every remainder: gets no cent. */
const NOTHING = -1

function firstLargest(numbers: readonly number[]): number {
  let found = 0
  for (let index = 1; index < numbers.length; index += 1) {
    if ((numbers[index] ?? 0) > (numbers[found] ?? 0)) found = index
  }
  return found
}
