import { Refusal } from '#kernel/refusal.ts'

export const COLUMNS_MAX = 1_000
/** A record longer than this is no row but a quote that was never closed, or no table at all. */
export const RECORD_CHARS_MAX = 1_000_000

export type CsvOptions = {
  readonly delimiter: string
  /** '' when the file quotes nothing. */
  readonly quote: string
  /** Name of the file in refusals. */
  readonly file: string
}

/** One record with its number (blank lines count) and the number of its first line. */
export type CsvRecord = { readonly row: number; readonly line: number; readonly cells: string[] }

export type CsvParser = {
  /** Records that are complete with this chunk. */
  push(text: string): CsvRecord[]
  /** What is left at the end of the file; refuses an open quote. */
  end(): CsvRecord[]
  /** Whether the file ended in a line end. */
  readonly closed: boolean
}

/**
 * RFC 4180 with the leniency of spreadsheet programs: any line end, rows of any width, a quote inside
 * an unquoted cell is an ordinary character, text behind a closing quote is appended to the cell.
 * Memory is bounded by `RECORD_CHARS_MAX`; O(n) in the size of the text.
 */
export function createCsvParser(options: CsvOptions): CsvParser {
  const { delimiter, quote, file } = options
  let rest = ''
  let row = 0
  let line = 1
  let lineEnd: '\n' | '\r' | null = null
  let closed = true
  /** Where the next quote of the text stands, -1 for none: looked for once, not per record. */
  let nextQuote = -2

  const refuse = (reason: string, detail: Record<string, string | number>): never => {
    throw new Refusal('invalid', `imports.${reason}`, { file, ...detail })
  }

  /** The record that starts at `from`, or null when the text ends before the record does. */
  function read(text: string, from: number, last: boolean, records: CsvRecord[]): number | null {
    const separator = lineEnd ?? '\n'
    const found = text.indexOf(separator, from)
    if (nextQuote !== -1 && nextQuote < from)
      nextQuote = quote === '' ? -1 : text.indexOf(quote, from)
    const isPlain = nextQuote === -1 || (found !== -1 && nextQuote > found)
    if (isPlain) {
      if (found === -1 && !last) return null
      const end = found === -1 ? text.length : found
      const content = text.slice(from, separator === '\n' && text[end - 1] === '\r' ? end - 1 : end)
      add(content.split(delimiter), records, 1)
      return found === -1 ? text.length : end + 1
    }
    return readQuoted(text, from, last, separator, records)
  }

  function readQuoted(
    text: string,
    from: number,
    last: boolean,
    separator: string,
    records: CsvRecord[],
  ): number | null {
    const cells: string[] = []
    let position = from
    let lines = 1
    let nextLine = -1
    for (;;) {
      let cell = ''
      if (text[position] === quote) {
        const end = closingQuote(text, position + 1)
        if (end === null) {
          if (last) refuse('open_quote', { row: row + 1, line, column: cells.length + 1 })
          return null
        }
        if (end === text.length - 1 && !last) return null
        cell = text.slice(position + 1, end).replaceAll(quote + quote, quote)
        for (let at = cell.indexOf('\n'); at !== -1; at = cell.indexOf('\n', at + 1)) lines++
        position = end + 1
      }
      if (nextLine < position) nextLine = indexOrEnd(text, separator, position)
      const nextCell = indexOrEnd(text, delimiter, position)
      const end = Math.min(nextLine, nextCell)
      if (end === text.length && !last) return null
      // text behind a closing quote that stands lines below: that quote closed the wrong cell
      if (lines > 1 && /[^\s]/.test(text.slice(position, end)) && cell.includes('\n'))
        refuse('open_quote', { row: row + 1, line, column: cells.length + 1 })
      const isLineEnd = nextLine <= nextCell
      const hasReturn = isLineEnd && separator === '\n' && text[end - 1] === '\r' && end > position
      cells.push(cell + text.slice(position, hasReturn ? end - 1 : end))
      position = end + 1
      if (isLineEnd) {
        add(cells, records, lines)
        return Math.min(position, text.length)
      }
    }
  }

  function closingQuote(text: string, from: number): number | null {
    for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 2)) {
      if (text[at + 1] !== quote) return at
    }
    return null
  }

  function add(cells: string[], records: CsvRecord[], lines: number) {
    row++
    if (cells.length > COLUMNS_MAX)
      refuse('too_many_columns', { row, columns: cells.length, limit: COLUMNS_MAX })
    records.push({ row, line, cells })
    line += lines
  }

  function parse(text: string, last: boolean): CsvRecord[] {
    lineEnd ??= firstLineEnd(text, last)
    const records: CsvRecord[] = []
    nextQuote = -2
    let position = 0
    while (position < text.length) {
      const next = read(text, position, last, records)
      if (next === null) break
      position = next
    }
    rest = text.slice(position)
    if (rest.length > RECORD_CHARS_MAX) refuseLong()
    return records
  }

  function refuseLong() {
    const at = { row: row + 1, line, limit: RECORD_CHARS_MAX }
    const isOpen = quote !== '' && rest.includes(quote)
    refuse(isOpen ? 'open_quote' : 'row_too_long', at)
  }

  return {
    push(text) {
      if (text === '') return []
      closed = text.endsWith('\n') || text.endsWith('\r')
      return parse(rest + text, false)
    },
    end() {
      const records = rest === '' ? [] : parse(rest, true)
      rest = ''
      return records
    },
    get closed() {
      return closed
    },
  }
}

const indexOrEnd = (text: string, part: string, from: number): number => {
  const found = text.indexOf(part, from)
  return found === -1 ? text.length : found
}

/** '\r' only for files that know no '\n' (old Macintosh); null while the text does not tell. */
function firstLineEnd(text: string, last: boolean): '\n' | '\r' | null {
  if (text.includes('\n')) return '\n'
  const at = text.indexOf('\r')
  return at !== -1 && (last || at < text.length - 1) ? '\r' : null
}
