import { type Cents, cents } from '#kernel/money.ts'
import { type Cell, isCivil, numberText } from './cell.ts'

export type Decimal = '.' | ','

/** A value, or the rule it breaks. `null` is an empty cell. `note` is a rule worth a warning. */
export type Parsed<T> =
  | { readonly value: T | null; readonly note?: string }
  | { readonly problem: string }

/** A number as written: exact decimal text (`-1117100`, `0.000012`), percent sign, currency sign. */
export type NumberText = {
  readonly exact: string
  readonly percent: boolean
  /** ISO 4217 code of the sign beside it, null if there was none. */
  readonly currency: string | null
}

/** Cells that say "no value" in exports of number columns. */
const NOTHING = new Set([
  '',
  '-',
  '--',
  '–',
  '—',
  'na',
  'n/a',
  '#n/a',
  '#nv',
  'nan',
  'null',
  'none',
  'k. a.',
  'k.a.',
  '(leer)',
])

export const isNothing = (text: string): boolean => NOTHING.has(text.trim().toLowerCase())

/** Signs and codes before or behind an amount; a bare `$` may be any dollar and is taken for US dollars. */
const SIGNS: readonly (readonly [string, string])[] = [
  ['US$', 'USD'],
  ['R$', 'BRL'],
  ['A$', 'AUD'],
  ['C$', 'CAD'],
  ['Fr.', 'CHF'],
  ['€', 'EUR'],
  ['$', 'USD'],
  ['£', 'GBP'],
  ['¥', 'JPY'],
  ['₹', 'INR'],
]

/** Suffixes that multiply, by the zeros they stand for. */
const SUFFIXES: Readonly<Record<string, number>> = {
  k: 3,
  tsd: 3,
  'tsd.': 3,
  m: 6,
  mio: 6,
  'mio.': 6,
  b: 9,
  mrd: 9,
  'mrd.': 9,
}

const SHAPE: Readonly<Record<Decimal, RegExp>> = {
  '.': /^(?:\d+|\d{1,3}(?:[, '’]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})?(?:\.\d*)?$/,
  ',': /^(?:\d+|\d{1,3}(?:[. '’]\d{3})+)?(?:,\d*)?$/,
}
const SCIENTIFIC = /^(\d+)(?:[.,](\d+))?[eE]([+-]?\d{1,2})$/
const CENSORED = /^[<>]\s*[\d.,]+\s*%?$/
const SPACES = /[\u00a0\u202f\u2009]/g

/** The body of a number without signs as exact decimal text, or null if it has another shape. */
function plainNumber(body: string, decimal: Decimal): string | null {
  if (body === '' || !/\d/.test(body)) return null
  const scientific = SCIENTIFIC.exec(body)
  if (scientific) {
    const [, whole = '', fraction = '', exponent = '0'] = scientific
    return shift(`${whole}.${fraction}`, Number(exponent))
  }
  if (!SHAPE[decimal].test(body)) return null
  const [whole = '', fraction = ''] = body.split(decimal)
  return shift(`${whole.replace(/[^\d]/g, '')}.${fraction}`, 0)
}

/** `text` (digits and one point) times ten to the `zeros`, without leading or trailing zeros. */
function shift(text: string, zeros: number): string {
  const [whole = '', fraction = ''] = text.split('.')
  const digits = whole + fraction
  const point = whole.length + zeros
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0')
  const at = Math.max(point, 1)
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '')
  const right = padded.slice(at).replace(/0+$/, '')
  return right === '' ? left : `${left}.${right}`
}

type Stripped = { body: string; negative: boolean; percent: boolean; currency: string | null }

/** Takes sign, parentheses, percent and currency off a number, in any order. */
function strip(text: string): Stripped {
  let body = text
  let negative = false
  let percent = false
  let currency: string | null = null
  const parentheses = /^\((.*)\)$/.exec(body)
  if (parentheses) {
    negative = true
    body = (parentheses[1] ?? '').trim()
  }
  for (let before = ''; before !== body; ) {
    before = body
    if (/^[-−]/.test(body)) [negative, body] = [!negative, body.slice(1).trim()]
    else if (/^\+/.test(body)) body = body.slice(1).trim()
    else if (/\d\s*[-−]$/.test(body)) [negative, body] = [!negative, body.slice(0, -1).trim()]
    else if (body.endsWith('%')) [percent, body] = [true, body.slice(0, -1).trim()]
    else if (currency === null) [currency, body] = takeCurrency(body)
  }
  return { body, negative, percent, currency }
}

function takeCurrency(text: string): [string | null, string] {
  for (const [sign, code] of SIGNS) {
    if (text.startsWith(sign)) return [code, text.slice(sign.length).trim()]
    if (text.endsWith(sign)) return [code, text.slice(0, -sign.length).trim()]
  }
  const front = /^([A-Z]{3})\s*(?=[-+(\d.,])/.exec(text)
  if (front) return [front[1] ?? null, text.slice(front[0].length)]
  const back = /(?<=[\d.,)])\s*([A-Z]{3})$/.exec(text)
  return back ? [back[1] ?? null, text.slice(0, -back[0].length)] : [null, text]
}

/**
 * Reads a number as people and programs write it: `1.234,56 €`, `$1,117.10K`, `(12.00)`, `12,00-`,
 * `< 10%`. `decimal` says what a comma is; a text of the other shape breaks `imports.number`.
 * `null` for "no value"; a censored value (`< 10%`) is no value either and carries a note.
 */
export function parseNumber(cell: Cell, decimal: Decimal): Parsed<NumberText> {
  if (typeof cell === 'number') {
    if (!Number.isFinite(cell)) return { problem: 'imports.number' }
    return { value: { exact: numberText(cell), percent: false, currency: null } }
  }
  if (typeof cell !== 'string') return { problem: 'imports.number' }
  if (/^\d+$/.test(cell)) return { value: number(shift(cell, 0), false, false, null) }
  const text = cell.replace(SPACES, ' ').trim()
  if (isNothing(text)) return { value: null }
  if (CENSORED.test(text)) return { value: null, note: 'imports.censored' }
  const { body, negative, percent, currency } = strip(text)
  const suffix = /^(.*\d.*?)\s*(k|m|b|tsd\.?|mio\.?|mrd\.?)$/i.exec(body)
  const zeros = suffix ? (SUFFIXES[(suffix[2] ?? '').toLowerCase()] ?? 0) : 0
  const plain = plainNumber(suffix ? (suffix[1] ?? '').trim() : body, decimal)
  if (plain === null) return { problem: 'imports.number' }
  return { value: number(shift(pointed(plain), zeros), negative, percent, currency) }
}

const pointed = (text: string): string => (text.includes('.') ? text : `${text}.`)

const number = (
  digits: string,
  negative: boolean,
  percent: boolean,
  currency: string | null,
): NumberText => ({ exact: negative && digits !== '0' ? `-${digits}` : digits, percent, currency })

const map = <T, U>(parsed: Parsed<T>, change: (value: T) => Parsed<U>): Parsed<U> => {
  if ('problem' in parsed) return parsed
  if (parsed.value !== null) return change(parsed.value)
  return parsed.note ? { value: null, note: parsed.note } : { value: null }
}

/** Exact decimal text as a whole number of `10^-places`, half away from zero. */
export function scaled(exact: string, places: number): bigint {
  const negative = exact.startsWith('-')
  const [whole = '0', fraction = ''] = exact.replace('-', '').split('.')
  const kept = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'))
  const rounded = (fraction[places] ?? '0') >= '5' ? kept + 1n : kept
  return negative ? -rounded : rounded
}

/** The inverse of `scaled`: 1234567n with 6 places is `1.234567`. */
export function unscaled(value: bigint, places: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0')
  const text = shift(`${digits.slice(0, digits.length - places)}.${digits.slice(-places)}`, 0)
  return value < 0n ? `-${text}` : text
}

/** Places that exact amounts keep, as the table column `numeric(18,6)` does. */
export const EXACT_PLACES = 6

export type Money = {
  /** Cents, half away from zero. */
  readonly cents: Cents
  /** The amount to six decimal places, half away from zero. */
  readonly exact: string
  /** The amount with every place that the file has. */
  readonly written: string
  readonly currency: string | null
}

/** An amount of money in units (euros, not cents) of the file. */
export const parseMoney = (cell: Cell, decimal: Decimal): Parsed<Money> =>
  map(parseNumber(cell, decimal), (read): Parsed<Money> => {
    if (read.percent) return { problem: 'imports.number' }
    const amount = Number(scaled(read.exact, 2))
    if (!Number.isSafeInteger(amount)) return { problem: 'imports.number_too_large' }
    const exact = unscaled(scaled(read.exact, EXACT_PLACES), EXACT_PLACES)
    return { value: { cents: cents(amount), exact, written: read.exact, currency: read.currency } }
  })

/** A number, as exactly as a double can hold it; a percent sign divides by 100. */
export const parseDecimal = (cell: Cell, decimal: Decimal): Parsed<number> =>
  map(parseNumber(cell, decimal), ({ exact, percent }) => ({
    value: Number(percent ? shiftSigned(exact, -2) : exact),
  }))

/** A whole number; `12,0` is one, `12,5` breaks `imports.integer`. */
export const parseInteger = (cell: Cell, decimal: Decimal): Parsed<number> =>
  map(parseNumber(cell, decimal), ({ exact, percent }): Parsed<number> => {
    const value = Number(exact)
    if (percent || exact.includes('.')) return { problem: 'imports.integer' }
    return Number.isSafeInteger(value) ? { value } : { problem: 'imports.number_too_large' }
  })

/**
 * A rate as a fraction: `19 %` is 0.19. Without a percent sign `unit` decides: the column holds
 * percents (19) or fractions (0.19).
 */
export const parseRate = (
  cell: Cell,
  decimal: Decimal,
  unit: 'percent' | 'fraction',
): Parsed<number> =>
  map(parseNumber(cell, decimal), ({ exact, percent }) => ({
    value: Number(percent || unit === 'percent' ? shiftSigned(exact, -2) : exact),
  }))

const shiftSigned = (exact: string, zeros: number): string =>
  exact.startsWith('-') ? `-${shift(pointed(exact.slice(1)), zeros)}` : shift(pointed(exact), zeros)

const TRUE = new Set(['true', 'wahr', 'ja', 'j', 'yes', 'y', '1', 'x', 'on', 'aktiv', 'active'])
const FALSE = new Set(['false', 'falsch', 'nein', 'n', 'no', '0', 'off', 'inaktiv', 'inactive'])

/** Yes or no, in German or English, as digits or as a spreadsheet's truth value. */
export function parseBoolean(cell: Cell): Parsed<boolean> {
  if (typeof cell === 'boolean') return { value: cell }
  if (isCivil(cell)) return { problem: 'imports.boolean' }
  const text = String(cell).trim().toLowerCase()
  if (TRUE.has(text)) return { value: true }
  if (FALSE.has(text)) return { value: false }
  return isNothing(text) ? { value: null } : { problem: 'imports.boolean' }
}

/** What a text says about the decimal mark of its column; 'either' fits both with different values. */
export function decimalOf(text: string): Decimal | 'either' | 'none' | null {
  if (isNothing(text) || CENSORED.test(text.trim())) return null
  const dot = parseNumber(text, '.')
  const comma = parseNumber(text, ',')
  if ('problem' in dot) return 'problem' in comma ? null : ','
  if ('problem' in comma) return '.'
  return dot.value?.exact === comma.value?.exact ? 'none' : 'either'
}
