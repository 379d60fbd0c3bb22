import { addDays, type IsoDate } from '#kernel/period.ts'
import { civilMillis, civilToInstant, dayOf, isDayOfMonth } from '#kernel/zone.ts'
import { type Cell, isCivil } from './cell.ts'
import { isNothing, type Parsed } from './numbers.ts'

/**
 * How a date is written. Patterns are built of `yyyy yy MMMM MMM mm m dd d HH H mm ss SSS a` and
 * literal characters: `dd.mm.yyyy`, `m/d/yyyy`, `d MMM, yyyy HH:mm:ss`. `mm` is the month before the
 * first hour token and the minute behind it. `iso` takes `2024-03-01` with or without a time and a
 * zone, `excel` the serial day number of a spreadsheet. A time may follow any pattern without one.
 */
export type DatePattern = string

/** A moment as written: civil parts, with the offset where one was given. */
export type Written = {
  /** `yyyy-mm-dd`. */
  readonly day: string
  /** `HH:mm:ss` or `HH:mm:ss.SSS`; null for a date alone. */
  readonly time: string | null
  /** Minutes ahead of UTC; null = naive. */
  readonly offset: number | null
}

const MONTHS: readonly (readonly string[])[] = [
  ['january', 'jan', 'januar', 'jän', 'jänner'],
  ['february', 'feb', 'februar'],
  ['march', 'mar', 'märz', 'mär', 'mrz'],
  ['april', 'apr'],
  ['may', 'mai'],
  ['june', 'jun', 'juni'],
  ['july', 'jul', 'juli'],
  ['august', 'aug'],
  ['september', 'sep', 'sept'],
  ['october', 'oct', 'oktober', 'okt'],
  ['november', 'nov'],
  ['december', 'dec', 'dezember', 'dez'],
]
const MONTH_BY_NAME = new Map(MONTHS.flatMap((names, index) => names.map((n) => [n, index + 1])))

/** The number of a month by its name or abbreviation, German or English. */
export const monthByName = (name: string): number | null =>
  MONTH_BY_NAME.get(name.toLowerCase().replace(/\.$/, '')) ?? null

const TOKENS = /yyyy|yy|MMMM|MMM|mm|MM|m|M|dd|d|HH|H|hh|h|ss|SSS|a/g
const WEEKDAY = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)[a-zäöü]*\.?,?\s+)?`
const TIME = String.raw`(?:(?:,?\s+|T)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?(?:\s*(?:Uhr))?)?`
const ZONE = String.raw`(?:\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}))?`

type Compiled = { readonly regex: RegExp; readonly parts: readonly string[] }

const compiled = new Map<DatePattern, Compiled | null>()

const PART: Readonly<Record<string, string>> = {
  yyyy: String.raw`(\d{4})`,
  yy: String.raw`(\d{2})`,
  MMMM: String.raw`([A-Za-zäöüÄÖÜ]{3,9}\.?)`,
  MMM: String.raw`([A-Za-zäöüÄÖÜ]{3,9}\.?)`,
  SSS: String.raw`(\d{1,9})`,
  a: String.raw`([AaPp]\.?[Mm]\.?)`,
}

/** Tokens that hold two digits in compact patterns (`yyyymmdd`) and one or two beside separators. */
const numberPart = (isCompact: boolean): string =>
  isCompact ? String.raw`(\d{2})` : String.raw`(\d{1,2})`

function compile(pattern: DatePattern): Compiled | null {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const source = pattern === 'iso' ? 'yyyy-mm-dd' : englishTokens(pattern)
  const isCompact = /^[a-zA-Z]+$/.test(source.replace(/[THh].*$/, ''))
  const parts: string[] = []
  let regex = ''
  let position = 0
  for (const match of source.matchAll(TOKENS)) {
    const token = match[0]
    const isTime = parts.includes('hour')
    regex += literal(source.slice(position, match.index))
    regex += PART[token] ?? numberPart(isCompact && !isTime)
    parts.push(meaning(token, isTime))
    position = match.index + token.length
  }
  regex += literal(source.slice(position))
  const hasYear = parts.includes('year') || parts.includes('shortYear')
  const isUsable = hasYear && (parts.includes('month') || parts.includes('monthName'))
  const tail = parts.includes('hour') ? ZONE : TIME + ZONE
  if (!parts.includes('hour')) parts.push('hour', 'minute', 'second', 'fraction', 'half')
  parts.push('zone')
  const result = isUsable ? { regex: new RegExp(`^${WEEKDAY}${regex}${tail}$`, 'i'), parts } : null
  compiled.set(pattern, result)
  return result
}

/** `TT.MM.JJJJ` and `DD/MM/YYYY` mean the same as `dd.mm.yyyy` and `dd/mm/yyyy`. */
const englishTokens = (pattern: string): string =>
  pattern.replace(/TT/g, 'dd').replace(/J/g, 'y').replace(/Y/g, 'y').replace(/D/g, 'd')

function meaning(token: string, isTime: boolean): string {
  if (token === 'MMM' || token === 'MMMM') return 'monthName'
  if (token === 'yyyy') return 'year'
  if (token === 'yy') return 'shortYear'
  if (token.toLowerCase() === 'd' || token === 'dd') return 'day'
  if (token === 'H' || token === 'HH' || token === 'h' || token === 'hh') return 'hour'
  if (token === 'ss') return 'second'
  if (token === 'SSS') return 'fraction'
  if (token === 'a') return 'half'
  return isTime ? 'minute' : 'month'
}

const literal = (text: string): string =>
  text
    .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
    .replace(/\s+/g, '\\s+')
    .replace(/,/g, ',?')

/** True for a pattern that can be read. */
export const isDatePattern = (pattern: string): boolean =>
  pattern === 'excel' || compile(pattern) !== null

const pad = (value: number | string, length = 2): string => String(value).padStart(length, '0')

/** Reads `text` by one pattern; null if it has another shape or is no day of the calendar. */
export function readWritten(text: string, pattern: DatePattern): Written | null {
  if (pattern === 'excel') return readSerial(text)
  const shape = compile(pattern)
  const match = shape?.regex.exec(text)
  if (!shape || !match) return null
  const found: Record<string, string> = {}
  for (const [index, part] of shape.parts.entries()) {
    const value = match[index + 1]
    if (value !== undefined) found[part] = value
  }
  const year = found.year ? Number(found.year) : fullYear(Number(found.shortYear))
  const month = found.monthName ? monthByName(found.monthName) : Number(found.month)
  const day = Number(found.day ?? '1')
  if (month === null || year < 1000 || !isDayOfMonth(year, month, day)) return null
  const time = readTime(found)
  if (time === undefined) return null
  return { day: `${pad(year, 4)}-${pad(month)}-${pad(day)}`, time, offset: readOffset(found.zone) }
}

/** Two digits of a year: 00-69 are 2000-2069, 70-99 are 1970-1999 (POSIX strptime). */
const fullYear = (short: number): number => short + (short < 70 ? 2000 : 1900)

function readTime(found: Record<string, string>): string | null | undefined {
  if (found.hour === undefined) return null
  let hour = Number(found.hour)
  if (found.half) {
    if (hour < 1 || hour > 12) return undefined
    hour = (hour % 12) + (/^p/i.test(found.half) ? 12 : 0)
  }
  const minute = Number(found.minute ?? '0')
  const second = Number(found.second ?? '0')
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const fraction = (found.fraction ?? '').slice(0, 3).padEnd(3, '0')
  const time = `${pad(hour)}:${pad(minute)}:${pad(second)}`
  return Number(fraction) === 0 ? time : `${time}.${fraction}`
}

function readOffset(zone: string | undefined): number | null {
  if (!zone) return null
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone)
  if (!match) return 0
  return (Number(match[2]) * 60 + Number(match[3])) * (match[1] === '-' ? -1 : 1)
}

/** Day numbers of spreadsheets: 1 = 1900-01-01, with the 29 February 1900 that never was. */
function readSerial(text: string): Written | null {
  if (!/^\d{1,6}(?:[.,]\d+)?$/.test(text)) return null
  const serial = Number(text.replace(',', '.'))
  if (serial < 61 || serial > 200_000) return null
  return writtenOf(civilOfSerial(serial, false))
}

/** A spreadsheet's serial number as civil text; `is1904` counts from 1904-01-01 as old Macintosh files do. */
export function civilOfSerial(serial: number, is1904: boolean): string {
  const seconds = Math.round(serial * 86_400)
  const days = Math.floor(seconds / 86_400)
  const epoch = is1904 ? '1904-01-01' : serial < 60 ? '1899-12-31' : '1899-12-30'
  const day = addDays(epoch as IsoDate, days)
  const rest = seconds - days * 86_400
  if (rest === 0) return day
  return `${day}T${pad(Math.floor(rest / 3600))}:${pad(Math.floor((rest % 3600) / 60))}:${pad(rest % 60)}`
}

const writtenOf = (civil: string): Written => {
  const [day = '', time = null] = civil.split('T')
  return { day, time: time === '00:00:00' ? null : time, offset: null }
}

/**
 * Reads a date cell by the patterns of its column, first match wins. `imports.date` when none fits
 * or the day does not exist.
 */
export function parseWritten(cell: Cell, patterns: readonly DatePattern[]): Parsed<Written> {
  if (isCivil(cell)) return { value: writtenOf(cell.civil) }
  if (typeof cell === 'boolean') return { problem: 'imports.date' }
  const text = String(cell).replaceAll('\u00a0', ' ').trim()
  if (isNothing(text)) return { value: null }
  for (const pattern of patterns) {
    const written = readWritten(text, pattern)
    if (written) return { value: written }
  }
  return { problem: 'imports.date' }
}

const instantOf = (written: Written, zone: string) => {
  const civil = written.time === null ? written.day : `${written.day}T${written.time}`
  if (written.offset === null) return civilToInstant(civil, zone)
  return { instant: (civilMillis(civil) ?? 0) - written.offset * 60_000, fit: 'exact' as const }
}

/** A civil day; a time with an offset is the day it has in `zone`. */
export function parseDate(
  cell: Cell,
  patterns: readonly DatePattern[],
  zone: string,
): Parsed<IsoDate> {
  const written = parseWritten(cell, patterns)
  if ('problem' in written || written.value === null) return written as Parsed<IsoDate>
  if (written.value.offset === null) return { value: written.value.day as IsoDate }
  return { value: dayOf(instantOf(written.value, zone).instant, zone) }
}

/**
 * An instant, ISO 8601 in UTC with milliseconds. A naive time is read in `zone`, a date alone is the
 * start of its day there. Notes `imports.dst_gap` / `imports.dst_overlap` where a clock change made
 * the time doubtful (see `civilToInstant` for which instant is taken).
 */
export function parseInstant(
  cell: Cell,
  patterns: readonly DatePattern[],
  zone: string,
): Parsed<string> {
  const written = parseWritten(cell, patterns)
  if ('problem' in written || written.value === null) return written as Parsed<string>
  const { instant, fit } = instantOf(written.value, zone)
  const value = new Date(instant).toISOString()
  return fit === 'exact' || written.value.time === null
    ? { value }
    : { value, note: `imports.dst_${fit}` }
}
