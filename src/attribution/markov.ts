import { eliminate, returnVisits, solveColumn } from './absorbing.ts'
import { type Chain, windowOf } from './chain.ts'
import { expectations, throughOthers } from './hitting.ts'
import { type TransitionSystem, transitionSystem } from './transition-system.ts'

/** By number of the channel; 0 where nobody was touched by it. */
export type RemovalEffects = {
  /** Chance that a journey converts: the empirical rate, whatever the order. */
  readonly pConversion: number
  readonly conversions: Float64Array
  readonly value: Float64Array
}

/** Far below what a reference can tell; twice as strict costs a few sweeps more. */
const TOLERANCE = 1e-15

const at = (numbers: ArrayLike<number>, index: number): number => numbers[index] ?? 0

/**
 * The share of conversions (and of their value) that would be lost if every visit of a channel ended the
 * journey: 1 - P(convert without it) / P(convert), computed without that subtraction as what passes through the
 * channel. From 0 to 1 where values are >= 0. Nothing converts: all 0.
 *
 * Order 1 by one elimination: visits[i] / N[i,i] is the chance to get to i, times what i is worth (A4).
 * Orders above: one sparse system per channel. `tolerance` is relative, at the beginning.
 */
export function removalEffects(
  chain: Chain,
  channels: number,
  tolerance = TOLERANCE,
): RemovalEffects {
  const conversions = new Float64Array(channels)
  const value = new Float64Array(channels)
  const system = transitionSystem(chain)
  if (system && system.pConversion > 0) {
    const passing = passingThrough(chain, system, channels, tolerance)
    for (let channel = 0; channel < channels; channel += 1) {
      conversions[channel] = at(passing.conversion, channel) / system.pConversion
      value[channel] =
        system.expectedValue === 0 ? 0 : at(passing.value, channel) / system.expectedValue
    }
  }
  return { pConversion: system?.pConversion ?? 0, conversions, value }
}

/** By channel: chance of a journey to get to it and convert, and the value to expect that way. */
function passingThrough(
  chain: Chain,
  system: TransitionSystem,
  channels: number,
  tolerance: number,
): { conversion: Float64Array; value: Float64Array } {
  return chain.topology.order === 1
    ? byOneElimination(chain, system, channels)
    : byChannel(chain, system, channels, tolerance)
}

function byOneElimination(chain: Chain, system: TransitionSystem, channels: number) {
  const { size, offsets, targets, probabilities } = system
  const entries = new Float64Array(size * size)
  for (let state = 0; state < size; state += 1) {
    for (let edge = at(offsets, state); edge < at(offsets, state + 1); edge += 1) {
      entries[state * size + at(targets, edge)] = at(probabilities, edge)
    }
  }
  const elimination = eliminate(entries, system.ending)
  const chance = solveColumn(elimination, system.conversion)
  const worth = solveColumn(elimination, system.value)
  const visits = returnVisits(elimination)
  const conversion = new Float64Array(channels)
  const value = new Float64Array(channels)
  for (const [number, state] of system.states.entries()) {
    const [channel = 0] = windowOf(chain.topology, state)
    const reached = at(system.visits, number) / at(visits, number)
    conversion[channel] = reached * at(chance, number)
    value[channel] = reached * at(worth, number)
  }
  return { conversion, value }
}

function byChannel(chain: Chain, system: TransitionSystem, channels: number, tolerance: number) {
  const known = expectations(system, tolerance)
  const windows = Array.from(system.states, (state) => windowOf(chain.topology, state))
  const conversion = new Float64Array(channels)
  const value = new Float64Array(channels)
  for (let channel = 0; channel < channels; channel += 1) {
    const isFree = Uint8Array.from(windows, (window) => (window.includes(channel) ? 0 : 1))
    if (isFree.every((free) => free === 1)) continue
    const through = throughOthers(system, isFree, known, tolerance)
    for (let state = 0; state < system.size; state += 1) {
      const chance = at(system.start, state)
      if (chance === 0) continue
      conversion[channel] = at(conversion, channel) + chance * at(through.conversion, state)
      value[channel] = at(value, channel) + chance * at(through.value, state)
    }
  }
  return { conversion, value }
}

/** Shares that add up to 1, or all 0 when there is nothing to share. */
export function shares(effects: Float64Array): Float64Array {
  const sum = effects.reduce((total, effect) => total + effect, 0)
  return sum === 0 ? new Float64Array(effects.length) : effects.map((effect) => effect / sum)
}
