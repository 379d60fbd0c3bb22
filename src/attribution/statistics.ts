import { assert } from '#kernel/assert.ts'
import {
  type Amounts,
  type Chain,
  countTrace,
  emptyChain,
  emptyTrace,
  mergeChain,
  type Outcome,
  type Trace,
  tracePath,
} from './chain.ts'
import { type ChannelIndex, channelIndex } from './channel-index.ts'
import type { Model } from './models.ts'
import { channelsOf, type Path, weigh } from './rule-models.ts'
import { ruleOf } from './sum-models.ts'

/** Sums by number of the channel. */
export type Sums = { readonly conversions: Amounts; readonly value: Amounts }

export type Totals = { conversions: number; value: number }

/**
 * Everything the models need to know of all journeys: sums and counts, to which journeys are added one by
 * one, in any order, once or merged from parts. No journey and nothing personal is kept.
 */
export type Statistics = {
  readonly models: readonly Model[]
  readonly channels: ChannelIndex
  /** Of each model that is a sum over journeys (rules, Shapley, influence), by its place in `models`. */
  readonly sums: readonly Sums[]
  /** Conversions that no touch can be given, by the place of the model. */
  readonly unattributed: readonly Totals[]
  /** By order; models of the same order share one. */
  readonly chains: ReadonlyMap<number, Chain>
  readonly total: Totals
  /** Conversions in which a channel took part: how many cases its figures rest on. */
  readonly cases: Amounts
  /** False: journeys without a conversion are left out of the chains. */
  readonly withNulls: boolean
}

/** What a journey, or several equal ones, adds. */
export type CountedPath = Path & Outcome

/** Order of the chain that a model is solved from; null for a plain sum. */
export function orderOf(model: Model): number | null {
  if (model.kind === 'markov') return model.order
  return model.kind === 'markov_shapley' ? 1 : null
}

/** Nothing counted yet. */
export function emptyStatistics(
  models: readonly Model[],
  options: { readonly channels?: ChannelIndex; readonly withNulls?: boolean } = {},
): Statistics {
  const orders = models.flatMap((model) => orderOf(model) ?? [])
  return {
    models,
    channels: options.channels ?? channelIndex(),
    sums: models.map(() => ({ conversions: [], value: [] })),
    unattributed: models.map(() => ({ conversions: 0, value: 0 })),
    chains: new Map(orders.map((order) => [order, emptyChain(order)])),
    total: { conversions: 0, value: 0 },
    cases: [],
    withNulls: options.withNulls ?? true,
  }
}

/** Adds one path in place. Its channels are numbers of `statistics.channels`. O(models x touches). */
export function addPath(statistics: Statistics, path: CountedPath, trace: Trace = emptyTrace()) {
  const { models, chains, total, withNulls } = statistics
  const { conversions, value, length } = path
  assert(conversions > 0 || value === 0, 'addPath: a value needs a conversion')
  const outcome = withNulls ? path : { conversions, value, nulls: 0 }
  if (length > 0 && outcome.conversions + outcome.nulls > 0) {
    for (const chain of chains.values()) {
      tracePath(chain, path, trace)
      countTrace(chain.counts, trace, outcome)
    }
  }
  if (conversions === 0) return
  total.conversions += conversions
  total.value += value
  for (const channel of channelsOf(path)) add(statistics.cases, channel, conversions)
  for (const [place, model] of models.entries()) addSums(statistics, place, model, path)
}

/** What a sum model gives each channel of a path for one conversion; null for models of a chain. */
export function channelShares(model: Model, path: Path): ReadonlyMap<number, number> | null {
  if (orderOf(model) !== null) return null
  if (model.kind === 'influenced') return new Map(channelsOf(path).map((channel) => [channel, 1]))
  const shares = new Map<number, number>()
  for (const [index, weight] of weigh(ruleOf(model), path).entries()) {
    if (weight === 0) continue
    const channel = path.channels[index] ?? -1
    shares.set(channel, (shares.get(channel) ?? 0) + weight)
  }
  return shares
}

function addSums(statistics: Statistics, place: number, model: Model, path: CountedPath): void {
  const { conversions, value } = path
  const sums = statistics.sums[place]
  const unattributed = statistics.unattributed[place]
  assert(sums && unattributed, 'addPath: sums of every model')
  const give = (channel: number, share: number) => {
    add(sums.conversions, channel, conversions * share)
    add(sums.value, channel, value * share)
  }
  let isLost = path.length === 0
  if (model.kind === 'influenced') for (const channel of channelsOf(path)) give(channel, 1)
  else if (orderOf(model) === null) {
    const weights = weigh(ruleOf(model), path)
    isLost = weights.length === 0
    for (let index = 0; index < weights.length; index += 1) {
      const weight = weights[index] ?? 0
      if (weight !== 0) give(path.channels[index] ?? -1, weight)
    }
  }
  if (!isLost) return
  unattributed.conversions += conversions
  unattributed.value += value
}

const add = (sums: Amounts, index: number, amount: number): void => {
  while (Array.isArray(sums) && sums.length <= index) sums.push(0)
  sums[index] = (sums[index] ?? 0) + amount
}

/** The statistics of both: as if all journeys had been added to one. The parts stay as they are. */
export function mergeStatistics(a: Statistics, b: Statistics): Statistics {
  assert(JSON.stringify(a.models) === JSON.stringify(b.models), 'mergeStatistics: the same models')
  assert(a.withNulls === b.withNulls, 'mergeStatistics: the same treatment of nulls')
  const merged = emptyStatistics(a.models, { withNulls: a.withNulls })
  for (const part of [a, b]) addStatistics(merged, part)
  return merged
}

function addStatistics(target: Statistics, part: Statistics): void {
  const numbers = part.channels.names.map((name) => target.channels.numberOf(name))
  const channelIn = (channel: number) => numbers[channel] ?? -1
  const addAll = (sums: Amounts | undefined, amounts: Amounts) => {
    if (sums)
      for (const [channel, amount] of amounts.entries()) add(sums, channelIn(channel), amount)
  }
  for (const [place, { conversions, value }] of part.sums.entries()) {
    addAll(target.sums[place]?.conversions, conversions)
    addAll(target.sums[place]?.value, value)
  }
  addAll(target.cases, part.cases)
  for (const [place, lost] of part.unattributed.entries())
    addTotals(target.unattributed[place], lost)
  addTotals(target.total, part.total)
  for (const [order, chain] of part.chains) {
    const own = target.chains.get(order)
    if (own) mergeChain(own, chain, channelIn)
  }
}

function addTotals(target: Totals | undefined, amount: Totals): void {
  assert(target, 'mergeStatistics: totals of every model')
  target.conversions += amount.conversions
  target.value += amount.value
}
