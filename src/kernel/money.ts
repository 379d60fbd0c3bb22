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
    if (!(weight >= 0)) assert(false, 'allocate: weights >= 0')
    weightSum += weight
  }
  assert(weightSum > 0, 'allocate: one weight > 0')
  const remainders = remaindersOf(weights.length)
  const parts: number[] = []
  let missing: number = total
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index] ?? 0
    const exact = (total * weight) / weightSum
    const part = Math.trunc(exact)
    parts.push(part + 0)
    remainders[index] = weight === 0 ? NOTHING : Math.abs(exact - part)
    missing -= part
  }
  for (; missing !== 0; missing -= Math.sign(missing)) {
    const receiver = firstLargest(remainders, weights.length)
    assert(remainders[receiver] !== NOTHING, 'allocate: total too large for an exact split')
    parts[receiver] = (parts[receiver] ?? 0) + Math.sign(missing)
    remainders[receiver] = NOTHING
  }
  return parts as Cents[]
}

/** Below every remainder: gets no cent. */
const NOTHING = -1

/** The same memory at every call: whole companies are divided deal by deal. */
let remainders = new Float64Array(64)

function remaindersOf(count: number): Float64Array {
  if (count > remainders.length) remainders = new Float64Array(2 * count)
  return remainders
}

function firstLargest(numbers: Float64Array, count: number): number {
  let found = 0
  for (let index = 1; index < count; index += 1) {
    if ((numbers[index] ?? 0) > (numbers[found] ?? 0)) found = index
  }
  return found
}
