import type { Readable } from 'node:stream'
import { writeCsv } from '#platform/spreadsheet.ts'
import type { RecordPage } from './records.ts'

const cell = (value: unknown, unit: string): unknown =>
  unit === 'money' && typeof value === 'number' ? value / 100 : value

async function* rowsOf(pages: readonly RecordPage[], rest: AsyncIterator<RecordPage>) {
  const follow = { [Symbol.asyncIterator]: () => rest }
  for (const page of pages) yield* cellsOf(page)
  for await (const page of follow) yield* cellsOf(page)
}

const cellsOf = (page: RecordPage): unknown[][] =>
  page.rows.map((row) => [
    row.id,
    row.label,
    ...page.columns.map(({ id, unit }) => cell(row[id], unit)),
  ])

/** A CSV file of records, in the reader's language; the columns are those of the first page. */
export async function recordsCsv(
  pages: AsyncIterable<RecordPage>,
  language: 'de' | 'en',
): Promise<Readable> {
  const rest = pages[Symbol.asyncIterator]()
  const first = await rest.next()
  const read = first.done ? [] : [first.value]
  const names = ['id', 'label', ...(read[0]?.columns.map(({ name }) => name[language]) ?? [])]
  return writeCsv(
    names.map((header) => ({ header })),
    rowsOf(read, rest),
    language === 'de' ? {} : { delimiter: ',' },
  )
}
