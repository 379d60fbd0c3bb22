import type { IsoDate } from '#kernel/period.ts'
import type { Field } from '#kernel/record.ts'
import { type Cell, cellText, isCivil } from './cell.ts'
import { type DatePattern, parseDate, parseInstant } from './dates.ts'
import {
  type Decimal,
  isNothing,
  type Money,
  type Parsed,
  parseBoolean,
  parseDecimal,
  parseInteger,
  parseMoney,
  parseRate,
} from './numbers.ts'

/** How the cells of one column are read. */
export type Reading = {
  readonly decimal: Decimal
  readonly rate: 'percent' | 'fraction'
  readonly dates: readonly DatePattern[]
  readonly zone: string
}

/** Longer texts are cut columns or broken quotes, not names or notes. */
export const TEXT_MAX = 20_000

const NO_TEXT = new Set(['', '--', '-', 'null', '(null)', 'n/a', '#n/a', '#nv'])
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** A text without surrounding blanks and control characters; null for marks of "nothing". */
export function parseText(cell: Cell): Parsed<string> {
  const text = cellText(cell).replaceAll('\u00a0', ' ').replace(CONTROLS, '').trim()
  if (NO_TEXT.has(text.toLowerCase())) return { value: null }
  return text.length > TEXT_MAX ? { problem: 'imports.too_long' } : { value: text }
}

/** An e-mail address in lower case; what is none is left out with the note `imports.email`. */
export function parseEmail(cell: Cell): Parsed<string> {
  const text = parseText(cell)
  if ('problem' in text || text.value === null) return text
  const address = text.value.replace(/^mailto:/i, '').toLowerCase()
  return /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]{2,}$/.test(address)
    ? { value: address }
    : { value: null, note: 'imports.email' }
}

/**
 * An id of another program: `24000023.0`, as programs write ids they took for numbers, is `24000023`;
 * of several (`12;15`) the first.
 */
export function parseId(cell: Cell): Parsed<string> {
  const text = parseText(cell)
  if ('problem' in text || text.value === null) return text
  const first = text.value.split(/\s*;\s*/)[0] ?? ''
  return { value: first.replace(/^(\d+)\.0+$/, '$1') }
}

/** A choice by its value or its name in either language. */
function parseChoice(cell: Cell, field: Field): Parsed<string> {
  const text = parseText(cell)
  if ('problem' in text || text.value === null) return text
  const wanted = text.value.toLowerCase()
  const found = field.choices?.find(
    ({ value, label }) =>
      value === wanted ||
      label.de.toLowerCase() === wanted ||
      label.en.toLowerCase() === wanted ||
      value === wanted.replace(/[\s-]+/g, '_'),
  )
  return found ? { value: found.value } : { problem: 'imports.choice' }
}

const parseList = (cell: Cell): Parsed<readonly string[]> => ({
  value: cellText(cell)
    .split(/[;,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== ''),
})

/** A whole month: the date of its first day. */
export function parseMonth(cell: Cell, reading: Reading): Parsed<IsoDate> {
  const patterns = ['yyyy-mm', 'mm/yyyy', 'mm.yyyy', 'MMMM yyyy', 'yyyymm', ...reading.dates]
  const parsed = parseDate(cell, patterns, reading.zone)
  if ('problem' in parsed || parsed.value === null) return parsed
  return { value: `${parsed.value.slice(0, 8)}01` as IsoDate }
}

/** A truth value of a spreadsheet where words are wanted, and the like, are read by their text. */
const asText = (cell: Cell): Cell => (isCivil(cell) ? cellText(cell) : cell)

/** What one cell says for one field, in the form of the API; money comes whole, see `Money`. */
export function parseField(field: Field, cell: Cell, reading: Reading): Parsed<unknown> {
  switch (field.type) {
    case 'text':
    case 'longtext':
    case 'phone':
    case 'url':
      return parseText(cell)
    case 'email':
      return parseEmail(cell)
    case 'integer':
      return parseInteger(cell, reading.decimal)
    case 'decimal':
      return parseDecimal(cell, reading.decimal)
    case 'rate':
      return parseRate(cell, reading.decimal, reading.rate)
    case 'money':
      return parseMoney(cell, reading.decimal) satisfies Parsed<Money>
    case 'date':
      return parseDate(cell, reading.dates, reading.zone)
    case 'instant':
      return parseInstant(cell, reading.dates, reading.zone)
    case 'boolean':
      return parseBoolean(cell)
    case 'choice':
      return parseChoice(asText(cell), field)
    case 'reference':
      return parseText(cell)
    case 'list':
      return parseList(cell)
    default:
      return field.type satisfies never
  }
}

/** True for a cell that says nothing whatever the field. */
export const saysNothing = (cell: Cell | undefined): boolean =>
  cell === undefined || (typeof cell === 'string' && isNothing(cell))
