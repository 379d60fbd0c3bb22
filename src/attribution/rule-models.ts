import { assert } from '#kernel/assert.ts'
import { type MilestoneShares, type MilestoneTouches, milestoneWeights } from './milestones.ts'

/** Shares of the first touch, of all between, and of the last one. Need not add up to anything. */
export type PositionShares = {
  readonly first: number
  readonly middle: number
  readonly last: number
}

/** A rule: it says how a conversion is shared among its touches, and nothing else. */
export type RuleModel =
  | { readonly kind: 'first' }
  | { readonly kind: 'last' }
  | { readonly kind: 'last_non_direct' }
  | { readonly kind: 'linear' }
  | { readonly kind: 'linear_unique' }
  | { readonly kind: 'position_decay' }
  | { readonly kind: 'position'; readonly shares: PositionShares }
  | { readonly kind: 'time_decay'; readonly halfLifeDays: number }
  | { readonly kind: 'milestones'; readonly shares: MilestoneShares }

/** What a rule sees of a journey: its touches in order, each by the number of its channel. */
export type Path = {
  readonly length: number
  /** Only the first `length` count: readers of large files use the same array again and again. */
  readonly channels: ArrayLike<number>
  /** Seconds from each touch to the conversion; null where unknown, as in most files of paths. */
  readonly ages: ArrayLike<number> | null
  /** Null where unknown. */
  readonly milestones: MilestoneTouches | null
  /** Tells the channels that are no channel: direct visits. */
  readonly isDirect: (channel: number) => boolean
}

/**
 * The share of each touch, oldest first; they add up to 1. Empty when there is nothing to give it to: no
 * touches, or a model of milestones of which none was reached. Throws (a bug) where the model needs ages or
 * milestones and the path has none. O(touches), `linear_unique` O(touches x channels).
 */
export function weigh(model: RuleModel, path: Path): number[] {
  if (path.length === 0) return []
  switch (model.kind) {
    case 'first':
    case 'last':
    case 'last_non_direct':
      return only(soleTouch(model, path) ?? 0, path)
    case 'linear':
      return filled(path.length, 1 / path.length)
    case 'linear_unique':
      return evenByChannel(path)
    case 'position_decay':
      return rising(path.length)
    case 'position':
      return byPosition(model.shares, path)
    case 'time_decay':
      return byAge(model.halfLifeDays, path)
    case 'milestones':
      assert(path.milestones, 'weigh: the model needs milestones')
      return milestoneWeights(model.shares, path.milestones, path.length)
    default:
      return model satisfies never
  }
}

/** The touch that gets everything, by the rules that give all to one; null by others and without touches. */
export function soleTouch(model: RuleModel, path: Path): number | null {
  if (path.length === 0) return null
  if (model.kind === 'first') return 0
  if (model.kind === 'last') return path.length - 1
  return model.kind === 'last_non_direct' ? lastNonDirect(path) : null
}

// Plain loops: functions for each touch take several times as long, and large files have millions of paths.

function filled(length: number, weight: number): number[] {
  const weights: number[] = []
  for (let index = 0; index < length; index += 1) weights.push(weight)
  return weights
}

function rising(length: number): number[] {
  const weights: number[] = []
  for (let index = 0; index < length; index += 1) {
    weights.push((2 * (index + 1)) / (length * (length + 1)))
  }
  return weights
}

function only(chosen: number, { length }: Path): number[] {
  const weights = filled(length, 0)
  weights[chosen] = 1
  return weights
}

const channelAt = (path: Path, index: number): number => path.channels[index] ?? -1

function lastNonDirect(path: Path): number {
  for (let index = path.length - 1; index >= 0; index -= 1) {
    if (!path.isDirect(channelAt(path, index))) return index
  }
  return path.length - 1
}

/** Every channel the same share, divided among its touches. */
function evenByChannel(path: Path): number[] {
  const channels = channelsOf(path)
  const counts = filled(channels.length, 0)
  const weights: number[] = []
  for (let index = 0; index < path.length; index += 1) {
    const place = channels.indexOf(channelAt(path, index))
    counts[place] = (counts[place] ?? 0) + 1
    weights.push(place)
  }
  for (let index = 0; index < path.length; index += 1) {
    weights[index] = 1 / (channels.length * (counts[weights[index] ?? 0] ?? 1))
  }
  return weights
}

/** Every channel of a path once, in the order of its first touch. O(touches x channels). */
export function channelsOf(path: Path): number[] {
  const found: number[] = []
  for (let index = 0; index < path.length; index += 1) {
    const channel = channelAt(path, index)
    if (!found.includes(channel)) found.push(channel)
  }
  return found
}

/**
 * Adobe's reading of position-based models (A1): with two touches nobody stands in the middle, so its share
 * is dropped and the ends are renormalised (20/20/60 becomes 25/75); others add half of it to each end.
 */
function byPosition({ first, middle, last }: PositionShares, path: Path): number[] {
  const { length } = path
  assert(first >= 0 && middle >= 0 && last >= 0, 'weigh: shares of positions are >= 0')
  if (length === 1) return [1]
  const ends = first + last
  if (length === 2) return ends === 0 ? [0.5, 0.5] : [first / ends, last / ends]
  const sum = ends + middle
  assert(sum > 0, 'weigh: one share of a position is > 0')
  const between = middle / sum / (length - 2)
  const weights = filled(length, between)
  weights[0] = first / sum
  weights[length - 1] = last / sum
  return weights
}

/** 2^(-age / half-life), counted from the youngest touch so that old journeys do not vanish to 0 / 0. */
function byAge(halfLifeDays: number, { ages, length }: Path): number[] {
  assert(ages, 'weigh: time decay needs the ages of the touches')
  assert(halfLifeDays > 0, `weigh: half-life > 0, got ${halfLifeDays}`)
  const youngest = ages[length - 1] ?? 0
  const halfLife = halfLifeDays * 86_400
  const weights: number[] = []
  let sum = 0
  for (let index = 0; index < length; index += 1) {
    const weight = 2 ** ((youngest - (ages[index] ?? 0)) / halfLife)
    weights.push(weight)
    sum += weight
  }
  for (let index = 0; index < length; index += 1) weights[index] = (weights[index] ?? 0) / sum
  return weights
}
