import type { Amount } from './tally.ts'

/** One conversion of the period with the channels of the touches that count for it; none: nobody touched it. */
export type InfluencedJourney = {
  readonly channels: readonly string[]
  /** Cents, or 1 where conversions are only counted. */
  readonly value: number
  /** Which part of the period it lies in, from 0. */
  readonly part: number
}

/**
 * Which conversions the chosen channels touched at least once. Shares of participation: a conversion counts for
 * every channel in it, so that channels must not be added up.
 */
export type Influence = {
  readonly total: Amount
  /** Touched by one of the chosen channels at least. */
  readonly together: Amount
  /** In the order they were chosen. */
  readonly channels: readonly (Amount & {
    readonly channel: string
    /** Of these, touched by none of the other chosen channels. */
    readonly alone: Amount
  })[]
  readonly parts: readonly { readonly total: Amount; readonly together: Amount }[]
  /** Places of the touched journeys, ascending. */
  readonly touched: readonly number[]
}

const none = (): Amount => ({ conversions: 0, value: 0 })

function add(row: Amount, value: number): void {
  row.conversions += 1
  row.value += value
}

/** One pass, O(touches). */
export function influenceOf(
  journeys: Iterable<InfluencedJourney>,
  chosen: readonly string[],
  partCount: number,
): Influence {
  const rows = [...new Set(chosen)].map((channel) => ({ channel, ...none(), alone: none() }))
  const rowOf = new Map(rows.map((row) => [row.channel, row]))
  const parts = Array.from({ length: partCount }, () => ({ total: none(), together: none() }))
  const total = none()
  const together = none()
  const touched: number[] = []
  let place = 0
  for (const { channels, value, part } of journeys) {
    const found = new Set(channels.flatMap((channel) => rowOf.get(channel) ?? []))
    add(total, value)
    if (parts[part]) add(parts[part].total, value)
    for (const row of found) add(row, value)
    const [only] = found
    if (only) {
      add(together, value)
      if (parts[part]) add(parts[part].together, value)
      if (found.size === 1) add(only.alone, value)
      touched.push(place)
    }
    place += 1
  }
  return { total, together, channels: rows, parts, touched }
}
