import { assert } from './assert.ts'
import type { IsoDate } from './period.ts'

/**
 * Civil time and instants, on `Intl` alone. Instants are milliseconds since 1970-01-01T00:00Z.
 * A civil time that a clock change skips (gap) moves forward by the length of the gap; one that
 * occurs twice (overlap) is the earlier of the two. That is `compatible` of ECMA-262 Temporal and
 * the rule of RFC 5545.
 */
export type Fit = 'exact' | 'gap' | 'overlap'

/** Offsets are remembered at this spacing; clock changes of one zone lie weeks apart. */
const BLOCK_MS = 4 * 86_400_000
const HOUR_MS = 3_600_000
const CIVIL = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?$/

type Zone = {
  readonly format: Intl.DateTimeFormat
  /** Offset at the first instant of a block. */
  readonly starts: Map<number, number>
}

const zones = new Map<string, Zone | null>()

function load(name: string): Zone | null {
  const known = zones.get(name)
  if (known !== undefined) return known
  let zone: Zone | null = null
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    zone = { format, starts: new Map() }
  } catch {
    // Intl knows no such zone
  }
  zones.set(name, zone)
  return zone
}

/** True for a name of the IANA time zone database (or `UTC`). */
export const isTimeZone = (name: string): boolean => name !== '' && load(name) !== null

/** Milliseconds that the clock of the zone is ahead of UTC, asked of Intl. */
function measureOffset(zone: Zone, instant: number): number {
  const part: Record<string, string> = {}
  for (const { type, value } of zone.format.formatToParts(instant)) part[type] = value
  const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year)
  const clock = Date.UTC(
    year,
    Number(part.month) - 1,
    Number(part.day),
    Number(part.hour),
    Number(part.minute),
    Number(part.second),
  )
  return clock - Math.floor(instant / 1000) * 1000
}

/** Milliseconds that civil time of `name` is ahead of UTC at `instant`. O(1) after the first ask of a block. */
export function offsetAt(instant: number, name: string): number {
  const zone = load(name)
  assert(zone !== null, `offsetAt: unknown time zone ${name}`)
  const block = Math.floor(instant / BLOCK_MS)
  const start = startOffset(zone, block)
  return start === startOffset(zone, block + 1) ? start : measureOffset(zone, instant)
}

function startOffset(zone: Zone, block: number): number {
  const known = zone.starts.get(block)
  if (known !== undefined) return known
  const offset = measureOffset(zone, block * BLOCK_MS)
  zone.starts.set(block, offset)
  return offset
}

/** The fields of `yyyy-mm-ddTHH:mm[:ss[.SSS]]` or `yyyy-mm-dd` as if it were UTC; null if no such time. */
export function civilMillis(civil: string): number | null {
  const match = CIVIL.exec(civil)
  if (!match) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = match
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  if (Number(year) < 100 || !isDayOfMonth(Number(year), Number(month), Number(day))) return null
  return Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.padEnd(3, '0')),
  )
}

const DAYS_OF_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** True for a day of the Gregorian calendar; `month` counts from 1. */
export function isDayOfMonth(year: number, month: number, day: number): boolean {
  if (day < 1 || day > (DAYS_OF_MONTH[month - 1] ?? 0)) return false
  if (month !== 2 || day < 29) return true
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/**
 * The instant of a civil time, with how well it fits the clock of the zone.
 * `civil` must exist in the calendar (`civilMillis` not null); an unknown zone is a bug.
 */
export function civilToInstant(civil: string, zone: string): { instant: number; fit: Fit } {
  const clock = civilMillis(civil)
  assert(clock !== null, `civilToInstant: no civil time ${civil}`)
  const before = offsetAt(clock - 14 * HOUR_MS, zone)
  const after = offsetAt(clock + 14 * HOUR_MS, zone)
  if (before === after) return { instant: clock - before, fit: 'exact' }
  const early = clock - before
  const late = clock - after
  const earlyFits = offsetAt(early, zone) === before
  const lateFits = offsetAt(late, zone) === after
  if (earlyFits && lateFits) return { instant: Math.min(early, late), fit: 'overlap' }
  if (earlyFits) return { instant: early, fit: 'exact' }
  if (lateFits) return { instant: late, fit: 'exact' }
  return { instant: early, fit: 'gap' }
}

/** The civil time `yyyy-mm-ddTHH:mm:ss` that the clock of `zone` shows at `instant`. */
export const instantToCivil = (instant: number, zone: string): string =>
  new Date(instant + offsetAt(instant, zone)).toISOString().slice(0, 19)

/** The civil day of `instant` in `zone`. */
export const dayOf = (instant: number, zone: string): IsoDate =>
  instantToCivil(instant, zone).slice(0, 10) as IsoDate

/** The first instant of a civil day in `zone` (01:00 where midnight is skipped). */
export const startOfDay = (day: IsoDate, zone: string): number =>
  civilToInstant(`${day}T00:00`, zone).instant
