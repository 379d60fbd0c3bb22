import type { Counts } from '../outcome.ts'
import type { Imports } from './imports.ts'
import { readNotes } from './notes.ts'
import { type FileRow, loadFiles } from './tables.ts'

/** What `./regelkreis import --json` prints. */
export type ImportSummary = {
  readonly importId: string
  readonly files: readonly {
    readonly file: string
    readonly kind: string
    readonly format: unknown
    readonly rows: Omit<Counts, 'skipped'>
    readonly rejected: readonly { row: number; column: string | null; reason: string }[]
    readonly warnings: Readonly<Record<string, number>>
    readonly skipped: Readonly<Record<string, number>>
    readonly created: Readonly<Record<string, number>>
  }[]
}

async function rejectedOf(imports: Imports, file: FileRow, part: number, language: 'de' | 'en') {
  const { db } = imports.options
  const rejected: { row: number; column: string | null; reason: string }[] = []
  let cursor: number | undefined
  do {
    const page = await readNotes(db, file.id, { outcome: 'rejected', part, limit: 1_000, cursor })
    for (const { row_number: row, problems } of page.items) {
      for (const { column, rule, detail } of problems) {
        rejected.push({ row, column, reason: imports.ruleText(rule, detail)[language] })
      }
    }
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return rejected
}

/** What an import came to, one element per file and kind. */
export async function importSummary(
  imports: Imports,
  importId: string,
  language: 'de' | 'en',
): Promise<ImportSummary> {
  const files: ImportSummary['files'][number][] = []
  for (const file of await loadFiles(imports.options.db, importId)) {
    for (const part of file.counts?.parts ?? []) {
      const { read, new: made, changed, same, rejected } = part.counts
      files.push({
        file: file.name,
        kind: part.kind,
        format: { ...file.detection?.format, ...file.mappings[part.part]?.format },
        rows: { read, new: made, changed, same, rejected },
        rejected: await rejectedOf(imports, file, part.part, language),
        warnings: part.warnings,
        skipped: part.skipped,
        created: part.created,
      })
    }
  }
  return { importId, files }
}
