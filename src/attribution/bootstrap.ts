import { assert } from '#kernel/assert.ts'
import { quantile } from '#kernel/quantile.ts'
import { type Random, seededRandom } from '#kernel/random.ts'
import { type Chain, type Counts, emptyTrace, tracePath } from './chain.ts'
import { draw, type Poisson, poisson } from './poisson.ts'
import { type Solution, solve } from './solve.ts'
import { type CountedPath, channelShares, type Statistics } from './statistics.ts'

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

/**
 * The different paths, ready to be counted again and again. What belongs to path `i` lies in the flat arrays from
 * `ends[i]` to before `ends[i + 1]`: millions of small steps are made over them.
 */
type Cases = {
  readonly conversions: readonly Poisson[]
  /** Null where there are none. */
  readonly nulls: readonly (Poisson | null)[]
  readonly valueEach: Float64Array
  readonly sums: Flat
  readonly unattributed: Flat
  readonly tracks: readonly Track[]
}

/** Places in a table, and how much one conversion adds there. */
type Flat = {
  readonly ends: Int32Array
  readonly places: Int32Array
  readonly shares: Float64Array
}

/** The ways of the paths through one chain. A path without touches starts nowhere: -1. */
type Track = {
  readonly edges: Flat
  readonly firsts: Int32Array
  readonly lasts: Int32Array
}

/** Statistics of fixed size that are emptied and filled in every replicate. */
type Replica = {
  readonly statistics: Statistics
  readonly counts: readonly FixedCounts[]
  /** By place of the model and channel; conversions and value in turn. */
  readonly sums: Float64Array
  /** By place of the model, likewise. */
  readonly unattributed: Float64Array
}

type FixedCounts = { readonly [Name in keyof Counts]: Float64Array }

const at = (numbers: Float64Array | Int32Array, index: number): number => numbers[index] ?? 0

/**
 * 95 % percentile intervals of the shares, by the place of the model. Shares, not amounts: how many conversions
 * there were is known, how they are to be divided is not.
 */
export function bootstrap(
  statistics: Statistics,
  paths: Iterable<CountedPath>,
  options: BootstrapOptions = {},
): ShareRanges[] {
  const channels = statistics.channels.names.length
  const empty = () => Array.from({ length: channels }, (): number[] => [])
  const drawn = statistics.models.map(() => ({ conversions: empty(), value: empty() }))
  replicate(statistics, paths, options, (solutions, total) => {
    for (const [place, { conversions, value }] of solutions.entries()) {
      for (let channel = 0; channel < channels; channel += 1) {
        drawn[place]?.conversions[channel]?.push(
          shareOf(at(conversions, channel), total.conversions),
        )
        drawn[place]?.value[channel]?.push(shareOf(at(value, channel), total.value))
      }
    }
  })
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
 * Poisson(c) times, each worth the mean of the path. Hands the solutions of every replicate to `each`. The same
 * paths in the same order and the same seed give the same replicates. O(replicates x (touches + solving)).
 */
export function replicate(
  statistics: Statistics,
  paths: Iterable<CountedPath>,
  { replicates = REPLICATES_DEFAULT, seed = SEED_DEFAULT }: BootstrapOptions,
  each: (solutions: readonly Solution[], total: Statistics['total']) => void,
): void {
  assert(replicates >= 2, `replicate: at least 2 replicates, got ${replicates}`)
  const random = seededRandom(seed)
  const cases = casesOf(statistics, paths)
  const replica = replicaOf(statistics)
  const options = { tolerance: TOLERANCE, permutations: PERMUTATIONS, random: () => random }
  for (let round = 0; round < replicates; round += 1) {
    clear(replica)
    drawAll(cases, replica, random)
    each(solve(replica.statistics, options), replica.statistics.total)
  }
}

type Entry = readonly [place: number, share: number]

/** What one path adds, before paths that add the same are put together. */
type Case = {
  conversions: number
  nulls: number
  readonly adds: {
    readonly valueEach: number
    readonly sums: readonly Entry[]
    readonly unattributed: readonly Entry[]
    readonly ways: readonly Way[]
  }
}

type Way = { readonly first: number; readonly last: number; readonly edges: readonly Entry[] }

function casesOf(statistics: Statistics, paths: Iterable<CountedPath>): Cases {
  const tables = new Map<number, Poisson>()
  const table = (mean: number): Poisson => {
    const known = tables.get(mean) ?? poisson(mean)
    tables.set(mean, known)
    return known
  }
  const cases = differentCases(statistics, paths)
  const adds = cases.map((each) => each.adds)
  return {
    conversions: cases.map(({ conversions }) => table(conversions)),
    nulls: cases.map(({ nulls }) => (nulls === 0 ? null : table(nulls))),
    valueEach: Float64Array.from(adds, ({ valueEach }) => valueEach),
    sums: flat(adds.map(({ sums }) => sums)),
    unattributed: flat(adds.map(({ unattributed }) => unattributed)),
    tracks: [...statistics.chains.keys()].map((_, place) =>
      trackOf(adds.map(({ ways }) => ways[place])),
    ),
  }
}

/**
 * Paths that add the same are one: Poisson(a) + Poisson(b) is Poisson(a + b). Sorted, because neighbours that draw
 * from the same table are drawn twice as fast.
 */
function differentCases(statistics: Statistics, paths: Iterable<CountedPath>): Case[] {
  const cases = new Map<string, Case>()
  const isCounted = statistics.withNulls && statistics.chains.size > 0
  for (const path of paths) {
    const { conversions } = path
    const nulls = isCounted ? path.nulls : 0
    if (conversions + nulls === 0) continue
    const adds = addsOf(statistics, path)
    const key = JSON.stringify(adds)
    const known = cases.get(key)
    if (known) {
      known.conversions += conversions
      known.nulls += nulls
    } else cases.set(key, { conversions, nulls, adds })
  }
  return [...cases.values()].sort((a, b) => a.conversions - b.conversions || a.nulls - b.nulls)
}

function addsOf({ models, channels, chains }: Statistics, path: CountedPath): Case['adds'] {
  const width = channels.names.length
  const given = models.map((model) => channelShares(model, path))
  const isLost = (shares: ReadonlyMap<number, number> | null) =>
    shares === null ? path.length === 0 : shares.size === 0
  return {
    valueEach: path.conversions === 0 ? 0 : path.value / path.conversions,
    sums: given.flatMap((shares, place) =>
      [...(shares ?? [])].map(([channel, share]): Entry => [place * width + channel, share]),
    ),
    unattributed: given.flatMap((shares, place): Entry[] => (isLost(shares) ? [[place, 1]] : [])),
    ways: [...chains.values()].map((chain) => wayOf(chain, path)),
  }
}

function wayOf(chain: Chain, path: CountedPath): Way {
  if (path.length === 0) return { first: -1, last: -1, edges: [] }
  const trace = emptyTrace()
  tracePath(chain, path, trace)
  const times = new Map<number, number>()
  for (const edge of trace.edges.subarray(0, trace.length)) {
    times.set(edge, (times.get(edge) ?? 0) + 1)
  }
  return { first: trace.first, last: trace.last, edges: [...times].sort(([a], [b]) => a - b) }
}

function flat(rows: readonly (readonly Entry[])[]): Flat {
  const ends = new Int32Array(rows.length + 1)
  for (const [index, row] of rows.entries()) ends[index + 1] = at(ends, index) + row.length
  const all = rows.flat()
  return {
    ends,
    places: Int32Array.from(all, ([place]) => place),
    shares: Float64Array.from(all, ([, share]) => share),
  }
}

const trackOf = (ways: readonly (Way | undefined)[]): Track => ({
  edges: flat(ways.map((way) => way?.edges ?? [])),
  firsts: Int32Array.from(ways, (way) => way?.first ?? -1),
  lasts: Int32Array.from(ways, (way) => way?.last ?? -1),
})

function replicaOf(statistics: Statistics): Replica {
  const width = statistics.channels.names.length
  const sums = new Float64Array(2 * statistics.models.length * width)
  const fixed = [...statistics.chains].map(([order, { topology, counts }]) => {
    const own: FixedCounts = {
      transitions: new Float64Array(counts.transitions.length),
      starts: new Float64Array(counts.starts.length),
      conversions: new Float64Array(counts.conversions.length),
      values: new Float64Array(counts.values.length),
      nulls: new Float64Array(counts.nulls.length),
    }
    return { order, topology, counts: own }
  })
  return {
    statistics: {
      ...statistics,
      sums: statistics.models.map(() => ({
        conversions: new Float64Array(width),
        value: new Float64Array(width),
      })),
      unattributed: statistics.models.map(() => ({ conversions: 0, value: 0 })),
      total: { conversions: 0, value: 0 },
      chains: new Map(fixed.map(({ order, ...chain }) => [order, chain])),
    },
    counts: fixed.map(({ counts }) => counts),
    sums,
    unattributed: new Float64Array(2 * statistics.models.length),
  }
}

function clear({ statistics, counts, sums, unattributed }: Replica): void {
  sums.fill(0)
  unattributed.fill(0)
  statistics.total.conversions = 0
  statistics.total.value = 0
  for (const each of counts) {
    for (const amounts of Object.values(each)) amounts.fill(0)
  }
}

function drawAll(cases: Cases, replica: Replica, random: Random): void {
  const { total } = replica.statistics
  for (let index = 0; index < cases.valueEach.length; index += 1) {
    const table = cases.conversions[index]
    if (!table) continue
    const conversions = draw(table, random())
    const nullTable = cases.nulls[index]
    const nulls = nullTable ? draw(nullTable, random()) : 0
    const value = conversions * (cases.valueEach[index] ?? 0)
    for (let place = 0; place < cases.tracks.length; place += 1) {
      const track = cases.tracks[place]
      const counts = replica.counts[place]
      if (track && counts) countAgain(track, index, counts, conversions, value, nulls)
    }
    total.conversions += conversions
    total.value += value
    give(cases.sums, index, replica.sums, conversions, value)
    give(cases.unattributed, index, replica.unattributed, conversions, value)
  }
  spread(replica)
}

/** `countTrace` of the index-th path, without an object for each. */
function countAgain(
  { edges: { ends, places, shares }, firsts, lasts }: Track,
  index: number,
  counts: FixedCounts,
  conversions: number,
  value: number,
  nulls: number,
): void {
  const first = firsts[index] ?? 0
  if (first === -1) return
  const journeys = conversions + nulls
  const end = ends[index + 1] ?? 0
  for (let edge = ends[index] ?? 0; edge < end; edge += 1) {
    increase(counts.transitions, places[edge] ?? 0, (shares[edge] ?? 0) * journeys)
  }
  const last = lasts[index] ?? 0
  increase(counts.starts, first, journeys)
  increase(counts.conversions, last, conversions)
  increase(counts.values, last, value)
  increase(counts.nulls, last, nulls)
}

function give(
  { ends, places, shares }: Flat,
  index: number,
  table: Float64Array,
  conversions: number,
  value: number,
) {
  const end = ends[index + 1] ?? 0
  for (let entry = ends[index] ?? 0; entry < end; entry += 1) {
    const place = 2 * (places[entry] ?? 0)
    const share = shares[entry] ?? 0
    increase(table, place, share * conversions)
    increase(table, place + 1, share * value)
  }
}

const increase = (table: Float64Array, index: number, amount: number): void => {
  table[index] = (table[index] ?? 0) + amount
}

/** From the joint tables to where `solve` looks. */
function spread({ statistics, sums, unattributed }: Replica): void {
  const width = statistics.channels.names.length
  for (const [place, { conversions, value }] of statistics.sums.entries()) {
    for (let channel = 0; channel < width; channel += 1) {
      conversions[channel] = at(sums, 2 * (place * width + channel))
      value[channel] = at(sums, 2 * (place * width + channel) + 1)
    }
  }
  for (const [place, lost] of statistics.unattributed.entries()) {
    lost.conversions = at(unattributed, 2 * place)
    lost.value = at(unattributed, 2 * place + 1)
  }
}
