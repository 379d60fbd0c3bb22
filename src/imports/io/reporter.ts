import { type Kysely, sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { AnyTables } from '#platform/records/binding.ts'
import type { NoteProblem } from './run-context.ts'
import { type Progress, updateImport } from './tables.ts'
import type { RowResult } from './write-batch.ts'

/** Rejected rows can be had back as a file: so many are kept. */
export const REJECTED_MAX = 100_000
const WARNED_PER_RULE_MAX = 1_000
const SAMPLE_MAX = 50
const WRITE_EVERY = 500
const TELL_EVERY_MS = 400

type Note = {
  readonly file_id: string
  readonly part: number
  readonly row_number: number
  readonly outcome: string
  readonly problems: readonly NoteProblem[]
  readonly cells: readonly string[]
  readonly record_id: string | null
  readonly changes: readonly unknown[]
}

/** Chooses which rows of a run are worth keeping. */
function chooser(keepIds: boolean) {
  const kept = new Map<string, number>()
  const take = (key: string, max: number): boolean => {
    const count = kept.get(key) ?? 0
    if (count >= max) return false
    kept.set(key, count + 1)
    return true
  }
  return (fileId: string, part: number, result: RowResult): Note | null => {
    const { draft, outcome, problems } = result
    const at = `${fileId} ${part}`
    const wanted =
      outcome === 'rejected'
        ? take(`${at} rejected`, REJECTED_MAX)
        : problems.some(({ rule }) => take(`${at} ${rule}`, WARNED_PER_RULE_MAX)) ||
          take(`${at} ${outcome}`, SAMPLE_MAX)
    if (!wanted) return null
    return {
      file_id: fileId,
      part,
      row_number: draft.row,
      outcome,
      problems,
      cells: draft.cells,
      record_id: keepIds && outcome !== 'rejected' ? result.recordId : null,
      changes: result.changes,
    }
  }
}

async function writeNotes(db: Kysely<AnyTables>, notes: readonly Note[]): Promise<void> {
  if (notes.length === 0) return
  await sql`
    insert into imports.row_note (file_id, part, row_number, outcome, problems, cells, record_id, changes)
    select file_id, part, row_number, outcome, problems, cells, record_id, changes
      from jsonb_populate_recordset(null::imports.row_note, ${withoutNul(JSON.stringify(notes))}::jsonb)
  `.execute(db)
}

/** PostgreSQL stores every sign but this one. */
const withoutNul = (json: string): string => json.replaceAll('\\u0000', '')

export type Reporter = {
  note(fileId: string, part: number, results: readonly RowResult[]): Promise<void>
  /** Tells how far the run is, now and then; throws `imports.cancelled` when somebody wants it to stop. */
  progress(progress: Progress): Promise<void>
  /** Writes what is left. */
  flush(): Promise<void>
}

export type ReporterOptions = {
  readonly importId: string
  readonly keepIds: boolean
  readonly signal: AbortSignal
  readonly tick: () => number
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/**
 * Tells about a run while its transaction is open, on a connection of its own: the notes of a dry run
 * stay although its rows are taken back.
 */
export function createReporter(
  db: Kysely<AnyTables>,
  { importId, keepIds, signal, tick, onProgress }: ReporterOptions,
): Reporter {
  const choose = chooser(keepIds)
  let waiting: Note[] = []
  let told = 0
  const flush = async () => {
    const notes = waiting
    waiting = []
    await writeNotes(db, notes)
  }
  return {
    flush,
    async note(fileId, part, results) {
      for (const result of results) {
        const note = choose(fileId, part, result)
        if (note) waiting.push(note)
      }
      if (waiting.length >= WRITE_EVERY) await flush()
    },
    async progress(progress) {
      if (signal.aborted) throw new Refusal('conflict', 'imports.cancelled')
      onProgress?.(progress)
      if (tick() - told < TELL_EVERY_MS) return
      told = tick()
      await updateImport(db, importId, { progress })
      const { rows } = await sql<{ cancel_requested: boolean }>`
        select cancel_requested from imports.import where id = ${importId}::uuid
      `.execute(db)
      if (rows[0]?.cancel_requested) throw new Refusal('conflict', 'imports.cancelled')
    },
  }
}
