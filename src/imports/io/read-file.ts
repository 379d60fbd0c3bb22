import type { Row } from '../cell.ts'
import { fallbackDecimal } from '../detect.ts'
import type { FileProfile } from '../detection.ts'
import type { FileFormat } from '../format.ts'
import { uniqueHeader } from '../header.ts'
import { createProfiler, type Profiler } from '../profile.ts'
import { isBlankRow, isTotalRow } from '../totals.ts'
import { refusal } from './bytes.ts'
import { type ReadRowsOptions, readCsv } from './read-csv.ts'
import { readJson } from './read-json.ts'
import { openWorkbook } from './read-xlsx.ts'

export type { ReadRowsOptions } from './read-csv.ts'

/** Every row of a file as its format says, preamble and header included. */
export async function* readAllRows(
  path: string,
  format: FileFormat,
  options: ReadRowsOptions,
): AsyncGenerator<Row> {
  if (format.container === 'csv') {
    yield* readCsv(path, format, options)
    return
  }
  if (format.container === 'json') {
    yield* readJson(path, format, options)
    return
  }
  const workbook = await openWorkbook(path, options.file)
  try {
    const sheet = format.sheet ?? workbook.sheets.find(({ hidden }) => !hidden)?.name
    yield* workbook.rows(sheet ?? workbook.sheets[0]?.name ?? '', options)
  } finally {
    workbook.close()
  }
}

/** The rows of data: those below the header that are not blank; totals rows are among them. */
export async function* readRows(
  path: string,
  format: FileFormat,
  options: ReadRowsOptions,
): AsyncGenerator<Row> {
  for await (const row of readAllRows(path, format, options)) {
    if (row.row > format.headerRow && !isBlankRow(row)) yield row
  }
}

/**
 * Reads the whole file once and tells what its columns hold: only this settles whether a date column
 * is ambiguous. `columns` limits the work to the headers that a mapping uses.
 */
export async function profileFile(
  path: string,
  format: FileFormat,
  options: ReadRowsOptions & { readonly columns?: readonly string[] },
): Promise<FileProfile> {
  let profiler: Profiler | null = null
  let rows = 0
  let totals = 0
  let lastRow = 0
  for await (const row of readAllRows(path, format, options)) {
    lastRow = row.row
    if (row.row < format.headerRow) continue
    if (row.row === format.headerRow) {
      const header = uniqueHeader(row.cells)
      profiler = createProfiler(header, chosen(header, options.columns))
      continue
    }
    if (isBlankRow(row)) continue
    if (isTotalRow(row)) {
      totals++
      continue
    }
    rows++
    profiler?.add(row)
  }
  if (!profiler) throw refusal('no_header', options.file, { row: format.headerRow })
  if (rows === 0) throw refusal('header_only', options.file, { row: format.headerRow })
  return { rows, totals, lastRow, ...profiler.finish(fallbackDecimal(format)) }
}

function chosen(
  header: readonly string[],
  columns: readonly string[] | undefined,
): ReadonlySet<number> | undefined {
  if (columns === undefined) return undefined
  return new Set(columns.map((name) => header.indexOf(name)).filter((index) => index !== -1))
}
