import type { Row } from '../cell.ts'
import { createCsvParser } from '../csv.ts'
import type { FileFormat } from '../format.ts'
import { isBlankRow, isTotalRow } from '../totals.ts'
import { readText, refusal } from './bytes.ts'

export type ReadRowsOptions = {
  /** Name of the file in refusals. */
  readonly file: string
  readonly signal?: AbortSignal | undefined
  /** Told how many more bytes of the file on disk have been read. */
  readonly onBytes?: ((bytes: number) => void) | undefined
}

/** Every row of a CSV file, preamble, header and blank rows included. */
export async function* readCsv(
  path: string,
  format: FileFormat,
  options: ReadRowsOptions,
): AsyncGenerator<Row> {
  const { delimiter, quote, encoding, gzip, headerRow } = format
  const parser = createCsvParser({ delimiter, quote, file: options.file })
  const width = { header: 0, least: Number.POSITIVE_INFINITY }
  let held: Row | null = null
  for await (const text of readText(path, { ...options, encoding, gzip })) {
    for (const record of parser.push(text)) {
      if (held) {
        measure(held, headerRow, width)
        yield held
      }
      held = record
    }
  }
  for (const record of parser.end()) {
    if (held) {
      measure(held, headerRow, width)
      yield held
    }
    held = record
  }
  if (!held) return
  const isShort = held.cells.length < Math.min(width.header, width.least)
  if (isShort && held.row > headerRow && !parser.closed && !isTotalRow(held))
    throw refusal('file_cut', options.file, {
      row: held.row,
      columns: held.cells.length,
      expected: width.header,
    })
  yield held
}

function measure(row: Row, headerRow: number, width: { header: number; least: number }) {
  if (row.row === headerRow) width.header = row.cells.length
  if (row.row > headerRow && !isBlankRow(row) && !isTotalRow(row))
    width.least = Math.min(width.least, row.cells.length)
}
