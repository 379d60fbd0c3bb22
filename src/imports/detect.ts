import { Refusal } from '#kernel/refusal.ts'
import type { Row } from './cell.ts'
import type { ColumnProfile } from './column-profile.ts'
import { datevHeader } from './datev.ts'
import type { Detection, Guess, Sheet } from './detection.ts'
import type { FileFormat, MappingFormat } from './format.ts'
import { settle } from './format.ts'
import { uniqueHeader } from './header.ts'
import { guessHeaderRow, periodOf, preambleOf } from './layout.ts'
import type { Decimal } from './numbers.ts'
import { createProfiler, decimalOfColumns } from './profile.ts'
import { isBlankRow, isTotalRow } from './totals.ts'

export const SAMPLE_ROWS = 50

export type DetectInput = {
  readonly file: string
  /** Container, encoding, delimiter and quote are settled; the rest is found here. */
  readonly format: FileFormat
  readonly guesses: Pick<Detection['guesses'], 'encoding' | 'delimiter' | 'quote' | 'sheet'>
  readonly sheets: readonly Sheet[]
  /** The first rows of the file, preamble and header included. */
  readonly rows: readonly Row[]
  readonly complete: boolean
  readonly hints: MappingFormat
}

/** Finds header, period, columns and open questions in the first rows of a file. Pure. */
export function detect(input: DetectInput): Detection {
  const { file, rows, hints } = input
  const headerRow = given(hints.headerRow) ?? guessHeaderRow(rows)
  const headerCells = rows.find((row) => row.row === headerRow.value)?.cells ?? []
  const header = uniqueHeader(headerCells)
  if (header.length === 0)
    throw new Refusal('invalid', 'imports.no_header', { file, row: headerRow.value })
  const data = rows.filter((row) => row.row > headerRow.value && !isBlankRow(row))
  if (data.length === 0 && input.complete)
    throw new Refusal('invalid', 'imports.header_only', { file, row: headerRow.value })
  const profiler = createProfiler(header)
  const plain = data.filter((row) => !isTotalRow(row))
  for (const row of plain) profiler.add(row)
  const fallback = fallbackDecimal(input.format)
  const { columns, questions } = profiler.finish(fallback)
  const decimal = given(hints.decimal) ?? guessDecimal(columns, fallback)
  const preamble = preambleOf(rows, headerRow.value)
  const currency = given(hints.currency) ?? datevCurrency(preamble) ?? guessCurrency(columns)
  const detected: FileFormat = {
    ...input.format,
    headerRow: headerRow.value,
    decimal: decimal.value,
    currency: currency.value,
  }
  return {
    file,
    format: settle(detected, hints),
    guesses: { ...input.guesses, headerRow, decimal, currency },
    sheets: input.sheets,
    preamble,
    period: periodOf(preamble),
    header,
    columns,
    sample: data.slice(0, SAMPLE_ROWS),
    totals: data.length - plain.length,
    sampledRows: data.length,
    complete: input.complete,
    questions,
  }
}

const given = <T>(value: T | undefined): Guess<T> | null =>
  value === undefined
    ? null
    : { value, sure: true, evidence: { rule: 'imports.given', detail: {} }, candidates: [value] }

/** What a comma means where no value tells: German files cut cells by `;`. */
export const fallbackDecimal = (format: FileFormat): Decimal =>
  format.container === 'csv' && format.delimiter === ';' ? ',' : '.'

function guessDecimal(columns: readonly ColumnProfile[], fallback: Decimal): Guess<Decimal> {
  const proven = decimalOfColumns(columns)
  const count = columns.filter((column) => column.decimal === proven).length
  return {
    value: proven ?? fallback,
    sure: proven !== null,
    evidence:
      proven === null
        ? { rule: 'imports.no_decimals', detail: {} }
        : { rule: 'imports.decimal_columns', detail: { columns: count } },
    candidates: ['.', ','],
  }
}

function datevCurrency(preamble: readonly (readonly string[])[]): Guess<string | null> | null {
  const currency = datevHeader(preamble)?.currency
  if (!currency) return null
  const evidence = { rule: 'imports.currency_datev', detail: { currencies: currency } }
  return { value: currency, sure: true, evidence, candidates: [currency] }
}

const CURRENCY_HEADER = /(?:^|[ _])(?:currency(?: code)?|währung|waehrung|wkz umsatz)$/i

/** The one currency that signs, headers or a currency column name; none where they differ. */
function guessCurrency(columns: readonly ColumnProfile[]): Guess<string | null> {
  const named = columns
    .filter((column) => CURRENCY_HEADER.test(column.header))
    .flatMap((column) => (column.distinct ?? []).map(({ value }) => value))
    .filter((value) => /^[A-Z]{3}$/.test(value))
  const signs = columns.map((column) => column.currency).filter((code) => code !== null)
  const codes = [...new Set(named.length > 0 ? named : signs)]
  const rule =
    named.length > 0
      ? 'imports.currency_column'
      : signs.length > 0
        ? 'imports.currency_sign'
        : 'imports.no_currency'
  return {
    value: codes.length === 1 ? (codes[0] ?? null) : null,
    sure: codes.length === 1,
    evidence: { rule, detail: codes.length > 0 ? { currencies: codes.join(', ') } : {} },
    candidates: codes,
  }
}
