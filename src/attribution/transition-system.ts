import { type Chain, stateCount } from './chain.ts'

/**
 * The states of a chain that were visited, with probabilities instead of counts. Transitions lie one state
 * after the other: those of state `s` from `offsets[s]` to before `offsets[s + 1]`.
 */
export type TransitionSystem = {
  readonly size: number
  /** Number of the state in the chain. */
  readonly states: Int32Array
  readonly offsets: Int32Array
  readonly targets: Int32Array
  readonly probabilities: Float64Array
  /** From each state straight to a conversion, and the value that is expected of it. */
  readonly conversion: Float64Array
  readonly value: Float64Array
  /** From each state straight to the end, with or without a conversion. */
  readonly ending: Float64Array
  readonly start: Float64Array
  /**
   * Expected visits of each state by a journey: what was counted, because a chain with the transition
   * probabilities of its journeys visits each state as often as they did (flow in = flow out).
   */
  readonly visits: Float64Array
  /** Of a journey from the beginning; both exact, for the same reason. */
  readonly pConversion: number
  readonly expectedValue: number
  /** Mean of the absolute values: what errors of `value` are measured by. */
  readonly valueScale: number
}

const at = (numbers: ArrayLike<number>, index: number): number => numbers[index] ?? 0

/** Null when no journey was counted. O(states + transitions). */
export function transitionSystem({ topology, counts }: Chain): TransitionSystem | null {
  const leaving = leavingCounts({ topology, counts })
  const states = Int32Array.from(leaving.keys()).filter((state) => at(leaving, state) > 0)
  const journeys = sum(counts.starts)
  if (journeys === 0) return null
  const numbers = new Int32Array(leaving.length)
  for (const [number, state] of states.entries()) numbers[state] = number
  const per = (amounts: ArrayLike<number>) =>
    Float64Array.from(states, (state) => at(amounts, state) / at(leaving, state))
  return {
    size: states.length,
    states,
    ...byState({ topology, counts }, numbers, leaving, states.length),
    conversion: per(counts.conversions),
    value: per(counts.values),
    ending: Float64Array.from(
      states,
      (state) => (at(counts.conversions, state) + at(counts.nulls, state)) / at(leaving, state),
    ),
    start: Float64Array.from(states, (state) => at(counts.starts, state) / journeys),
    visits: Float64Array.from(states, (state) => at(leaving, state) / journeys),
    pConversion: sum(counts.conversions) / journeys,
    expectedValue: sum(counts.values) / journeys,
    valueScale: sum(Float64Array.from(counts.values, Math.abs)) / journeys,
  }
}

const sum = (numbers: ArrayLike<number>): number => {
  let total = 0
  for (let index = 0; index < numbers.length; index += 1) total += at(numbers, index)
  return total
}

function leavingCounts({ topology, counts }: Chain): Float64Array {
  const leaving = new Float64Array(stateCount(topology))
  for (let state = 0; state < leaving.length; state += 1) {
    leaving[state] = at(counts.conversions, state) + at(counts.nulls, state)
  }
  for (let edge = 0; edge < topology.from.length; edge += 1) {
    const from = at(topology.from, edge)
    leaving[from] = at(leaving, from) + at(counts.transitions, edge)
  }
  return leaving
}

function byState(
  { topology, counts }: Chain,
  numbers: Int32Array,
  leaving: Float64Array,
  size: number,
) {
  const offsets = new Int32Array(size + 1)
  for (let edge = 0; edge < topology.from.length; edge += 1) {
    if (at(counts.transitions, edge) === 0) continue
    const place = at(numbers, at(topology.from, edge)) + 1
    offsets[place] = at(offsets, place) + 1
  }
  for (let place = 0; place < size; place += 1) {
    offsets[place + 1] = at(offsets, place + 1) + at(offsets, place)
  }
  const next = offsets.slice()
  const targets = new Int32Array(at(offsets, size))
  const probabilities = new Float64Array(targets.length)
  for (let edge = 0; edge < topology.from.length; edge += 1) {
    const amount = at(counts.transitions, edge)
    if (amount === 0) continue
    const from = at(topology.from, edge)
    const place = at(next, at(numbers, from))
    next[at(numbers, from)] = place + 1
    targets[place] = at(numbers, at(topology.to, edge))
    probabilities[place] = amount / at(leaving, from)
  }
  return { offsets, targets, probabilities }
}
