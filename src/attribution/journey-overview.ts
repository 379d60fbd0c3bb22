import { median } from '#kernel/quantile.ts'
import { channelIndex } from './channel-index.ts'
import type { Amount } from './tally.ts'

/** One conversion with the touches that count for it: at least one, oldest first. */
export type ConvertedJourney = {
  readonly channels: readonly string[]
  /** Seconds from each touch to the conversion. */
  readonly ages: readonly number[]
  /** What it is worth; 1 where conversions are only counted. */
  readonly value: number
}

/** How many steps the flow shows; what comes after them is one node. */
export const STEPS = 5
/** Channels that are too small for the flow, together. */
export const OTHER = '(other)'
/** What comes after the last step that is shown. */
export const MORE = '(more)'
/** Where every journey here ends. */
export const CONVERSION = '(conversion)'

/** So many journeys go from the channel `from` at `step` (0 = the first) to `to`, which is at the next step. */
export type FlowLink = Amount & {
  readonly step: number
  readonly from: string
  readonly to: string
}

export type PathRow = Amount & {
  /** One of neighbours that are equal. */
  readonly channels: readonly string[]
  readonly medianDays: number
  readonly medianTouches: number
}

/** Journeys with a size from `from` (included) to `until` (excluded; null: no end). */
export type Bin = Amount & { readonly from: number; readonly until: number | null }

export type MatrixCell = Amount & { readonly first: string; readonly last: string }

export type JourneyOverview = {
  readonly total: Amount
  readonly medianDays: number | null
  readonly medianTouches: number | null
  readonly flow: readonly FlowLink[]
  readonly paths: readonly PathRow[]
  /** How many different paths there are, those not listed included. */
  readonly pathCount: number
  /** By number of touches, repeats included. */
  readonly lengths: readonly Bin[]
  /** By whole days from the first touch to the conversion. */
  readonly durations: readonly Bin[]
  readonly matrix: readonly MatrixCell[]
}

const LENGTHS = [1, 2, 3, 4, 5, 6, 11, 21]
const DURATIONS = [0, 1, 8, 31, 91, 181, 366]
const DAY_SECONDS = 86_400
/** Channels are numbers below this: a step and two of them make one number. */
const BASE = 65_536
/** The numbers of the two nodes that are no channel. */
const MORE_NUMBER = BASE - 1
const CONVERSION_NUMBER = BASE - 2

export type OverviewLimits = {
  /** Paths that are listed. */
  readonly paths: number
  /** Channels that the flow names; the others are one. */
  readonly channels: number
}

/**
 * What journeys to a conversion have in common, in one pass: O(touches) and, for the order of paths, O(p log p)
 * in the number of different ones. Keeps three numbers for each journey and one row for each different path.
 */
export function overviewOf(
  journeys: Iterable<ConvertedJourney>,
  limits: OverviewLimits,
): JourneyOverview {
  const index = channelIndex()
  const total: Amount = { conversions: 0, value: 0 }
  const links = new Map<number, Amount>()
  const matrix = new Map<number, Amount>()
  const paths = new Map<string, Amount & { readonly id: number; readonly path: number[] }>()
  const lengths = binsOf(LENGTHS)
  const durations = binsOf(DURATIONS)
  const pathOf: number[] = []
  const daysOf: number[] = []
  const touchesOf: number[] = []
  for (const { channels, ages, value } of journeys) {
    const path = mergedNumbers(channels, index.numberOf)
    const days = (ages[0] ?? 0) / DAY_SECONDS
    add(total, value)
    addFlow(links, path, value)
    const first = path[0] ?? 0
    give(matrix, first * BASE + (path.at(-1) ?? first), value)
    addToBin(lengths, channels.length, value)
    addToBin(durations, Math.floor(days), value)
    const key = path.join(',')
    let row = paths.get(key)
    if (!row) {
      row = { conversions: 0, value: 0, id: paths.size, path }
      paths.set(key, row)
    }
    add(row, value)
    pathOf.push(row.id)
    daysOf.push(days)
    touchesOf.push(channels.length)
  }
  const top = [...paths.values()]
    .sort(
      (a, b) =>
        b.conversions - a.conversions ||
        b.value - a.value ||
        a.path.length - b.path.length ||
        a.id - b.id,
    )
    .slice(0, limits.paths)
  const sizes = sizesOf(new Set(top.map(({ id }) => id)), pathOf, { daysOf, touchesOf })
  const nameOf = (channel: number) => index.names[channel] ?? ''
  return {
    total,
    medianDays: median(daysOf),
    medianTouches: median(touchesOf),
    flow: flowOf(links, nameOf, limits.channels),
    paths: top.map(({ id, path, conversions, value }) => ({
      channels: path.map(nameOf),
      ...{ conversions, value },
      medianDays: median(sizes.get(id)?.days ?? []) ?? 0,
      medianTouches: median(sizes.get(id)?.touches ?? []) ?? 0,
    })),
    pathCount: paths.size,
    ...{ lengths, durations },
    matrix: [...matrix].map(([key, amount]) => ({
      first: nameOf(Math.floor(key / BASE)),
      last: nameOf(key % BASE),
      ...amount,
    })),
  }
}

function add(row: Amount, value: number): void {
  row.conversions += 1
  row.value += value
}

function give(rows: Map<number, Amount>, key: number, value: number): void {
  const row = rows.get(key)
  if (row) add(row, value)
  else rows.set(key, { conversions: 1, value })
}

/** Numbers of the channels, one of neighbours that are equal. */
function mergedNumbers(
  channels: readonly string[],
  numberOf: (channel: string) => number,
): number[] {
  const merged: number[] = []
  for (const channel of channels) {
    const number = numberOf(channel)
    if (merged.at(-1) !== number) merged.push(number)
  }
  return merged
}

const linkKey = (step: number, from: number, to: number) => (step * BASE + from) * BASE + to

function addFlow(links: Map<number, Amount>, path: readonly number[], value: number): void {
  const shown = Math.min(path.length, STEPS)
  for (let step = 0; step < shown - 1; step += 1) {
    give(links, linkKey(step, path[step] ?? 0, path[step + 1] ?? 0), value)
  }
  const last = path[shown - 1] ?? 0
  if (path.length <= STEPS) {
    give(links, linkKey(shown - 1, last, CONVERSION_NUMBER), value)
  } else {
    give(links, linkKey(STEPS - 1, last, MORE_NUMBER), value)
    give(links, linkKey(STEPS, MORE_NUMBER, CONVERSION_NUMBER), value)
  }
}

type Link = Amount & { readonly step: number; readonly from: number; readonly to: number }

/** Links by name, strongest first; the channels that carry least are put together. */
function flowOf(
  links: ReadonlyMap<number, Amount>,
  nameOf: (channel: number) => string,
  limit: number,
): FlowLink[] {
  const all = [...links].map(
    ([key, amount]): Link => ({
      step: Math.floor(key / BASE / BASE),
      from: Math.floor(key / BASE) % BASE,
      to: key % BASE,
      ...amount,
    }),
  )
  const named = largest(all, limit)
  const name = (channel: number): string => {
    if (channel === MORE_NUMBER) return MORE
    if (channel === CONVERSION_NUMBER) return CONVERSION
    return named.has(channel) ? nameOf(channel) : OTHER
  }
  const folded = new Map<string, FlowLink>()
  for (const { step, conversions, value, ...link } of all) {
    const from = name(link.from)
    const to = name(link.to)
    const key = `${step} ${from} ${to}`
    const row = folded.get(key)
    if (row) {
      row.conversions += conversions
      row.value += value
    } else {
      folded.set(key, { step, from, to, conversions, value })
    }
  }
  return [...folded.values()].sort((a, b) => a.step - b.step || b.conversions - a.conversions)
}

/** The channels that most journeys pass through within the steps shown. One more than `limit` is no reason to fold. */
function largest(links: readonly Link[], limit: number): Set<number> {
  const passing = new Map<number, number>()
  for (const { from, conversions } of links) {
    if (from < CONVERSION_NUMBER) passing.set(from, (passing.get(from) ?? 0) + conversions)
  }
  const sorted = [...passing].sort(([a, one], [b, two]) => two - one || a - b)
  const kept = sorted.length <= limit + 1 ? sorted : sorted.slice(0, limit)
  return new Set(kept.map(([channel]) => channel))
}

const binsOf = (starts: readonly number[]): Bin[] =>
  starts.map((from, place) => ({
    from,
    until: starts[place + 1] ?? null,
    conversions: 0,
    value: 0,
  }))

function addToBin(bins: readonly Bin[], size: number, value: number): void {
  const bin = bins.findLast(({ from }) => from <= size)
  if (bin) add(bin, value)
}

/** Days and touches of the journeys that took the chosen paths. */
function sizesOf(
  chosen: ReadonlySet<number>,
  pathOf: readonly number[],
  { daysOf, touchesOf }: { daysOf: readonly number[]; touchesOf: readonly number[] },
): Map<number, { days: number[]; touches: number[] }> {
  const sizes = new Map<number, { days: number[]; touches: number[] }>()
  for (const [place, id] of pathOf.entries()) {
    if (!chosen.has(id)) continue
    const found = sizes.get(id) ?? { days: [], touches: [] }
    sizes.set(id, found)
    found.days.push(daysOf[place] ?? 0)
    found.touches.push(touchesOf[place] ?? 0)
  }
  return sizes
}
