import type { ChannelIndex } from './channel-index.ts'
import { type Layout, layoutOf, NUMBER_NAMES } from './path-layout.ts'
import { CELL_END, endOfRecord, RECORD_END, withoutQuotes } from './quoted-record.ts'
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

type MutablePath = { -readonly [Key in keyof CountedPath]: CountedPath[Key] }

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
  const rows = rowReader(channels, isDirect, each)
  let layout: Layout | null = null
  let buffer = new Uint8Array(1 << 16)
  let length = 0

  /** Reads whole records and gives back where the unfinished one begins. */
  function readRecords(bytes: Uint8Array): number {
    let from = 0
    if (layout === null) {
      const end = bytes.indexOf(NEWLINE)
      if (end === -1) return 0
      layout = layoutOf(bytes.subarray(0, end))
      rows.start(layout)
      from = end + 1
    }
    while (from < bytes.length) {
      // no line before the one with the next quote has a quote in it
      const quote = bytes.indexOf(QUOTE, from)
      const plainEnd = bytes.lastIndexOf(NEWLINE, quote === -1 ? bytes.length - 1 : quote) + 1
      while (from < plainEnd) from = rows.read(bytes, from, layout.delimiter, NEWLINE)
      if (quote === -1) break
      const end = endOfRecord(bytes, from, layout.delimiter)
      if (end === null && bytes.length - from > RECORD_MAX) rows.refuseOpenQuote()
      if (end === null || end === bytes.length) break
      const until = bytes[end - 1] === RETURN ? end - 1 : end
      const record = withoutQuotes(bytes.subarray(from, until), layout.delimiter)
      rows.read(record, 0, CELL_END, RECORD_END)
      from = end + 1
    }
    return from
  }

  function push(bytes: Uint8Array): void {
    if (length + bytes.length > buffer.length) {
      const grown = new Uint8Array(2 * (length + bytes.length))
      grown.set(buffer.subarray(0, length))
      buffer = grown
    }
    buffer.set(bytes, length)
    length += bytes.length
    const read = readRecords(buffer.subarray(0, length))
    buffer.copyWithin(0, read, length)
    length -= read
  }

  return {
    channels,
    push,
    end() {
      push(Uint8Array.of(NEWLINE))
      if (length > 0) rows.refuseOpenQuote()
    },
    hasAges: () => layout !== null && layout.places.ages !== -1,
  }
}

/** Reads one row after the other into the same path. */
function rowReader(
  channels: ChannelIndex,
  isDirect: (channel: number) => boolean,
  each: (path: CountedPath) => void,
) {
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
  let touches = new Int32Array(64)
  let ages = new Float64Array(64)
  let line = 1
  let places: Layout['places'] = { path: 0, conversions: -1, value: -1, nulls: -1, ages: -1 }
  /** Where the cells of the row lie; a row may have fewer of them than the first line. */
  let starts = new Int32Array(0)
  let ends = new Int32Array(0)
  let cells = 0

  function start(layout: Layout): void {
    places = layout.places
    starts = new Int32Array(layout.columns)
    ends = new Int32Array(layout.columns)
  }

  /**
   * The path from `from` to the byte that ends its cell or its record; gives back where that is. One look at every
   * byte: this loop is most of the time that a large file takes.
   */
  function readPath(bytes: Uint8Array, from: number, cellEnd: number, recordEnd: number): number {
    let length = 0
    let index = from
    let byte = 0
    do {
      let first = index
      let last = index
      let hash = HASH_START
      byte = bytes[index] ?? 0
      // letters are above the arrow, so that most bytes take one comparison
      while (byte > ARROW || (byte !== ARROW && byte !== cellEnd && byte !== recordEnd)) {
        index += 1
        if (byte > BLANK) {
          hash = (Math.imul(hash, 31) + byte) | 0
          last = index
        }
        byte = bytes[index] ?? 0
      }
      while (first < last && (bytes[first] ?? 0) <= BLANK) first += 1
      if (first < last) {
        if (length === touches.length) touches = grown(touches)
        touches[length] = tokens(bytes, first, last, hash)
        length += 1
      }
      index += 1
    } while (byte === ARROW)
    path.channels = touches
    path.length = length
    return index - 1
  }

  /** Notes where cells lie from the `known`-th on, which begins at `from`; gives back where the record ends. */
  function splitCells(
    bytes: Uint8Array,
    from: number,
    known: number,
    cellEnd: number,
    recordEnd: number,
  ): number {
    let index = from
    cells = known
    for (;;) {
      const start = index
      let byte = bytes[index] ?? recordEnd
      while (byte !== cellEnd && byte !== recordEnd) {
        index += 1
        byte = bytes[index] ?? recordEnd
      }
      if (cells < starts.length) {
        starts[cells] = start
        ends[cells] = index
        cells += 1
      }
      if (byte === recordEnd) break
      index += 1
    }
    const end = cells - 1
    if (bytes[index - 1] === RETURN && ends[end] === index) ends[end] = index - 1
    return index
  }

  /** One record from `from` on; gives back where the next one begins. Empty lines are none. */
  function read(bytes: Uint8Array, from: number, cellEnd: number, recordEnd: number): number {
    line += 1
    if (bytes[from] === recordEnd) return from + 1
    if (bytes[from] === RETURN && bytes[from + 1] === recordEnd) return from + 2
    let end = from
    if (places.path === 0) {
      end = readPath(bytes, from, cellEnd, recordEnd)
      cells = 1
      if (bytes[end] === cellEnd) end = splitCells(bytes, end + 1, 1, cellEnd, recordEnd)
    } else {
      end = splitCells(bytes, from, 0, cellEnd, recordEnd)
      path.length = 0
      if (places.path < cells) readPath(bytes, starts[places.path] ?? 0, cellEnd, recordEnd)
    }
    path.conversions = numberAt(bytes, 'conversions', 1)
    path.value = numberAt(bytes, 'value', 0)
    path.nulls = numberAt(bytes, 'nulls', 0)
    if (places.ages !== -1) readAges(bytes)
    if (path.conversions === 0 && path.value !== 0) {
      throw badPathFile('value_without_conversion', { line })
    }
    each(path)
    return end + 1
  }

  /** A cell as a number: whole ones at once, all others as JavaScript reads them. Blank is 0. */
  function numberAt(bytes: Uint8Array, column: keyof typeof NUMBER_NAMES, missing: number): number {
    const place = places[column]
    if (place === -1 || place >= cells) return missing
    const from = starts[place] ?? 0
    const to = ends[place] ?? 0
    if (to - from > 15) return decimalAt(bytes, from, to, column)
    let whole = 0
    for (let index = from; index < to; index += 1) {
      const digit = (bytes[index] ?? 0) - 48
      if (digit < 0 || digit > 9) return decimalAt(bytes, from, to, column)
      whole = whole * 10 + digit
    }
    return whole
  }

  function decimalAt(
    bytes: Uint8Array,
    from: number,
    to: number,
    column: keyof typeof NUMBER_NAMES,
  ): number {
    const given = text(bytes, from, to).trim().replaceAll('"', '')
    return toNumber(given, NUMBER_NAMES[column], column !== 'value')
  }

  function toNumber(given: string, column: string, isPositive: boolean): number {
    const value = Number(given)
    if (!Number.isFinite(value) || (isPositive && value < 0)) {
      throw badPathFile('bad_number', { line, column, given: given.slice(0, 40) })
    }
    return value
  }

  function readAges(bytes: Uint8Array): void {
    const isThere = places.ages < cells
    const given = isThere ? text(bytes, starts[places.ages] ?? 0, ends[places.ages] ?? 0) : ''
    const known = given
      .split('>')
      .map((part) => part.trim())
      .filter((part) => part !== '')
    if (known.length !== path.length) {
      throw badPathFile('bad_ages', { line, touches: path.length, ages: known.length })
    }
    if (ages.length < known.length) ages = new Float64Array(2 * known.length)
    for (const [index, age] of known.entries()) ages[index] = toNumber(age, 'ages_s', true)
    path.ages = ages
  }

  function refuseOpenQuote(): never {
    throw badPathFile('open_quote', { line: line + 1 })
  }

  return { start, read, refuseOpenQuote }
}

const DECODER = new TextDecoder()
const text = (bytes: Uint8Array, from: number, to: number): string =>
  DECODER.decode(bytes.subarray(from, to))

function grown(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * numbers.length)
  larger.set(numbers)
  return larger
}
