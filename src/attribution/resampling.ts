import type { Random } from '#kernel/random.ts'
import { type Chain, type Counts, emptyTrace, type Trace, tracePath } from './chain.ts'
import { pathKey } from './counted-paths.ts'
import { draw, type Poisson, poisson } from './poisson.ts'
import { type CountedPath, channelShares, type Statistics } from './statistics.ts'

/**
 * The different paths, ready to be counted again and again. What one adds is worked out once, as places in flat
 * tables: a replicate is one draw for each path and value, then a sparse sum for each path that was drawn.
 */
export type Resampling = {
  readonly paths: number
  readonly conversions: Draws
  readonly nulls: Draws
  /** What a conversion adds to `Replica.sums`. */
  readonly sums: Flat
  readonly tracks: readonly Track[]
}

/** What is drawn from the same table lies side by side, which is twice as fast. */
type Draws = {
  readonly runs: readonly { readonly table: Poisson; readonly until: number }[]
  readonly paths: Int32Array
  readonly valueEach: Float64Array
}

/** Of path `i`: places in a table from `ends[i]` to before `ends[i + 1]`, and how much is added at each. */
type Flat = {
  readonly ends: Int32Array
  readonly places: Int32Array
  readonly amounts: Float64Array
}

/** The ways of the paths through one chain. A path without touches starts nowhere: -1. */
type Track = {
  readonly edges: Flat
  readonly firsts: Int32Array
  readonly lasts: Int32Array
}

/** Statistics of fixed size that are emptied and filled in every replicate. */
export type Replica = {
  readonly statistics: Statistics
  readonly counts: readonly FixedCounts[]
  /** By place of the model and channel, then unattributed by place of the model; conversions and value in turn. */
  readonly sums: Float64Array
  /** By path. */
  readonly conversions: Float64Array
  readonly values: Float64Array
  readonly nulls: Float64Array
}

type FixedCounts = { readonly [Name in keyof Counts]: Float64Array }

const at = (numbers: Float64Array | Int32Array, index: number): number => numbers[index] ?? 0

const increase = (table: Float64Array, index: number, amount: number): void => {
  table[index] = (table[index] ?? 0) + amount
}

/** Equal paths: the values a conversion had, and how many had each. */
type Group = {
  readonly path: CountedPath
  readonly conversionsByValue: Map<number, number>
  nulls: number
}

/** What one path adds: place and amount in turn. */
type Adds = { readonly sums: readonly number[]; readonly ways: readonly Way[] }
type Way = { readonly first: number; readonly last: number; readonly edges: readonly number[] }

type Case = { readonly adds: Adds; readonly group: Group }

/** Paths that are looked at between two steps. */
const STEP = 200

/** In steps, for those who have other things to do in between. O(models x touches) for every different path. */
export function* resamplingOf(
  statistics: Statistics,
  paths: Iterable<CountedPath>,
): Generator<void, Resampling> {
  const cases = yield* casesOf(statistics, yield* groupsOf(statistics, paths))
  const given = cases.flatMap(({ group }, path) =>
    [...group.conversionsByValue].map(([valueEach, mean]) => ({ path, valueEach, mean })),
  )
  const lost = cases.map(({ group }, path) => ({ path, valueEach: 0, mean: group.nulls }))
  return {
    paths: cases.length,
    conversions: drawsOf(given),
    nulls: drawsOf(lost.filter(({ mean }) => mean > 0)),
    sums: flat(cases.map(({ adds }) => adds.sums)),
    tracks: [...statistics.chains.keys()].map((_, place) =>
      trackOf(cases.map(({ adds }) => adds.ways[place])),
    ),
  }
}

/**
 * Equal paths are one, and so are their conversions of the same value: Poisson(a) + Poisson(b) is Poisson(a + b).
 * Journeys without a conversion count in chains only.
 */
function* groupsOf(
  statistics: Statistics,
  paths: Iterable<CountedPath>,
): Generator<void, readonly Group[]> {
  const groups = new Map<string, Group>()
  const withNulls = statistics.withNulls && statistics.chains.size > 0
  const needsAges = statistics.models.some(({ kind }) => kind === 'time_decay')
  const needsMilestones = statistics.models.some(({ kind }) => kind === 'milestones')
  let looked = 0
  for (const path of paths) {
    looked += 1
    if (looked % STEP === 0) yield
    const { conversions, value } = path
    const nulls = withNulls ? path.nulls : 0
    if (conversions + nulls === 0) continue
    const milestones = needsMilestones ? JSON.stringify(path.milestones) : ''
    const key = pathKey(path, needsAges) + milestones
    const group = groups.get(key) ?? { path, conversionsByValue: new Map(), nulls: 0 }
    groups.set(key, group)
    group.nulls += nulls
    if (conversions > 0) addConversions(group, value / conversions, conversions)
  }
  return [...groups.values()]
}

function addConversions({ conversionsByValue }: Group, valueEach: number, count: number): void {
  conversionsByValue.set(valueEach, (conversionsByValue.get(valueEach) ?? 0) + count)
}

/** Paths that add the same to the models asked for are one as well. */
function* casesOf(
  statistics: Statistics,
  groups: readonly Group[],
): Generator<void, readonly Case[]> {
  const cases = new Map<string, Case>()
  const trace = emptyTrace()
  for (const [place, group] of groups.entries()) {
    if (place % STEP === 0) yield
    const adds = addsOf(statistics, group, trace)
    const key = JSON.stringify(adds)
    const known = cases.get(key)
    if (!known) {
      cases.set(key, { adds, group })
      continue
    }
    known.group.nulls += group.nulls
    for (const [valueEach, count] of group.conversionsByValue) {
      addConversions(known.group, valueEach, count)
    }
  }
  return [...cases.values()]
}

function addsOf(statistics: Statistics, { path, conversionsByValue }: Group, trace: Trace): Adds {
  return {
    sums: conversionsByValue.size === 0 ? [] : sumsOf(statistics, path),
    ways: [...statistics.chains.values()].map((chain) => wayOf(chain, path, trace)),
  }
}

function sumsOf({ models, channels }: Statistics, path: CountedPath): number[] {
  const width = channels.names.length
  const sums: number[] = []
  for (const [place, model] of models.entries()) {
    const shares = channelShares(model, path)
    for (const [channel, share] of shares ?? []) sums.push(place * width + channel, share)
    const isLost = shares === null ? path.length === 0 : shares.size === 0
    if (isLost) sums.push(models.length * width + place, 1)
  }
  return sums
}

function wayOf(chain: Chain, path: CountedPath, trace: Trace): Way {
  if (path.length === 0) return { first: -1, last: -1, edges: [] }
  tracePath(chain, path, trace)
  const times = new Map<number, number>()
  for (const edge of trace.edges.subarray(0, trace.length)) {
    times.set(edge, (times.get(edge) ?? 0) + 1)
  }
  const edges = [...times].sort(([a], [b]) => a - b).flat()
  return { first: trace.first, last: trace.last, edges }
}

function drawsOf(
  means: readonly { readonly path: number; readonly valueEach: number; readonly mean: number }[],
): Draws {
  const sorted = means.toSorted((a, b) => a.mean - b.mean || a.path - b.path)
  const runs: { table: Poisson; until: number }[] = []
  for (const [index, { mean }] of sorted.entries()) {
    const run = mean === sorted[index - 1]?.mean ? runs.at(-1) : undefined
    if (run) run.until = index + 1
    else runs.push({ table: poisson(mean), until: index + 1 })
  }
  return {
    runs,
    paths: Int32Array.from(sorted, ({ path }) => path),
    valueEach: Float64Array.from(sorted, ({ valueEach }) => valueEach),
  }
}

function flat(rows: readonly (readonly number[])[]): Flat {
  const ends = new Int32Array(rows.length + 1)
  for (const [index, row] of rows.entries()) ends[index + 1] = at(ends, index) + row.length / 2
  const places = new Int32Array(at(ends, rows.length))
  const amounts = new Float64Array(places.length)
  for (const [index, row] of rows.entries()) {
    for (let entry = 0; entry < row.length / 2; entry += 1) {
      places[at(ends, index) + entry] = row[2 * entry] ?? 0
      amounts[at(ends, index) + entry] = row[2 * entry + 1] ?? 0
    }
  }
  return { ends, places, amounts }
}

const trackOf = (ways: readonly (Way | undefined)[]): Track => ({
  edges: flat(ways.map((way) => way?.edges ?? [])),
  firsts: Int32Array.from(ways, (way) => way?.first ?? -1),
  lasts: Int32Array.from(ways, (way) => way?.last ?? -1),
})

export function replicaOf(statistics: Statistics, { paths }: Resampling): Replica {
  const { models, channels } = statistics
  const width = channels.names.length
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
      sums: models.map(() => ({
        conversions: new Float64Array(width),
        value: new Float64Array(width),
      })),
      unattributed: models.map(() => ({ conversions: 0, value: 0 })),
      total: { conversions: 0, value: 0 },
      chains: new Map(fixed.map(({ order, ...chain }) => [order, chain])),
    },
    counts: fixed.map(({ counts }) => counts),
    sums: new Float64Array(2 * models.length * (width + 1)),
    conversions: new Float64Array(paths),
    values: new Float64Array(paths),
    nulls: new Float64Array(paths),
  }
}

/** Fills the replica with one replicate. O(paths + touches x models of those that were drawn). */
export function resample(resampling: Resampling, replica: Replica, random: Random): void {
  const { statistics, counts, sums, conversions, values, nulls } = replica
  const { total } = statistics
  for (const amounts of [sums, conversions, values, nulls]) amounts.fill(0)
  for (const amounts of counts.flatMap((each) => Object.values(each))) amounts.fill(0)
  drawAll(resampling.conversions, random, conversions, values)
  drawAll(resampling.nulls, random, nulls, null)
  total.conversions = sum(conversions)
  total.value = sum(values)
  sumAll(resampling.sums, replica)
  for (const [place, track] of resampling.tracks.entries()) {
    const own = counts[place]
    if (own) countAll(track, own, replica)
  }
  spread(replica)
}

function sum(numbers: Float64Array): number {
  let total = 0
  for (let index = 0; index < numbers.length; index += 1) total += numbers[index] ?? 0
  return total
}

function drawAll(
  { runs, paths, valueEach }: Draws,
  random: Random,
  counts: Float64Array,
  values: Float64Array | null,
): void {
  let index = 0
  for (const { table, until } of runs) {
    for (; index < until; index += 1) {
      const drawn = draw(table, random())
      if (drawn === 0) continue
      const path = paths[index] ?? 0
      increase(counts, path, drawn)
      if (values) increase(values, path, drawn * (valueEach[index] ?? 0))
    }
  }
}

function sumAll({ ends, places, amounts }: Flat, { sums, conversions, values }: Replica): void {
  for (let path = 0; path < conversions.length; path += 1) {
    const drawn = conversions[path] ?? 0
    if (drawn === 0) continue
    const value = values[path] ?? 0
    const end = ends[path + 1] ?? 0
    for (let entry = ends[path] ?? 0; entry < end; entry += 1) {
      const place = 2 * (places[entry] ?? 0)
      const amount = amounts[entry] ?? 0
      increase(sums, place, amount * drawn)
      increase(sums, place + 1, amount * value)
    }
  }
}

/** `countTrace` of every path, without an object for each. */
function countAll(
  { edges, firsts, lasts }: Track,
  counts: FixedCounts,
  { conversions, values, nulls }: Replica,
): void {
  const { ends, places, amounts } = edges
  for (let path = 0; path < conversions.length; path += 1) {
    const first = firsts[path] ?? -1
    const journeys = (conversions[path] ?? 0) + (nulls[path] ?? 0)
    if (journeys === 0 || first === -1) continue
    const end = ends[path + 1] ?? 0
    for (let entry = ends[path] ?? 0; entry < end; entry += 1) {
      increase(counts.transitions, places[entry] ?? 0, (amounts[entry] ?? 0) * journeys)
    }
    const last = lasts[path] ?? 0
    increase(counts.starts, first, journeys)
    increase(counts.conversions, last, conversions[path] ?? 0)
    increase(counts.values, last, values[path] ?? 0)
    increase(counts.nulls, last, nulls[path] ?? 0)
  }
}

/** From the joint table to where `solve` looks. */
function spread({ statistics, sums }: Replica): void {
  const { models, channels, unattributed } = statistics
  const width = channels.names.length
  for (const [place, { conversions, value }] of statistics.sums.entries()) {
    for (let channel = 0; channel < width; channel += 1) {
      conversions[channel] = at(sums, 2 * (place * width + channel))
      value[channel] = at(sums, 2 * (place * width + channel) + 1)
    }
  }
  for (const [place, lost] of unattributed.entries()) {
    lost.conversions = at(sums, 2 * (models.length * width + place))
    lost.value = at(sums, 2 * (models.length * width + place) + 1)
  }
}
