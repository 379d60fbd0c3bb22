import { allocate, cents } from '#kernel/money.ts'
import { type Random, seededRandom, seedOf } from '#kernel/random.ts'

/** Chance that draws the same every time: everything the demo company leaves to chance comes from here. */
export type Chance = {
  /** From 0 (included) to 1 (excluded). */
  readonly next: Random
  /** A whole number from `low` to `high`, both included. */
  readonly integer: (low: number, high: number) => number
  /** True in `share` of all cases. */
  readonly happens: (share: number) => boolean
  readonly pick: <Item>(items: readonly Item[]) => Item
  /** One of the items, as often as its weight says. */
  readonly weighted: <Item>(items: readonly (readonly [Item, number])[]) => Item
  readonly shuffled: <Item>(items: readonly Item[]) => Item[]
  /** Around `median`, with a long tail upwards: durations and amounts. */
  readonly skewed: (median: number, spread: number) => number
}

/** A source of chance of its own for each part, so that changing one part does not move the others. */
export function chanceOf(part: string): Chance {
  const next = seededRandom(seedOf(`demo ${part}`))
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(next() * items.length)]
    if (item === undefined) throw new Error(`demo: nothing to pick from (${part})`)
    return item
  }
  return {
    next,
    integer,
    happens: (share) => next() < share,
    pick,
    weighted: (items) => {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [item, weight] of items) {
        left -= weight
        if (left < 0) return item
      }
      return pick(items)[0]
    },
    shuffled: (items) => {
      const copy = [...items]
      for (let last = copy.length - 1; last > 0; last -= 1) {
        const other = integer(0, last)
        const kept = copy[last]
        const moved = copy[other]
        if (kept === undefined || moved === undefined) continue
        copy[last] = moved
        copy[other] = kept
      }
      return copy
    },
    // Box-Muller; 1 - next() is never 0.
    skewed: (median, spread) =>
      median *
      Math.exp(spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
  }
}

/** Whole numbers that add up to `total` exactly, in proportion to the weights. */
export const divide = (total: number, weights: readonly number[]): number[] =>
  allocate(cents(total), weights)

/** Amounts in cents, whole tens of euros, that add up to `total` exactly (itself such an amount). */
export const divideAmount = (total: number, weights: readonly number[]): number[] =>
  divide(total / TEN_EUROS, weights).map((tens) => tens * TEN_EUROS)

const TEN_EUROS = 1_000

/** An amount in cents rounded to whole tens of euros. */
export const roundAmount = (amount: number): number => Math.round(amount / TEN_EUROS) * TEN_EUROS
