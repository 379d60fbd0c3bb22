import type { Row } from '../cell.ts'
import { tableOfDays } from '../json-days.ts'
import { readText, refusal } from './bytes.ts'
import type { ReadRowsOptions } from './read-csv.ts'

/** Ten years of channels by day are 10 MB: what is larger is something else. */
const JSON_CHARS_MAX = 32 * 1024 ** 2

/** The rows of a report by day as JSON, its header first; refuses any other JSON. */
export async function* readJson(
  path: string,
  { gzip }: { readonly gzip: boolean },
  options: ReadRowsOptions,
): AsyncGenerator<Row> {
  const pieces: string[] = []
  let characters = 0
  for await (const piece of readText(path, { ...options, gzip, encoding: 'utf-8' })) {
    characters += piece.length
    if (characters > JSON_CHARS_MAX) throw refusal('json', options.file)
    pieces.push(piece)
  }
  const table = tableOfDays(parsed(pieces.join(''), options.file))
  if (table === null) throw refusal('json', options.file)
  yield { row: 1, cells: table.header }
  for (const [index, cells] of table.rows.entries()) yield { row: index + 2, cells }
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw refusal('file_cut', file, { part: 'json' })
  }
}
