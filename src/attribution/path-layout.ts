import { badPathFile } from './refusals.ts'

const COMMA = 44
const SEMICOLON = 59
const BOM = '\uFEFF'

/** Names a column may have in the first line; `;` or `,` between them. */
const COLUMNS = {
  path: ['path'],
  conversions: ['total_conversions', 'conversions'],
  value: ['total_conversion_value', 'conversion_value', 'value'],
  nulls: ['total_null', 'null', 'nulls'],
  ages: ['ages_s'],
} as const

type Column = keyof typeof COLUMNS

/** What the columns of numbers are called to people. */
export const NUMBER_NAMES = {
  conversions: COLUMNS.conversions[0],
  value: COLUMNS.value[0],
  nulls: COLUMNS.nulls[0],
} as const

export type Layout = {
  /** The byte between cells. */
  readonly delimiter: number
  readonly columns: number
  /** Place of each column; -1 where there is none. */
  readonly places: Readonly<Record<Column, number>>
}

/** What the first line of a file of paths says. Refuses UTF-16 and lines without a column of paths. */
export function layoutOf(bytes: Uint8Array): Layout {
  const isUtf16 =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (isUtf16) throw badPathFile('not_utf8', { found: 'UTF-16' })
  const line = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const text = line.startsWith(BOM) ? line.slice(BOM.length) : line
  const delimiter = text.includes(';') ? SEMICOLON : COMMA
  const names = text
    .split(String.fromCharCode(delimiter))
    .map((name) => name.trim().replaceAll('"', '').toLowerCase())
  const placeOf = (column: Column) => {
    const known: readonly string[] = COLUMNS[column]
    return names.findIndex((name) => known.includes(name))
  }
  const places = {
    path: placeOf('path'),
    conversions: placeOf('conversions'),
    value: placeOf('value'),
    nulls: placeOf('nulls'),
    ages: placeOf('ages'),
  }
  if (places.path === -1) {
    throw badPathFile('no_path_column', { columns: names.join(', ').slice(0, 200) })
  }
  return { delimiter, columns: names.length, places }
}
