import { assert } from '#kernel/assert.ts'
import { type Random, seededRandom } from '#kernel/random.ts'
import type { Chain } from './chain.ts'
import { type RemovalEffects, removalEffects, shares } from './markov.ts'
import { markovShapley, PERMUTATIONS_DEFAULT } from './markov-shapley.ts'
import { orderOf, type Statistics, type Totals } from './statistics.ts'

/** What a model gives each channel, by number of the channel. Plain numbers: nothing is rounded. */
export type Solution = {
  readonly conversions: Float64Array
  readonly value: Float64Array
  /** Of Markov models: what would be lost without the channel, from 0 to 1. */
  readonly removalEffect: Float64Array | null
  /** Of sampled models: standard error of the conversions. */
  readonly standardError: Float64Array | null
}

export type SolveOptions = {
  /** Relative error of chains above order 1; the default is rounding. */
  readonly tolerance?: number
  readonly permutations?: number
  /** Chance of sampled models. */
  readonly random?: () => Random
}

const SEED = 1

const filled = (sums: ArrayLike<number>, channels: number): Float64Array =>
  Float64Array.from({ length: channels }, (_, channel) => sums[channel] ?? 0)

const times = (numbers: Float64Array, factor: number): Float64Array =>
  numbers.map((each) => each * factor)

/**
 * Every model of the statistics, in its order. Conversions and values of a model add up to the total less
 * what is unattributed (influence apart, which counts a conversion for every channel in it).
 */
export function solve(statistics: Statistics, options: SolveOptions = {}): Solution[] {
  const channels = statistics.channels.names.length
  const effects = new Map<number, RemovalEffects>()
  const effectsOf = (order: number): RemovalEffects => {
    const known = effects.get(order)
    if (known) return known
    const solved = removalEffects(chainOf(statistics, order), channels, options.tolerance)
    effects.set(order, solved)
    return solved
  }
  return statistics.models.map((model, place) => {
    const attributed = attributedOf(statistics, place)
    if (model.kind === 'markov') return byRemoval(model.value, effectsOf(model.order), attributed)
    if (model.kind === 'markov_shapley') {
      return byGame(chainOf(statistics, 1), channels, attributed, options)
    }
    assert(orderOf(model) === null, 'solve: a sum')
    const sums = statistics.sums[place]
    return {
      conversions: filled(sums?.conversions ?? [], channels),
      value: filled(sums?.value ?? [], channels),
      removalEffect: null,
      standardError: null,
    }
  })
}

function chainOf(statistics: Statistics, order: number): Chain {
  const chain = statistics.chains.get(order)
  assert(chain, `solve: no chain of order ${order}`)
  return chain
}

/** What of the total a model can give away. */
export function attributedOf({ total, unattributed }: Statistics, place: number): Totals {
  const lost = unattributed[place] ?? { conversions: 0, value: 0 }
  return { conversions: total.conversions - lost.conversions, value: total.value - lost.value }
}

function byRemoval(
  value: 'removal' | 'share',
  effects: RemovalEffects,
  attributed: Totals,
): Solution {
  const share = shares(effects.conversions)
  const valueShare = value === 'share' ? share : shares(effects.value)
  return {
    conversions: times(share, attributed.conversions),
    value: times(valueShare, attributed.value),
    removalEffect: effects.conversions,
    standardError: null,
  }
}

function byGame(
  chain: Chain,
  channels: number,
  attributed: Totals,
  { permutations = PERMUTATIONS_DEFAULT, random = () => seededRandom(SEED) }: SolveOptions,
): Solution {
  const game = markovShapley(chain, channels, { random: random(), permutations })
  const chance = game.conversions.reduce((sum, part) => sum + part, 0)
  const scale = chance === 0 ? 0 : attributed.conversions / chance
  return {
    conversions: times(game.conversions, scale),
    value: times(shares(game.value), attributed.value),
    removalEffect: null,
    standardError: game.standardError && times(game.standardError, scale),
  }
}
