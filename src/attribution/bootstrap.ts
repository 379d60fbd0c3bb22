import { assert } from '#kernel/assert.ts'
import { quantile } from '#kernel/quantile.ts'
import { seededRandom } from '#kernel/random.ts'
import { type Resampling, replicaOf, resample, resamplingOf } from './resampling.ts'
import { type Solution, solve } from './solve.ts'
import type { CountedPath, Statistics } from './statistics.ts'

export const REPLICATES_DEFAULT = 400
const SEED_DEFAULT = 1
/** Far below the width of any interval. */
const TOLERANCE = 1e-7
/** Permutations of a sampled model in one replicate: its noise widens the interval, as it should. */
const PERMUTATIONS = 100

export type BootstrapOptions = { readonly replicates?: number; readonly seed?: number }

/** Low and high end of a 95 % interval. */
export type Range = readonly [low: number, high: number]

/** By number of the channel: its share of all conversions and of their value. */
export type ShareRanges = { readonly conversions: Range[]; readonly value: Range[] }

/** What one replicate gives each model, of how much in all. */
export type Replicate = {
  readonly solutions: readonly Solution[]
  readonly total: Statistics['total']
}

const at = (numbers: Float64Array, index: number): number => numbers[index] ?? 0

/**
 * 95 % percentile intervals of the shares, by the place of the model. Shares, not amounts: how many conversions
 * there were is known, how they are to be divided is not.
 */
export function bootstrap(
  statistics: Statistics,
  paths: Iterable<CountedPath>,
  options: BootstrapOptions = {},
): ShareRanges[] {
  return atOnce(bootstrapSteps(statistics, paths, options))
}

function atOnce<Result>(steps: Iterator<void, Result>): Result {
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

/** `bootstrap` in steps of at most one replicate, for those who have other things to do in between. */
export function* bootstrapSteps(
  statistics: Statistics,
  paths: Iterable<CountedPath>,
  options: BootstrapOptions = {},
): Generator<void, ShareRanges[]> {
  const channels = statistics.channels.names.length
  const empty = () => Array.from({ length: channels }, (): number[] => [])
  const drawn = statistics.models.map(() => ({ conversions: empty(), value: empty() }))
  const resampling = yield* resamplingOf(statistics, paths)
  for (const { solutions, total } of drawnFrom(resampling, statistics, options)) {
    for (const [place, { conversions, value }] of solutions.entries()) {
      for (let channel = 0; channel < channels; channel += 1) {
        drawn[place]?.conversions[channel]?.push(
          shareOf(at(conversions, channel), total.conversions),
        )
        drawn[place]?.value[channel]?.push(shareOf(at(value, channel), total.value))
      }
    }
    yield
  }
  return drawn.map(({ conversions, value }) => ({
    conversions: conversions.map(rangeOf),
    value: value.map(rangeOf),
  }))
}

const shareOf = (part: number, total: number): number => (total === 0 ? 0 : part / total)

const rangeOf = (shares: readonly number[]): Range => [
  quantile(shares, 0.025) ?? 0,
  quantile(shares, 0.975) ?? 0,
]

/**
 * Poisson bootstrap over journeys (A6): each counts Poisson(1) times, so a path that c conversions took counts
 * Poisson(c) times, each worth the mean of the path. What is given holds until the next replicate. The same
 * paths in the same order and the same seed give the same replicates. O(replicates x (paths + credits + solving)),
 * where credits are those of the models for the different paths: `bench/attribution-bootstrap.ts`.
 */
export function replicates(
  statistics: Statistics,
  paths: Iterable<CountedPath>,
  options: BootstrapOptions,
): Generator<Replicate> {
  return drawnFrom(atOnce(resamplingOf(statistics, paths)), statistics, options)
}

function* drawnFrom(
  resampling: Resampling,
  statistics: Statistics,
  { replicates: count = REPLICATES_DEFAULT, seed = SEED_DEFAULT }: BootstrapOptions,
): Generator<Replicate> {
  assert(count >= 2, `replicates: at least 2, got ${count}`)
  const random = seededRandom(seed)
  const replica = replicaOf(statistics, resampling)
  const options = { tolerance: TOLERANCE, permutations: PERMUTATIONS, random: () => random }
  for (let round = 0; round < count; round += 1) {
    resample(resampling, replica, random)
    yield {
      solutions: solve(replica.statistics, options),
      total: replica.statistics.total,
    }
  }
}
