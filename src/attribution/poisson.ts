import { assert } from '#kernel/assert.ts'

const GUIDES = 256
/** Below this a probability is not worth a place in the table. */
const NEGLIGIBLE = 1e-18

/** The Poisson distribution of one mean, ready to be drawn from. */
export type Poisson = {
  /** The smallest number that is worth a place. */
  readonly first: number
  readonly cumulative: Float64Array
  /** Where to start looking in `cumulative`, for equal parts of 0 to 1. */
  readonly guide: Int32Array
}

/**
 * Table look-up of the cumulative distribution with a guide table (A8): about one comparison a draw, whatever
 * the mean. The probabilities come from the ratio of neighbours, starting at the mode. O(sqrt(mean)) to make.
 */
export function poisson(mean: number): Poisson {
  assert(mean >= 0 && Number.isFinite(mean), `poisson: mean >= 0, got ${mean}`)
  const mode = Math.floor(mean)
  const below: number[] = []
  for (let k = mode, part = 1; k > 0 && part > NEGLIGIBLE; k -= 1) {
    part *= k / mean
    below.push(part)
  }
  const above: number[] = [1]
  for (let k = mode + 1, part = mean / k; part > NEGLIGIBLE; k += 1, part *= mean / k)
    above.push(part)
  const parts = [...below.toReversed(), ...above]
  const first = mode - below.length
  const sum = parts.reduce((total, part) => total + part, 0)
  let reached = 0
  const cumulative = Float64Array.from(parts, (part) => {
    reached += part / sum
    return reached
  })
  cumulative[cumulative.length - 1] = 1
  let place = 0
  const guide = Int32Array.from({ length: GUIDES }, (_, index) => {
    while ((cumulative[place] ?? 1) <= index / GUIDES) place += 1
    return place
  })
  return { first, cumulative, guide }
}

/** A number of the distribution, from a uniform one of 0 (included) to 1 (excluded). */
export function draw({ first, cumulative, guide }: Poisson, uniform: number): number {
  let index = guide[Math.floor(uniform * GUIDES)] ?? 0
  while ((cumulative[index] ?? 1) <= uniform) index += 1
  return first + index
}
