import { assert } from '#kernel/assert.ts'
import type { Path } from './rule-models.ts'

/** How many equal journeys took a path, what they were worth together, and how many led to nothing. */
export type Outcome = {
  readonly conversions: number
  readonly value: number
  readonly nulls: number
}

/** The states and transitions that were seen, without their counts. Grows, never shrinks. */
export type Topology = {
  readonly order: number
  /** The channels of each state, `order` numbers each, -1 where the state is shorter. */
  readonly windows: number[]
  /** From, channel, to of each transition. Of a state that is no window yet: how one gets to it. */
  readonly from: number[]
  readonly channel: number[]
  readonly to: number[]
  /** Open addressing over (from, channel): number of the transition + 1. */
  slots: Int32Array
}

/** Numbers that may grow, or of a fixed size. */
export type Amounts = number[] | Float64Array

/** Additive counts of a Markov chain: of every transition, and of every state as the first or last one. */
export type Counts = {
  transitions: Amounts
  starts: Amounts
  conversions: Amounts
  values: Amounts
  nulls: Amounts
}

/**
 * Markov chain of order k as additive statistics (A4): states are windows of k touches (a shorter path is one
 * state), equal neighbours are one. Holds no journeys and no personal data; can be merged.
 */
export type Chain = { readonly topology: Topology; readonly counts: Counts }

/** The beginning, which is no state: shorter windows hang on it as a tree. */
const ROOT = 0

export function emptyChain(order: number): Chain {
  assert(Number.isInteger(order) && order >= 1, `emptyChain: order >= 1, got ${order}`)
  const windows = new Array<number>(order).fill(-1)
  return {
    topology: { order, windows, from: [], channel: [], to: [], slots: new Int32Array(64) },
    counts: { transitions: [], starts: [0], conversions: [0], values: [0], nulls: [0] },
  }
}

export const stateCount = ({ order, windows }: Topology): number => windows.length / order

/** All states but the beginning. */
const statesOf = ({ topology }: Chain): number[] =>
  Array.from({ length: stateCount(topology) - 1 }, (_, index) => index + 1)

const slotOf = (from: number, channel: number, mask: number): number => {
  const mixed = Math.imul(from, 0x9e3779b1) ^ Math.imul(channel + 1, 0x85ebca6b)
  return (mixed ^ (mixed >>> 15)) & mask
}

function growSlots(topology: Topology): void {
  const slots = new Int32Array(topology.slots.length * 2)
  const mask = slots.length - 1
  for (let edge = 0; edge < topology.from.length; edge += 1) {
    let slot = slotOf(topology.from[edge] ?? 0, topology.channel[edge] ?? 0, mask)
    while (slots[slot] !== 0) slot = (slot + 1) & mask
    slots[slot] = edge + 1
  }
  topology.slots = slots
}

/** The transition from a state by a channel; made when it is new. O(1). */
function transition(chain: Chain, from: number, channel: number): number {
  const { topology } = chain
  const mask = topology.slots.length - 1
  let slot = slotOf(from, channel, mask)
  for (;;) {
    const edge = (topology.slots[slot] ?? 0) - 1
    if (edge === -1) break
    if (topology.from[edge] === from && topology.channel[edge] === channel) return edge
    slot = (slot + 1) & mask
  }
  topology.slots[slot] = topology.from.length + 1
  return addTransition(chain, from, channel)
}

function addTransition(chain: Chain, from: number, channel: number): number {
  const { topology, counts } = chain
  const edge = topology.from.length
  topology.from.push(from)
  topology.channel.push(channel)
  topology.to.push(-1)
  counts.transitions = pushed(counts.transitions)
  topology.to[edge] = stateAfter(chain, from, channel)
  if (topology.from.length * 2 > topology.slots.length) growSlots(topology)
  return edge
}

function pushed(counts: Amounts): number[] {
  assert(Array.isArray(counts), 'chain: a fixed chain cannot grow')
  counts.push(0)
  return counts
}

/** The window after a touch: one longer, or moved on by one. */
function stateAfter(chain: Chain, from: number, channel: number): number {
  const { order } = chain.topology
  const window = windowOf(chain.topology, from)
  if (window.length < order) return addState(chain, [...window, channel])
  // the tree of shorter windows leads to the one of these channels, if it is there
  let state = ROOT
  for (const each of [...window.slice(1), channel]) {
    state = chain.topology.to[transition(chain, state, each)] ?? ROOT
  }
  return state
}

function addState(chain: Chain, window: readonly number[]): number {
  const { topology, counts } = chain
  const state = stateCount(topology)
  for (let place = 0; place < topology.order; place += 1) topology.windows.push(window[place] ?? -1)
  counts.starts = pushed(counts.starts)
  counts.conversions = pushed(counts.conversions)
  counts.values = pushed(counts.values)
  counts.nulls = pushed(counts.nulls)
  return state
}

/** The channels of a state, oldest first. */
export function windowOf({ order, windows }: Topology, state: number): number[] {
  const window = windows.slice(state * order, (state + 1) * order)
  const end = window.indexOf(-1)
  return end === -1 ? window : window.slice(0, end)
}

/** Where a path starts, which transitions it takes (`length` of them), and where it ends. */
export type Trace = { edges: Int32Array; length: number; first: number; last: number }

export const emptyTrace = (): Trace => ({
  edges: new Int32Array(32),
  length: 0,
  first: 0,
  last: 0,
})

/** Writes the way of a path through the chain into `trace`, making states as needed. O(touches). */
export function tracePath(chain: Chain, path: Pick<Path, 'length' | 'channels'>, trace: Trace) {
  const { topology } = chain
  const { channels, length } = path
  const start = Math.min(topology.order, length)
  if (trace.edges.length < length) trace.edges = new Int32Array(2 * length)
  let state = ROOT
  for (let index = 0; index < start; index += 1) {
    state = topology.to[transition(chain, state, channels[index] ?? 0)] ?? ROOT
  }
  trace.first = state
  trace.length = 0
  for (let index = start; index < length; index += 1) {
    const edge = transition(chain, state, channels[index] ?? 0)
    const next = topology.to[edge] ?? ROOT
    if (next === state) continue
    trace.edges[trace.length] = edge
    trace.length += 1
    state = next
  }
  trace.last = state
}

/** Counts journeys that took the traced way. */
export function countTrace(counts: Counts, trace: Trace, outcome: Outcome): void {
  const { conversions, value, nulls } = outcome
  const journeys = conversions + nulls
  const { first, last, edges, length } = trace
  for (let index = 0; index < length; index += 1)
    add(counts.transitions, edges[index] ?? 0, journeys)
  add(counts.starts, first, journeys)
  add(counts.conversions, last, conversions)
  add(counts.values, last, value)
  add(counts.nulls, last, nulls)
}

const add = (counts: Amounts, index: number, amount: number): void => {
  counts[index] = (counts[index] ?? 0) + amount
}

/** Adds what `source` has counted; `channelIn` gives a channel of the source its number in the target. */
export function mergeChain(target: Chain, source: Chain, channelIn: (channel: number) => number) {
  const { topology, counts } = source
  const states = [ROOT, ...statesOf(source)].map((state) => {
    const channels = windowOf(topology, state).map(channelIn)
    const trace = emptyTrace()
    tracePath(target, { channels, length: channels.length }, trace)
    return trace.last
  })
  for (const [state, own] of states.entries()) {
    add(target.counts.starts, own, counts.starts[state] ?? 0)
    add(target.counts.conversions, own, counts.conversions[state] ?? 0)
    add(target.counts.values, own, counts.values[state] ?? 0)
    add(target.counts.nulls, own, counts.nulls[state] ?? 0)
  }
  for (const [edge, from] of topology.from.entries()) {
    const amount = counts.transitions[edge] ?? 0
    if (amount === 0) continue
    const own = transition(target, states[from] ?? ROOT, channelIn(topology.channel[edge] ?? 0))
    add(target.counts.transitions, own, amount)
  }
}
