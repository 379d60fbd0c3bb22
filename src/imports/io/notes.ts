import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Db } from '#platform/records/binding.ts'
import { writeCsv } from '#platform/spreadsheet.ts'
import type { NoteProblem } from './run-context.ts'
import type { FileRow } from './tables.ts'
import type { RuleText } from './view.ts'

export type NoteRow = {
  readonly id: number
  readonly part: number
  readonly row_number: number
  readonly outcome: string
  readonly problems: readonly NoteProblem[]
  readonly cells: readonly string[]
  readonly record_id: string | null
  readonly changes: readonly { field: string; before: unknown; after: unknown }[]
}

export type NoteQuery = {
  /** `warned`: imported, with a warning. */
  readonly outcome?: string | undefined
  readonly part?: number | undefined
  readonly rule?: string | undefined
  readonly limit: number
  readonly cursor?: number | undefined
}

/** Kept rows of a file's last run, in the order of the file. */
export async function readNotes(db: Db, fileId: string, query: NoteQuery) {
  const { outcome, part, rule, limit, cursor } = query
  const conditions = [sql`file_id = ${fileId}::uuid`]
  if (outcome === 'warned') conditions.push(sql`outcome <> 'rejected' and problems <> '[]'`)
  else if (outcome) conditions.push(sql`outcome = ${outcome}`)
  if (part !== undefined) conditions.push(sql`part = ${part}`)
  if (rule) conditions.push(sql`problems @> ${JSON.stringify([{ rule }])}::jsonb`)
  const where = sql.join(conditions, sql` and `)
  const after = cursor === undefined ? sql`` : sql` and id > ${cursor}`
  const { rows } = await sql<NoteRow>`
    select id, part, row_number, outcome, problems, cells, record_id, changes
      from imports.row_note where ${where}${after} order by id limit ${limit + 1}
  `.execute(db)
  const counted = await sql<{ count: number }>`
    select count(*) as count from imports.row_note where ${where}
  `.execute(db)
  const items = rows.slice(0, limit)
  return {
    items,
    next: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
    count: counted.rows[0]?.count ?? 0,
  }
}

/** One sentence per broken rule: `Kosten: Pflichtfeld ist leer.` */
export function reasonOf(
  problems: readonly NoteProblem[],
  textOf: RuleText,
  language: 'de' | 'en',
): string {
  return problems
    .map(({ column, field, rule, detail }) => {
      const where = column ?? field
      const text = textOf(rule, detail)[language]
      return where ? `${where}: ${text}` : text
    })
    .join(' ')
}

const REJECTED_PAGE = 1_000

/** Rejected rows in the order of the file. A row that two parts reject is one row to mend. */
async function* rejectedRows(db: Db, file: FileRow, textOf: RuleText, language: 'de' | 'en') {
  const width = file.detection?.header.length ?? 0
  for (let after = 0; ; ) {
    const { rows } = await sql<Pick<NoteRow, 'row_number' | 'cells'> & { all: NoteProblem[][] }>`
      select row_number, jsonb_agg(cells order by part) -> 0 as cells,
             jsonb_agg(problems order by part) as "all"
        from imports.row_note
       where file_id = ${file.id}::uuid and outcome = 'rejected' and row_number > ${after}
       group by row_number order by row_number limit ${REJECTED_PAGE}
    `.execute(db)
    for (const { cells, all } of rows) {
      const row = Array.from({ length: width }, (_, index) => cells[index] ?? '')
      yield [...row, reasonOf(all.flat(), textOf, language)]
    }
    const last = rows.at(-1)
    if (!last || rows.length < REJECTED_PAGE) return
    after = last.row_number
  }
}

/** The rejected rows under the file's own header with the reason last: to be mended and imported again. */
export function rejectedCsv(
  db: Db,
  file: FileRow,
  textOf: RuleText,
  language: 'de' | 'en',
): Readable {
  const header = [...(file.detection?.header ?? []), language === 'de' ? 'Grund' : 'Reason']
  return writeCsv(
    header.map((name) => ({ header: name })),
    rejectedRows(db, file, textOf, language),
  )
}
