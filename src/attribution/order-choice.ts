import { assert } from '#kernel/assert.ts'
import type { Random } from '#kernel/random.ts'
import { ORDER_MAX } from './models.ts'
import type { CountedPath } from './statistics.ts'

/** What an order foretells of journeys it has not seen. */
export type OrderScore = {
  readonly order: number
  /** Mean surprise of a journey in bits: its touches and its end. Less is better. */
  readonly bits: number
  /** How much worse than the best order, and the standard error of that difference. */
  readonly worse: number
  readonly standardError: number
}

export type OrderChoice = { readonly order: number; readonly scores: readonly OrderScore[] }

/** Part of the journeys that an order is learnt from; the rest tells how well it foretells. */
const LEARN_SHARE = 2 / 3

/** Symbols of a journey beside its channels, which begin at 3. */
const CONVERTED = 0
const LOST = 1
const BEGIN = 2
const CHANNELS_FROM = 3

type Journey = { readonly symbols: readonly number[]; readonly count: number }

/** Both ends of a path as separate journeys, the converted ones and the others. */
const journeysOf = (path: CountedPath): Journey[] => {
  const touches = Array.from(
    { length: path.length },
    (_, index) => (path.channels[index] ?? 0) + CHANNELS_FROM,
  )
  return [
    { symbols: [...touches, CONVERTED], count: path.conversions },
    { symbols: [...touches, LOST], count: path.nulls },
  ].filter(({ count }) => count > 0)
}

/**
 * Order of the Markov chain by how well it foretells later journeys: learnt from the first two thirds of `paths`
 * (in order of time), judged on the rest. Never on what it was learnt from, where higher orders always win.
 */
export function orderByTime(paths: readonly CountedPath[], channels: number): OrderChoice {
  const cut = Math.ceil(paths.length * LEARN_SHARE)
  const part = (from: number, until: number) => paths.slice(from, until).flatMap(journeysOf)
  return chooseOrder(part(0, cut), part(cut, paths.length), channels)
}

/** The same where nobody knows when journeys were: every journey is learnt from or judged by chance. */
export function orderByChance(
  paths: Iterable<CountedPath>,
  channels: number,
  random: Random,
): OrderChoice {
  const learnt: Journey[] = []
  const judged: Journey[] = []
  for (const journey of Array.from(paths).flatMap(journeysOf)) {
    const count = learntOf(journey.count, random)
    if (count > 0) learnt.push({ ...journey, count })
    if (count < journey.count) judged.push({ ...journey, count: journey.count - count })
  }
  return chooseOrder(learnt, judged, channels)
}

/** How many of equal journeys are learnt from. */
function learntOf(count: number, random: Random): number {
  let learnt = 0
  for (let index = 0; index < count; index += 1) if (random() < LEARN_SHARE) learnt += 1
  return learnt
}

/**
 * The lowest order that is not clearly worse than the best: by no more than one standard error of the difference
 * over the same journeys. Without journeys to judge by, order 1.
 */
function chooseOrder(
  learnt: readonly Journey[],
  judged: readonly Journey[],
  channels: number,
): OrderChoice {
  const contexts = learn(learnt, channels)
  const bits = judged.map(({ symbols }) => surprises(contexts, symbols, channels))
  const total = judged.reduce((sum, { count }) => sum + count, 0)
  const mean = (of: (index: number) => number) =>
    total === 0 ? 0 : judged.reduce((sum, { count }, index) => sum + count * of(index), 0) / total
  const orders = Array.from({ length: ORDER_MAX }, (_, index) => index + 1)
  const means = orders.map((order) => mean((index) => bits[index]?.[order - 1] ?? 0))
  const best = means.indexOf(Math.min(...means))
  const scores = orders.map((order): OrderScore => {
    const difference = (index: number) =>
      (bits[index]?.[order - 1] ?? 0) - (bits[index]?.[best] ?? 0)
    const worse = mean(difference)
    const variance = mean((index) => (difference(index) - worse) ** 2)
    const standardError = total < 2 ? 0 : Math.sqrt(variance / (total - 1))
    return { order, bits: means[order - 1] ?? 0, worse, standardError }
  })
  const chosen = scores.find(({ worse, standardError }) => worse <= standardError)
  assert(chosen, 'chooseOrder: the best is never worse than itself')
  return { order: chosen.order, scores }
}

/** What followed the last symbols, by how many of them are looked at (0 to the highest order). */
type Contexts = readonly Map<number, Followers>[]
type Followers = { total: number; readonly counts: Map<number, number> }

/** The last `length` symbols before `index` as one number; the beginning is a symbol as well. */
function contextAt(
  symbols: readonly number[],
  index: number,
  length: number,
  base: number,
): number {
  let context = 0
  for (let back = Math.min(length, index + 1); back >= 1; back -= 1) {
    context = context * base + (index - back < 0 ? BEGIN : (symbols[index - back] ?? 0)) + 1
  }
  return context
}

function learn(journeys: readonly Journey[], channels: number): Contexts {
  const base = channels + CHANNELS_FROM + 1
  const contexts = Array.from({ length: ORDER_MAX + 1 }, () => new Map<number, Followers>())
  for (const { symbols, count } of journeys) {
    for (const [index, symbol] of symbols.entries()) {
      for (const [length, known] of contexts.entries()) {
        const context = contextAt(symbols, index, length, base)
        const followers = known.get(context) ?? { total: 0, counts: new Map() }
        followers.total += count
        followers.counts.set(symbol, (followers.counts.get(symbol) ?? 0) + count)
        known.set(context, followers)
      }
    }
  }
  return contexts
}

/** Bits of a journey under each order, smoothed by the shorter contexts (Witten and Bell, A7). */
function surprises(contexts: Contexts, symbols: readonly number[], channels: number): number[] {
  const base = channels + CHANNELS_FROM + 1
  const bits = new Array<number>(ORDER_MAX).fill(0)
  for (const [index, symbol] of symbols.entries()) {
    let chance = 1 / (channels + 2)
    for (const [length, known] of contexts.entries()) {
      const followers = known.get(contextAt(symbols, index, length, base))
      if (followers) {
        const kinds = followers.counts.size
        const seen = followers.counts.get(symbol) ?? 0
        chance = (seen + kinds * chance) / (followers.total + kinds)
      }
      if (length > 0) bits[length - 1] = (bits[length - 1] ?? 0) - Math.log2(chance)
    }
  }
  return bits
}
