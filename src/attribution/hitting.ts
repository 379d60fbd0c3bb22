import { eliminate, solveColumn } from './absorbing.ts'
import type { TransitionSystem } from './transition-system.ts'

/** Two unknowns of each state that obey the same equations: chance of a conversion, and expected value. */
export type Expectations = { readonly conversion: Float64Array; readonly value: Float64Array }

/** Up to so many states elimination has its price: it has no error to bound, however slowly a chain mixes. */
const ELIMINATION_MAX = 128
/** The same where few digits are asked for, which iteration has soon. */
const ROUGH = 1e-9
const ROUGH_ELIMINATION_MAX = 24
const SWEEPS_MAX = 200_000
/** Sweeps without a better bound: what is left is rounding. */
const PATIENCE = 12

const at = (numbers: ArrayLike<number>, index: number): number => numbers[index] ?? 0

/** From every state: the chance to convert, and the value to expect. */
export function expectations(system: TransitionSystem, tolerance: number): Expectations {
  const { conversion, value, size } = system
  const isFree = new Uint8Array(size).fill(1)
  return solve(system, isFree, { conversion, value }, tolerance / 100)
}

/**
 * What goes through the states that are not free: from every free state, the chance to get to one of the
 * others and convert from there, and the value to expect that way. `known` holds what the others are worth.
 */
export function throughOthers(
  system: TransitionSystem,
  isFree: Uint8Array,
  known: Expectations,
  tolerance: number,
): Expectations {
  const fixed = (of: Float64Array) => of.map((each, state) => (isFree[state] ? 0 : each))
  const worth = { conversion: fixed(known.conversion), value: fixed(known.value) }
  return solve(system, isFree, worth, tolerance)
}

/** `given`: of free states what they earn by themselves, of the others what they are worth. */
function solve(
  system: TransitionSystem,
  isFree: Uint8Array,
  given: Expectations,
  tolerance: number,
): Expectations {
  return system.size <= (tolerance < ROUGH ? ELIMINATION_MAX : ROUGH_ELIMINATION_MAX)
    ? byElimination(system, isFree, given)
    : byIteration(system, isFree, given, tolerance)
}

function byElimination(system: TransitionSystem, isFree: Uint8Array, given: Expectations) {
  const { size, offsets, targets, probabilities } = system
  const states = Int32Array.from(isFree.keys()).filter((state) => isFree[state] === 1)
  const numbers = new Int32Array(size).fill(-1)
  for (const [number, state] of states.entries()) numbers[state] = number
  const n = states.length
  const entries = new Float64Array(n * n)
  const absorption = Float64Array.from(states, (state) => at(system.ending, state))
  const conversion = Float64Array.from(states, (state) => at(given.conversion, state))
  const value = Float64Array.from(states, (state) => at(given.value, state))
  for (const [number, state] of states.entries()) {
    for (let edge = at(offsets, state); edge < at(offsets, state + 1); edge += 1) {
      const target = at(targets, edge)
      const probability = at(probabilities, edge)
      const column = at(numbers, target)
      if (column >= 0) {
        entries[number * n + column] = probability
        continue
      }
      absorption[number] = at(absorption, number) + probability
      conversion[number] = at(conversion, number) + probability * at(given.conversion, target)
      value[number] = at(value, number) + probability * at(given.value, target)
    }
  }
  const elimination = eliminate(entries, absorption)
  return {
    conversion: spread(solveColumn(elimination, conversion), states, given.conversion),
    value: spread(solveColumn(elimination, value), states, given.value),
  }
}

function spread(solved: Float64Array, states: Int32Array, known: Float64Array): Float64Array {
  const all = Float64Array.from(known)
  for (const [number, state] of states.entries()) all[state] = at(solved, number)
  return all
}

/**
 * Gauss-Seidel from below, forwards and backwards in turn. A sweep that changes the states by d leaves at most
 * sum(visits x d) of error at the beginning: that sum stops it.
 */
function byIteration(
  system: TransitionSystem,
  isFree: Uint8Array,
  given: Expectations,
  tolerance: number,
): Expectations {
  const x = {
    conversion: given.conversion.map((each, state) => (isFree[state] ? 0 : each)),
    value: given.value.map((each, state) => (isFree[state] ? 0 : each)),
  }
  let best = Number.POSITIVE_INFINITY
  let worse = 0
  for (let sweep = 0; sweep < SWEEPS_MAX; sweep += 1) {
    const error = sweepOnce(system, isFree, given, x, sweep % 2 === 0)
    if (error <= tolerance) return x
    worse = error < best / 2 ? 0 : worse + 1
    if (error < best) best = error
    if (worse > PATIENCE && best < 1e-12) return x
  }
  throw new Error(`assertion failed: no solution after ${SWEEPS_MAX} sweeps (error ${best})`)
}

/** The bound of the error at the beginning, relative to the chance and value there. */
function sweepOnce(
  { size, offsets, targets, probabilities, visits, pConversion, valueScale }: TransitionSystem,
  isFree: Uint8Array,
  given: Expectations,
  x: Expectations,
  isBackwards: boolean,
): number {
  let conversionError = 0
  let valueError = 0
  for (let step = 0; step < size; step += 1) {
    const state = isBackwards ? size - 1 - step : step
    if (isFree[state] === 0) continue
    let conversion = at(given.conversion, state)
    let value = at(given.value, state)
    const end = at(offsets, state + 1)
    for (let edge = at(offsets, state); edge < end; edge += 1) {
      const target = at(targets, edge)
      const probability = at(probabilities, edge)
      conversion += probability * at(x.conversion, target)
      value += probability * at(x.value, target)
    }
    conversionError += at(visits, state) * Math.abs(conversion - at(x.conversion, state))
    valueError += at(visits, state) * Math.abs(value - at(x.value, state))
    x.conversion[state] = conversion
    x.value[state] = value
  }
  const relative = (error: number, scale: number) => (scale === 0 ? 0 : error / scale)
  return Math.max(relative(conversionError, pConversion), relative(valueError, valueScale))
}
