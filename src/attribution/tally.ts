import { allocate, type Cents, cents } from '#kernel/money.ts'
import { creditCents } from './credit.ts'
import type { Model } from './models.ts'
import { type CutJourney, soleTouchOf, weightsOf } from './stored-journey.ts'
import { ruleOf } from './sum-models.ts'
import type { Reason } from './unattributed.ts'

export type Amount = { conversions: number; value: number }

/** What a model gives to whom, conversion by conversion; cents are whole and add up. */
export type Tally = {
  readonly rows: Map<string, Amount>
  readonly unattributed: Amount
  readonly reasons: Map<Reason, Amount>
}

export const emptyTally = (): Tally => ({
  rows: new Map(),
  unattributed: { conversions: 0, value: 0 },
  reasons: new Map(),
})

/** A conversion with what it is worth; null where it is only counted: then its value is its share of 1. */
export type Converted = { readonly journey: CutJourney; readonly value: Cents | null }

function give<Key>(rows: Map<Key, Amount>, key: Key, conversions: number, value: number): void {
  const row = rows.get(key)
  if (row) {
    row.conversions += conversions
    row.value += value
  } else {
    rows.set(key, { conversions, value })
  }
}

/** Adds one conversion by a model that needs no other journeys. `keys` are those of its touches, in order. */
export function addConversion(
  tally: Tally,
  model: Model,
  { journey, value }: Converted,
  keys: readonly string[],
): void {
  if (model.kind === 'influenced') {
    for (const key of new Set(keys)) give(tally.rows, key, 1, value ?? 1)
    if (keys.length === 0) lose(tally, journey.reason ?? 'no_touch', value)
    return
  }
  const rule = ruleOf(model)
  const sole = soleTouchOf(rule, journey)
  if (sole !== null) {
    give(tally.rows, keys[sole] ?? '', 1, value ?? 1)
    return
  }
  const weights = weightsOf(rule, journey)
  const parts = value === null ? weights : creditCents(value, weights)
  if (!parts || weights.length === 0) {
    lose(tally, journey.reason ?? 'no_milestone', value)
    return
  }
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index] ?? 0
    if (weight > 0) give(tally.rows, keys[index] ?? '', weight, parts[index] ?? 0)
  }
}

function lose(tally: Tally, reason: Reason, value: Cents | null): void {
  give(tally.reasons, reason, 1, value ?? 1)
  tally.unattributed.conversions += 1
  tally.unattributed.value += value ?? 1
}

/** Whole cents in proportion to parts that are not whole; they add up to `total`. */
export const wholeCents = (total: number, parts: readonly number[]): number[] =>
  parts.some((part) => part > 0)
    ? allocate(
        cents(total),
        parts.map((part) => Math.max(0, part)),
      )
    : parts.map(() => 0)

/** How each channel passes its credit down to finer keys: in proportion to the linear credits inside it. */
export type Shares = Map<string, Map<string, number>>

/** Adds the linear credits of one conversion, by channel and key. */
export function addShares(shares: Shares, { channels }: CutJourney, keys: readonly string[]): void {
  for (const [index, channel] of channels.entries()) {
    const inside = shares.get(channel) ?? new Map<string, number>()
    shares.set(channel, inside)
    const key = keys[index] ?? ''
    inside.set(key, (inside.get(key) ?? 0) + 1 / channels.length)
  }
}

/** The credits of channels, passed down to the keys inside them; money stays whole. */
export function passDown(
  channels: ReadonlyMap<string, Amount>,
  shares: Shares,
  isMoney: boolean,
): Map<string, Amount> {
  const rows = new Map<string, Amount>()
  for (const [channel, { conversions, value }] of channels) {
    const inside = [...(shares.get(channel) ?? new Map<string, number>())]
    const weights = inside.map(([, weight]) => weight)
    const sum = weights.reduce((total, weight) => total + weight, 0)
    const parts = isMoney
      ? wholeCents(value, weights)
      : weights.map((weight) => (value * weight) / sum)
    for (const [index, [key, weight]] of inside.entries()) {
      give(rows, key, (conversions * weight) / sum, parts[index] ?? 0)
    }
  }
  return rows
}
