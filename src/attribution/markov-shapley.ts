import { assert } from '#kernel/assert.ts'
import type { Random } from '#kernel/random.ts'
import { type Chain, windowOf } from './chain.ts'
import { transitionSystem } from './transition-system.ts'

/** By number of the channel. `standardError` is null where the values are exact. */
export type MarkovShapley = {
  readonly conversions: Float64Array
  readonly value: Float64Array
  readonly standardError: Float64Array | null
}

export type Sampling = { readonly random: Random; readonly permutations: number }

/** 2^18 coalitions take a fifth of a second; each channel more doubles that. */
export const EXACT_CHANNELS_MAX = 18
export const PERMUTATIONS_DEFAULT = 2_000

const at = (numbers: ArrayLike<number>, index: number): number => numbers[index] ?? 0

/**
 * The dense chain of order 1: row 0 is the beginning, row i + 1 the i-th channel that was touched, columns
 * alike; `channels` says which they are.
 */
type Game = {
  readonly players: number
  readonly channels: readonly number[]
  readonly moves: Float64Array
  readonly conversion: Float64Array
  readonly value: Float64Array
}

function gameOf(chain: Chain): Game | null {
  assert(chain.topology.order === 1, 'markovShapley: a chain of order 1')
  const system = transitionSystem(chain)
  if (!system) return null
  const { size, offsets, targets, probabilities } = system
  const width = size + 1
  const moves = new Float64Array(width * width)
  const conversion = new Float64Array(width)
  const value = new Float64Array(width)
  for (let state = 0; state < size; state += 1) {
    moves[state + 1] = at(system.start, state)
    conversion[state + 1] = at(system.conversion, state)
    value[state + 1] = at(system.value, state)
    for (let edge = at(offsets, state); edge < at(offsets, state + 1); edge += 1) {
      moves[(state + 1) * width + at(targets, edge) + 1] = at(probabilities, edge)
    }
  }
  const channels = Array.from(system.states, (state) => windowOf(chain.topology, state)[0] ?? 0)
  return { players: size, channels, moves, conversion, value }
}

/**
 * Shapley value of the game v(S) = P(convert) of the chain in which every channel outside S ends the journey
 * (A4), and of the same game with values. Adds up to P(convert) by itself, is never negative, and knows the
 * order of touches. Exact up to `EXACT_CHANNELS_MAX` channels in O(2^n), above by sampling permutations in
 * O(permutations x n^3) with the standard error of the conversions.
 */
export function markovShapley(chain: Chain, channels: number, sampling: Sampling): MarkovShapley {
  const game = gameOf(chain)
  const nothing = new Float64Array(channels)
  if (!game) return { conversions: nothing, value: nothing, standardError: null }
  const solved = game.players <= EXACT_CHANNELS_MAX ? exact(game) : sampled(game, sampling)
  const spread = (of: Float64Array) => {
    const all = new Float64Array(channels)
    for (const [player, channel] of game.channels.entries()) all[channel] = at(of, player)
    return all
  }
  return {
    conversions: spread(solved.conversions),
    value: spread(solved.value),
    standardError: solved.standardError && spread(solved.standardError),
  }
}

/** 1 / (n x binomial(n - 1, size)): the weight of a coalition of that size that a player joins. */
function coalitionWeights(players: number): Float64Array {
  const weights = new Float64Array(players)
  let weight = 1 / players
  for (let size = 0; size < players; size += 1) {
    weights[size] = weight
    weight *= (size + 1) / (players - 1 - size || 1)
  }
  return weights
}

/** The chain of the beginning and the first channels, the others being decided. */
type Rest = Pick<Game, 'moves' | 'conversion' | 'value'>

const emptyRest = (players: number): Rest => ({
  moves: new Float64Array((players + 1) ** 2),
  conversion: new Float64Array(players + 1),
  value: new Float64Array(players + 1),
})

/** Of the coalitions below a node, weighed: what they are worth to those who joined, and to those who did not. */
type Worth = { joined: number; missed: number; joinedValue: number; missedValue: number }

const nothing = (): Worth => ({ joined: 0, missed: 0, joinedValue: 0, missedValue: 0 })

/**
 * Walks the tree of coalitions: at every channel the chain goes on with it (the channel is eliminated from the
 * equations) or without (what goes there is lost). A leaf is a coalition whose chain has only the beginning left.
 * What leaves are worth is added up on the way back: every node costs its elimination and no more. Each depth of the
 * tree has one table that is written again and again.
 */
function exact(game: Game): MarkovShapley {
  const { players } = game
  const weights = coalitionWeights(players)
  const conversions = new Float64Array(players)
  const value = new Float64Array(players)
  const rests = Array.from({ length: players }, (_, left) => emptyRest(left))

  const leaf = (rest: Rest, size: number, into: Worth): void => {
    const joined = size === 0 ? 0 : at(weights, size - 1)
    const missed = size === players ? 0 : at(weights, size)
    into.joined += joined * at(rest.conversion, 0)
    into.missed += missed * at(rest.conversion, 0)
    into.joinedValue += joined * at(rest.value, 0)
    into.missedValue += missed * at(rest.value, 0)
  }
  const visit = (rest: Rest, left: number, size: number, into: Worth): void => {
    const next = rests[left - 1]
    if (!next) {
      leaf(rest, size, into)
      return
    }
    const player = left - 1
    const without = nothing()
    withoutLast(rest, left, next)
    visit(next, player, size, without)
    const through = nothing()
    throughLast(rest, left, next)
    visit(next, player, size + 1, through)
    conversions[player] = at(conversions, player) + through.joined - without.missed
    value[player] = at(value, player) + through.joinedValue - without.missedValue
    into.joined += without.joined + through.joined
    into.missed += without.missed + through.missed
    into.joinedValue += without.joinedValue + through.joinedValue
    into.missedValue += without.missedValue + through.missedValue
  }
  visit(game, players, 0, nothing())
  return { conversions, value, standardError: null }
}

/** The chain of `players` channels in which the last one ends the journey. */
function withoutLast(rest: Rest, players: number, into: Rest): void {
  const width = players + 1
  for (let from = 0; from < players; from += 1) {
    for (let to = 0; to < players; to += 1) {
      into.moves[from * players + to] = at(rest.moves, from * width + to)
    }
    into.conversion[from] = at(rest.conversion, from)
    into.value[from] = at(rest.value, from)
  }
}

/** The same chain watched only while it is not in the last channel. */
function throughLast({ moves, conversion, value }: Rest, players: number, into: Rest): void {
  const width = players + 1
  const last = players * width
  const stays = at(moves, last + players)
  for (let from = 0; from < players; from += 1) {
    const factor = at(moves, from * width + players) / (1 - stays)
    for (let to = 0; to < players; to += 1) {
      into.moves[from * players + to] = at(moves, from * width + to) + factor * at(moves, last + to)
    }
    into.conversion[from] = at(conversion, from) + factor * at(conversion, players)
    into.value[from] = at(value, from) + factor * at(value, players)
  }
}

/** Mean of the marginal contributions over random orders of arrival, each order also backwards. */
function sampled(game: Game, { random, permutations }: Sampling): MarkovShapley {
  const { players } = game
  const pairs = Math.max(2, Math.ceil(permutations / 2))
  const sums = new Float64Array(players)
  const squares = new Float64Array(players)
  const values = new Float64Array(players)
  for (let pair = 0; pair < pairs; pair += 1) {
    const order = shuffled(players, random)
    const there = marginals(game, order)
    const back = marginals(game, order.toReversed())
    for (let player = 0; player < players; player += 1) {
      const mean = (at(there.conversions, player) + at(back.conversions, player)) / 2
      sums[player] = at(sums, player) + mean
      squares[player] = at(squares, player) + mean * mean
      values[player] = at(values, player) + (at(there.value, player) + at(back.value, player)) / 2
    }
  }
  const standardError = sums.map((sum, player) =>
    Math.sqrt(Math.max(0, at(squares, player) - (sum * sum) / pairs) / (pairs - 1) / pairs),
  )
  return {
    conversions: sums.map((sum) => sum / pairs),
    value: values.map((sum) => sum / pairs),
    standardError,
  }
}

function shuffled(size: number, random: Random): number[] {
  const order = Array.from({ length: size }, (_, index) => index)
  for (let last = size - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const moved = at(order, last)
    order[last] = at(order, other)
    order[other] = moved
  }
  return order
}

/**
 * What each channel adds when the channels arrive in this order: the chance to get to it through those that
 * are there, times the chance to convert from it. The visits between those that are there grow by one row and
 * one column each time. O(n^3).
 */
function marginals(game: Game, order: readonly number[]) {
  const { players } = game
  const visits = new Float64Array(players * players)
  const toNew = new Float64Array(players)
  const fromNew = new Float64Array(players)
  const conversions = new Float64Array(players)
  const value = new Float64Array(players)
  for (const [size, player] of order.entries()) {
    const found = arrival(game, order, size, visits, toNew, fromNew)
    conversions[player] = found.reached * found.conversion
    value[player] = found.reached * found.value
    for (let i = 0; i < size; i += 1) {
      const row = i * players
      const into = at(toNew, i) / found.returns
      for (let j = 0; j < size; j += 1) {
        visits[row + j] = at(visits, row + j) + into * at(fromNew, j)
      }
      visits[row + size] = into
      visits[size * players + i] = at(fromNew, i) / found.returns
    }
    visits[size * players + size] = 1 / found.returns
  }
  return { conversions, value }
}

/**
 * The `size`-th of the order joins those before it: fills in how often they go to it and it to them; gives the
 * chance to get to it, the chance not to come back, and what is earned from it on.
 */
function arrival(
  { players, moves, conversion, value }: Game,
  order: readonly number[],
  size: number,
  visits: Float64Array,
  toNew: Float64Array,
  fromNew: Float64Array,
) {
  const width = players + 1
  const column = (order[size] ?? 0) + 1
  const found = {
    reached: at(moves, column),
    returns: 1,
    conversion: at(conversion, column),
    value: at(value, column),
  }
  for (let i = 0; i < size; i += 1) {
    let to = 0
    let from = 0
    for (let j = 0; j < size; j += 1) {
      const other = (order[j] ?? 0) + 1
      to += at(visits, i * players + j) * at(moves, other * width + column)
      from += at(moves, column * width + other) * at(visits, j * players + i)
    }
    toNew[i] = to
    fromNew[i] = from
    const own = (order[i] ?? 0) + 1
    found.reached += at(moves, own) * to
    found.returns -= at(moves, column * width + own) * to
    found.conversion += from * at(conversion, own)
    found.value += from * at(value, own)
  }
  found.reached /= found.returns
  return found
}
