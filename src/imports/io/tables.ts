import { sql } from 'kysely'
import { z } from 'zod'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#platform/records/binding.ts'
import type { Question } from '../column-profile.ts'
import type { Detection, FileProfile } from '../detection.ts'
import type { Mapping } from '../mapping.ts'
import type { PartCounts } from '../outcome.ts'
import type { Proposal } from '../proposal.ts'
import type { ImportState } from '../state.ts'

/** Why something was refused, as stored and shown. */
export type StoredError = {
  readonly code: string
  readonly detail: Readonly<Record<string, string | number>>
  readonly problems: readonly {
    field: string
    rule: string
    detail?: Readonly<Record<string, string | number>>
  }[]
  readonly file?: string
}

export type Progress = {
  readonly phase: 'profile' | 'rows' | 'finish' | 'undo'
  readonly file: string | null
  readonly done: number
  readonly total: number
}

export type Blocker = {
  readonly kind: string
  readonly recordId: string
  readonly title: string
  readonly reason: 'changed' | 'referenced'
  readonly by: string
  readonly at: string | null
  readonly byKind?: string
  readonly byId?: string
}

export type ImportRow = {
  readonly id: string
  readonly created_at: Date
  readonly updated_at: Date
  readonly created_by: string | null
  readonly actor_name: string
  readonly source: string
  readonly state: ImportState
  readonly run: string | null
  readonly cancel_requested: boolean
  readonly progress: Progress | null
  readonly error: StoredError | null
  readonly undo_blockers: readonly Blocker[] | null
  readonly committed_at: Date | null
  readonly undone_at: Date | null
}

export type Origin = {
  readonly source: 'preset' | 'guess' | 'saved' | 'remembered' | 'person'
  readonly id: string | null
}

export type FileCounts = {
  readonly run: 'dry_run' | 'commit'
  readonly rowsTotal: number
  readonly parts: readonly PartCounts[]
}

export type FileRow = {
  readonly id: string
  readonly import_id: string
  readonly position: number
  readonly name: string
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly included: boolean
  readonly error: StoredError | null
  readonly detection: Detection | null
  readonly header_fingerprint: string | null
  readonly source: string | null
  readonly proposals: readonly Proposal[]
  readonly mappings: readonly Mapping[]
  readonly mapping_origin: Origin | null
  readonly profile: FileProfile | null
  readonly questions: readonly Question[]
  readonly counts: FileCounts | null
}

export const storedError = (error: Refusal, file?: string): StoredError => ({
  code: error.code,
  detail: error.detail,
  problems: error.problems.map(({ field, rule, detail }) => ({
    field,
    rule,
    ...(detail ? { detail } : {}),
  })),
  ...(file === undefined ? {} : { file }),
})

const Id = z.uuid()

/** An import, or `imports.not_found`. */
export async function loadImport(db: Db, id: string): Promise<ImportRow> {
  const { rows } = await sql<ImportRow>`
    select * from imports.import where id = ${Id.safeParse(id).success ? id : null}::uuid
  `.execute(db)
  const [row] = rows
  if (!row) throw new Refusal('not_found', 'imports.not_found', { id })
  return row
}

/** Its files in their order. */
export async function loadFiles(db: Db, importId: string): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`
    select * from imports.file where import_id = ${importId}::uuid order by position, id
  `.execute(db)
  return rows
}

/** One file of an import, or `imports.file_not_found`. */
export async function loadFile(db: Db, importId: string, fileId: string): Promise<FileRow> {
  const found = (await loadFiles(db, importId)).find((file) => file.id === fileId)
  if (!found) throw new Refusal('not_found', 'imports.file_not_found', { id: fileId })
  return found
}

/** Change columns of an import; `updated_at` follows. */
export async function updateImport(
  db: Db,
  id: string,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const assignments = Object.entries(changes).map(([column, value]) =>
    isJson(value)
      ? sql`${sql.ref(column)} = ${JSON.stringify(value)}::jsonb`
      : sql`${sql.ref(column)} = ${value}`,
  )
  await sql`
    update imports.import set ${sql.join([...assignments, sql`updated_at = now()`])}
     where id = ${id}::uuid
  `.execute(db)
}

/** Change columns of a file. */
export async function updateFile(
  db: Db,
  id: string,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const assignments = Object.entries(changes).map(([column, value]) =>
    isJson(value)
      ? sql`${sql.ref(column)} = ${JSON.stringify(value)}::jsonb`
      : sql`${sql.ref(column)} = ${value}`,
  )
  await sql`update imports.file set ${sql.join(assignments)} where id = ${id}::uuid`.execute(db)
}

const isJson = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !(value instanceof Date)
