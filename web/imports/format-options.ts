import { DELIMITERS, ENCODINGS, type MappingFormat } from '#imports/format.ts'
import type { Column, Detection } from './import-shapes.ts'
import type { ImportTexts } from './texts.ts'

export type Option = { readonly value: string; readonly label: string }

const DELIMITER_NAMES = {
  ',': 'delimiter.comma',
  ';': 'delimiter.semicolon',
  '\t': 'delimiter.tab',
  '|': 'delimiter.pipe',
} as const

const ENCODING_NAMES = {
  'utf-8': 'encoding.utf-8',
  'utf-16le': 'encoding.utf-16le',
  'utf-16be': 'encoding.utf-16be',
  'windows-1252': 'encoding.windows-1252',
  'iso-8859-1': 'encoding.iso-8859-1',
} as const

/** Date formats worth offering; others can be typed. */
export const DATE_PATTERNS = [
  'dd.mm.yyyy',
  'yyyy-mm-dd',
  'd/m/yyyy',
  'm/d/yyyy',
  'd-m-yyyy',
  'm-d-yyyy',
  'yyyy/mm/dd',
  'd MMM yyyy',
  'MMM d, yyyy',
] as const

export const CURRENCIES = ['EUR', 'CHF', 'GBP', 'USD', 'BRL', 'DKK', 'NOK', 'PLN', 'SEK', 'CZK']

export const encodingOptions = (t: ImportTexts): Option[] =>
  ENCODINGS.map((value) => ({ value, label: t(ENCODING_NAMES[value]) }))

export const delimiterOptions = (t: ImportTexts): Option[] =>
  DELIMITERS.map((value) => ({ value, label: t(DELIMITER_NAMES[value]) }))

export const decimalOptions = (t: ImportTexts): Option[] => [
  { value: ',', label: t('decimal.comma') },
  { value: '.', label: t('decimal.point') },
]

export const sheetOptions = (detection: Detection, t: ImportTexts): Option[] =>
  detection.sheets.map(({ name, hidden }) => ({
    value: name,
    label: hidden ? t('format.sheetHidden', { name }) : name,
  }))

/** Columns that hold dates, with the format each is read in: `created (dd.mm.yyyy)`. */
export const dateColumns = (columns: readonly Column[]): readonly string[] =>
  columns.flatMap(({ header, dates }) =>
    dates && dates.formats.length > 0 ? [`${header} (${dates.formats.join(', ')})`] : [],
  )

/** The one format that all date columns share, else null. */
export function commonDateFormat(columns: readonly Column[]): string | null {
  const all = new Set(columns.flatMap(({ dates }) => dates?.formats ?? []))
  const [only] = all
  return all.size === 1 && only !== undefined ? only : null
}

export const quoteName = (quote: string, t: ImportTexts): string =>
  t(quote === '"' ? 'quote.double' : quote === "'" ? 'quote.single' : 'quote.none')

/** The text that a format choice has in an input; '' when it is as detected. */
export function chosenText(chosen: MappingFormat, id: keyof MappingFormat): string {
  const value = chosen[id]
  if (value === undefined) return ''
  return Array.isArray(value) ? value.join('; ') : String(value)
}

/** A typed list of date patterns: `d/m/yyyy; iso` -> two of them; nothing typed is undefined. */
export function datePatternsOf(text: string): string | string[] | undefined {
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (parts.length === 0) return undefined
  const [only] = parts
  return parts.length === 1 ? only : parts
}
