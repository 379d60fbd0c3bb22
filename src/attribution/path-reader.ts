import type { ChannelIndex } from './channel-index.ts'
import { CELL_END, endOfRecord, withoutQuotes } from './quoted-record.ts'
import { badPathFile } from './refusals.ts'
import type { CountedPath } from './statistics.ts'
import { HASH_START, tokenTable } from './token-table.ts'

const NEWLINE = 10
const RETURN = 13
const QUOTE = 34
const ARROW = 62
const BLANK = 32
/** Longer than any record: a quote that nobody closed. */
const RECORD_MAX = 16_000_000
const BOM = [0xef, 0xbb, 0xbf]

/** Names a column may have in the first line; `;` or `,` between them. */
const COLUMNS = {
  path: ['path'],
  conversions: ['total_conversions', 'conversions'],
  value: ['total_conversion_value', 'conversion_value', 'value'],
  nulls: ['total_null', 'null', 'nulls'],
  ages: ['ages_s'],
} as const

type Column = keyof typeof COLUMNS
type MutablePath = { -readonly [Key in keyof CountedPath]: CountedPath[Key] }
type Cell = { from: number; to: number }

export type PathReader = {
  readonly channels: ChannelIndex
  /** Reads the lines that are complete with these bytes. */
  readonly push: (bytes: Uint8Array) => void
  /** What is left at the end of the file. */
  readonly end: () => void
  /** Known after the first line. */
  readonly hasAges: () => boolean
}

/**
 * Reads a file of paths in UTF-8, `path,total_conversions,total_conversion_value,total_null[,ages_s]`, byte by
 * byte: hands every row to `each`, always in the same object. Tokens of a path lie between `>`, blanks around them are
 * trimmed, empty ones dropped. A missing column of conversions means one a row. Throws `Refusal` with the line.
 * O(bytes), memory of one chunk.
 */
export function pathReader(
  channels: ChannelIndex,
  isDirect: (channel: number) => boolean,
  each: (path: CountedPath) => void,
): PathReader {
  const tokens = tokenTable(channels)
  const path: MutablePath = {
    length: 0,
    channels: new Int32Array(64),
    ages: null,
    milestones: null,
    isDirect,
    conversions: 0,
    value: 0,
    nulls: 0,
  }
  let ids = new Int32Array(64)
  let ages = new Float64Array(64)
  let rest: Uint8Array = new Uint8Array(0)
  let line = 0
  let delimiter = 44
  let places: Readonly<Record<Column, number>> | null = null
  const cells: Cell[] = [{ from: 0, to: 0 }]

  function readHeader(text: string): void {
    delimiter = text.includes(';') ? 59 : 44
    const names = text
      .split(delimiter === 59 ? ';' : ',')
      .map((name) => name.trim().replaceAll('"', '').toLowerCase())
    const placeOf = (column: Column) => {
      const known: readonly string[] = COLUMNS[column]
      return names.findIndex((name) => known.includes(name))
    }
    places = {
      path: placeOf('path'),
      conversions: placeOf('conversions'),
      value: placeOf('value'),
      nulls: placeOf('nulls'),
      ages: placeOf('ages'),
    }
    if (places.path === -1)
      throw badPathFile('no_path_column', { columns: names.join(', ').slice(0, 200) })
  }

  /**
   * The path from `from` to its end, or to the byte that ends cells; gives back where that is. One look at every
   * byte: this loop is most of the time that a large file takes.
   */
  function readPath(bytes: Uint8Array, from: number, to: number, cellEnd: number): number {
    let length = 0
    let index = from
    for (;;) {
      let first = index
      let hash = HASH_START
      for (; index < to; index += 1) {
        const byte = bytes[index] ?? 0
        if (byte === ARROW || byte === cellEnd) break
        if (byte > BLANK) hash = ((hash << 5) - hash + byte) | 0
      }
      let last = index
      while (first < last && (bytes[first] ?? 0) <= BLANK) first += 1
      while (last > first && (bytes[last - 1] ?? 0) <= BLANK) last -= 1
      if (first < last) {
        if (length === ids.length) growIds()
        ids[length] = tokens(bytes, first, last, hash)
        length += 1
      }
      if (index >= to || bytes[index] === cellEnd) break
      index += 1
    }
    path.channels = ids
    path.length = length
    return index
  }

  function growIds(): void {
    const grown = new Int32Array(2 * ids.length)
    grown.set(ids)
    ids = grown
  }

  function readAges(bytes: Uint8Array, cell: Cell | undefined): void {
    if (!cell) return
    const parts = text(bytes, cell).split('>')
    const known = parts.map((part) => part.trim()).filter((part) => part !== '')
    if (known.length !== path.length) {
      throw badPathFile('bad_ages', { line, touches: path.length, ages: known.length })
    }
    if (ages.length < known.length) ages = new Float64Array(2 * known.length)
    for (const [index, age] of known.entries()) ages[index] = toNumber(age, 'ages_s', true)
    path.ages = ages
  }

  function toNumber(given: string, column: string, isPositive: boolean): number {
    const value = Number(given)
    if (!Number.isFinite(value) || (isPositive && value < 0)) {
      throw badPathFile('bad_number', { line, column, given: given.slice(0, 40) })
    }
    return value
  }

  /** A cell as a number: whole ones at once, all others as JavaScript reads them. Blank is 0. */
  function numberAt(bytes: Uint8Array, column: Column, missing: number): number {
    const cell = places ? cells[places[column]] : undefined
    if (!cell) return missing
    let whole = 0
    const isShort = cell.to - cell.from <= 15
    for (let index = cell.from; isShort && index < cell.to; index += 1) {
      const digit = (bytes[index] ?? 0) - 48
      if (digit < 0 || digit > 9) {
        whole = -1
        break
      }
      whole = whole * 10 + digit
    }
    if (isShort && whole >= 0) return whole
    return toNumber(
      text(bytes, cell).trim().replaceAll('"', ''),
      COLUMNS[column][0],
      column !== 'value',
    )
  }

  function readLine(bytes: Uint8Array, from: number, to: number, isQuoted: boolean): void {
    line += 1
    const until = to > from && bytes[to - 1] === RETURN ? to - 1 : to
    if (places === null) {
      const start = BOM.every((byte, index) => bytes[from + index] === byte) ? from + 3 : from
      readHeader(text(bytes, { from: start, to: until }))
      return
    }
    if (until === from) return
    if (isQuoted) {
      const plain = withoutQuotes(bytes.subarray(from, until), delimiter)
      readCells(plain, 0, plain.length, CELL_END, places)
    } else readCells(bytes, from, until, delimiter, places)
    each(path)
  }

  /** Notes where cells lie, from the `count`-th on. */
  function splitCells(bytes: Uint8Array, from: number, to: number, cellEnd: number, known: number) {
    let count = known
    let start = from
    for (let index = from; index <= to; index += 1) {
      if (index < to && bytes[index] !== cellEnd) continue
      const cell = cells[count]
      if (cell) {
        cell.from = start
        cell.to = index
      } else cells.push({ from: start, to: index })
      count += 1
      start = index + 1
    }
    cells.length = count
  }

  function readCells(
    bytes: Uint8Array,
    from: number,
    to: number,
    cellEnd: number,
    found: Readonly<Record<Column, number>>,
  ): void {
    if (found.path === 0) {
      const end = readPath(bytes, from, to, cellEnd)
      splitCells(bytes, end + 1, to, cellEnd, 1)
    } else {
      splitCells(bytes, from, to, cellEnd, 0)
      const cell = cells[found.path]
      readPath(bytes, cell?.from ?? 0, cell?.to ?? 0, cellEnd)
    }
    path.conversions = numberAt(bytes, 'conversions', 1)
    path.value = numberAt(bytes, 'value', 0)
    path.nulls = numberAt(bytes, 'nulls', 0)
    if (found.ages !== -1) readAges(bytes, cells[found.ages])
    if (path.conversions === 0 && path.value !== 0) {
      throw badPathFile('value_without_conversion', { line })
    }
  }

  /** Reads whole lines and gives back where the unfinished one begins. */
  function readLines(bytes: Uint8Array, isLast: boolean): number {
    let from = 0
    let quote = bytes.indexOf(QUOTE)
    while (from < bytes.length) {
      let to = bytes.indexOf(NEWLINE, from)
      if (to === -1) {
        if (!isLast) break
        to = bytes.length
      }
      if (quote !== -1 && quote < from) quote = bytes.indexOf(QUOTE, from)
      const isQuoted = quote !== -1 && quote < to
      const end = isQuoted ? endOfRecord(bytes, from, delimiter) : to
      if (end === null && (isLast || bytes.length > RECORD_MAX)) {
        throw badPathFile('open_quote', { line: line + 1 })
      }
      if (end === null || (end === bytes.length && !isLast)) break
      readLine(bytes, from, end, isQuoted)
      from = end + 1
    }
    return from
  }

  return {
    channels,
    push(bytes) {
      // always the plain kind of array, never node's Buffer: the loops are compiled for one kind only
      const all = joined(rest, bytes)
      const read = readLines(all, false)
      rest = all.slice(read)
    },
    end() {
      readLines(rest, true)
      rest = new Uint8Array(0)
    },
    hasAges: () => places !== null && places.ages !== -1,
  }
}

const DECODER = new TextDecoder()
const text = (bytes: Uint8Array, { from, to }: Cell): string =>
  DECODER.decode(bytes.subarray(from, to))

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}
