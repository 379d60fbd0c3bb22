import { addDays, type IsoDate, isIsoDate, type Period } from '#kernel/period.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Cell, cellText, isBlank, isCivil, type Row } from './cell.ts'
import { createCsvParser } from './csv.ts'
import { readWritten } from './dates.ts'
import type { Evidence, Guess } from './detection.ts'
import { DELIMITERS, type Delimiter } from './format.ts'
import { parseNumber } from './numbers.ts'

const ROWS_LOOKED_AT = 200

const evidence = (rule: string, detail: Evidence['detail'] = {}): Evidence => ({ rule, detail })

/** The rows of a sample under one delimiter; a record that the sample cuts is left out. */
export function sampleRows(text: string, delimiter: string, quote: string, file: string): Row[] {
  const parser = createCsvParser({ delimiter, quote, file })
  return parser.push(text)
}

type Score = { readonly delimiter: Delimiter; readonly score: number; readonly columns: number }

function scoreOf(delimiter: Delimiter, text: string, quote: string, file: string): Score {
  const rows = rowsOrWidth(text, delimiter, quote, file)
  if (typeof rows === 'number') return { delimiter, score: Math.log2(rows), columns: rows }
  const widths = new Map<number, number>()
  for (const { cells } of rows.slice(0, ROWS_LOOKED_AT)) {
    if (cells.length > 1) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1)
  }
  const [columns, count] = [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0]
  const looked = Math.min(rows.length, ROWS_LOOKED_AT)
  const score = looked === 0 ? 0 : (count / looked) * Math.log2(columns)
  return { delimiter, score, columns }
}

/** A wrong delimiter may look like an open quote: no rows. Too many columns are a score all the same. */
function rowsOrWidth(text: string, delimiter: string, quote: string, file: string): Row[] | number {
  try {
    return sampleRows(text, delimiter, quote, file)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return error.code === 'imports.too_many_columns' ? Number(error.detail.columns) : []
  }
}

/** The delimiter that cuts most rows into the same number of columns; `sep=;` says it outright. */
export function guessDelimiter(text: string, quote: string, file: string): Guess<Delimiter> {
  const said = /^sep=(.)\r?\n/i.exec(text)?.[1] as Delimiter | undefined
  if (said && DELIMITERS.includes(said)) {
    return { value: said, sure: true, evidence: evidence('imports.sep_line'), candidates: [said] }
  }
  const scores = DELIMITERS.map((delimiter) => scoreOf(delimiter, text, quote, file)).sort(
    (a, b) => b.score - a.score,
  )
  const [best, second] = scores
  const value = best && best.score > 0 ? best.delimiter : ','
  return {
    value,
    sure: best !== undefined && best.score > 0 && best.score > (second?.score ?? 0) * 1.5,
    evidence: evidence('imports.same_columns', { columns: best?.columns ?? 1 }),
    candidates: scores.map((score) => score.delimiter),
  }
}

/** `"` unless cells are plainly wrapped in `'`. */
export function guessQuote(text: string): Guess<'"' | "'" | ''> {
  const doubles = text.match(/(?:^|[,;\t|\n])"/g)?.length ?? 0
  const singles = text.match(/(?:^|[,;\t|\n])'[^'\n]*'(?=[,;\t|\r\n])/g)?.length ?? 0
  const value = singles > 3 && singles > doubles * 10 ? "'" : '"'
  return {
    value,
    sure: true,
    evidence: evidence('imports.quoted_cells', { cells: value === '"' ? doubles : singles }),
    candidates: ['"', "'", ''],
  }
}

const filledCount = (row: Row): number =>
  row.cells.reduce<number>((count, cell) => count + (isBlank(cell) ? 0 : 1), 0)

const isWord = (cell: Cell): boolean => {
  if (typeof cell !== 'string') return false
  if (isBlank(cell)) return false
  return 'problem' in parseNumber(cell, '.') && 'problem' in parseNumber(cell, ',')
}

/** True for the metadata line of a DATEV file. */
export const isDatevRow = (row: Row | undefined): boolean =>
  row !== undefined && /^(?:EXTF|DTVF)$/.test(cellText(row.cells[0] ?? '').trim())

/**
 * The row that names the columns: the first one nearly as full as the fullest, so that title,
 * period and comment lines above it are passed over.
 */
export function guessHeaderRow(rows: readonly Row[]): Guess<number> {
  const [first] = rows
  if (isDatevRow(first) && first) {
    const value = first.row + 1
    return { value, sure: true, evidence: evidence('imports.datev_line'), candidates: [value] }
  }
  const usable = rows.slice(0, ROWS_LOOKED_AT).filter((row) => !isComment(row))
  const fullest = usable.reduce((most, row) => Math.max(most, filledCount(row)), 0)
  const found = usable.find((row) => filledCount(row) >= Math.max(1, fullest * 0.6))
  const value = found?.row ?? 1
  const words = (found?.cells ?? []).filter((cell) => isWord(cell)).length
  return {
    value,
    sure: words >= (found ? filledCount(found) : 1) * 0.7,
    evidence: evidence('imports.first_full_row', { row: value, columns: fullest }),
    candidates: usable.slice(0, 10).map((row) => row.row),
  }
}

const isComment = (row: Row): boolean => {
  const text = cellText(row.cells[0] ?? '').trim()
  return text.startsWith('# ') || text === '#' || /^sep=.$/i.test(text)
}

const PATTERNS = [
  'MMM d, yyyy',
  'd. MMMM yyyy',
  'd MMM yyyy',
  'dd.mm.yyyy',
  'm/d/yyyy',
  'iso',
  'yyyymmdd',
]
const DAY = String.raw`((?:[A-Za-zä]{3,9}\.? \d{1,2}, \d{4})|(?:\d{1,2}\.? [A-Za-zä]{3,9}\.? \d{4})|(?:\d{1,2}\.\d{1,2}\.\d{4})|(?:\d{1,2}/\d{1,2}/\d{4})|(?:\d{4}-\d{2}-\d{2})|(?:20\d{6}))`
const RANGE = new RegExp(String.raw`${DAY}\s*(?:-|–|to|bis)\s*${DAY}`)
const START = new RegExp(
  String.raw`(?:Start(?:datum)?|Report Start|Start date|Startdatum des Berichts)[^:]*:\s*${DAY}`,
  'i',
)
const END = new RegExp(
  String.raw`(?:End(?:e|datum)?|Report End|End date|Enddatum des Berichts)[^:]*:\s*${DAY}`,
  'i',
)

function dayOfText(text: string | undefined): IsoDate | null {
  if (text === undefined) return null
  for (const pattern of PATTERNS) {
    const day = readWritten(text.trim(), pattern)?.day
    if (day && isIsoDate(day)) return day
  }
  return null
}

/** The period a report names above its header (`August 8, 2020 - August 14, 2020`), last day included there. */
export function periodOf(preamble: readonly (readonly string[])[]): Period | null {
  const datev = preamble[0]
  if (datev && /^(?:EXTF|DTVF)$/.test(datev[0] ?? ''))
    return toPeriod(dayOfText(datev[14]), dayOfText(datev[15]))
  const lines = preamble.map((cells) => cells.join(', ').replace(/\u00a0/g, ' '))
  for (const line of lines) {
    const match = RANGE.exec(line)
    const found = match && toPeriod(dayOfText(match[1]), dayOfText(match[2]))
    if (found) return found
  }
  const all = lines.join('\n')
  return toPeriod(dayOfText(START.exec(all)?.[1]), dayOfText(END.exec(all)?.[1]))
}

const toPeriod = (first: IsoDate | null, last: IsoDate | null): Period | null =>
  first && last && first <= last ? { from: first, until: addDays(last, 1) } : null

/** Text of the rows above the header, without blank ones. */
export const preambleOf = (rows: readonly Row[], headerRow: number): string[][] =>
  rows
    .filter((row) => row.row < headerRow && filledCount(row) > 0)
    .map((row) => row.cells.map((cell) => (isCivil(cell) ? cell.civil : cellText(cell))))
