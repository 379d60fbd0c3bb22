import { type Kysely, sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import { messageOf } from '#platform/failure.ts'
import type { Log } from '#platform/log.ts'
import type { AnyTables, Db } from '#platform/records/binding.ts'
import {
  type ImportState,
  modeOf,
  RUNNING,
  type RunMode,
  STARTS,
  stateAfterStop,
} from '../state.ts'
import { type RunOptions, runImport } from './run.ts'
import { loadImport, storedError, updateImport } from './tables.ts'
import { type UndoDependencies, undoImport } from './undo.ts'

/** Who starts a run; an import's records are written in the name of who commits it. */
export type Starter = { readonly userId: string | null; readonly name: string }

const wrongState = (id: string, mode: RunMode, state: ImportState) =>
  new Refusal('conflict', 'imports.wrong_state', { id, run: mode, state })

/** Two people who press the button at once: one statement decides. Returns the run's id. */
export async function claimRun(
  db: Db,
  newId: () => string,
  importId: string,
  mode: RunMode,
  starter: Starter,
): Promise<string> {
  const { from, during } = STARTS[mode]
  const run = newId()
  const { rows } = await sql<{ id: string }>`
    update imports.import
       set state = ${during}, run = ${run}::uuid, cancel_requested = false, progress = null, error = null,
           undo_blockers = null, created_by = ${starter.userId}::uuid, actor_name = ${starter.name},
           updated_at = now()
     where id = ${importId}::uuid and state = any(${[...from]}::text[])
    returning id
  `.execute(db)
  if (rows.length > 0) return run
  throw wrongState(importId, mode, (await loadImport(db, importId)).state)
}

/** Held while a run is alive, by the connection that tells about it: gone with the process. */
const lockKey = (importId: string) => sql`hashtextextended(${importId}, 7)`

async function fail(
  aside: Db,
  importId: string,
  mode: RunMode,
  error: unknown,
  log: Log,
): Promise<void> {
  const refusal = error instanceof Refusal ? error : null
  if (!refusal) log.error({ err: error, importId }, 'an import failed')
  const cancelled = refusal?.code === 'imports.cancelled'
  const questions = refusal?.code === 'imports.questions_open'
  const state = questions ? 'uploaded' : stateAfterStop(mode, cancelled ? 'cancelled' : 'failed')
  const file = refusal && typeof refusal.detail.file === 'string' ? refusal.detail.file : undefined
  await updateImport(aside, importId, {
    state,
    progress: null,
    error: refusal
      ? storedError(refusal, file)
      : {
          code: 'imports.failed',
          detail: { message: messageOf(error).slice(0, 500) },
          problems: [],
        },
  })
}

/**
 * Does a claimed run to its end and leaves the import in the state it came to. Returns false when the run
 * is not this one any more (a job that is tried again). Refusals are stored; other errors are thrown too.
 */
export async function executeRun(
  dependencies: UndoDependencies & { readonly log: Log },
  importId: string,
  run: string,
  options: RunOptions,
): Promise<boolean> {
  return dependencies.db.connection().execute(async (aside: Kysely<AnyTables>) => {
    await sql`select pg_advisory_lock(${lockKey(importId)})`.execute(aside)
    try {
      const row = await loadImport(aside, importId)
      const mode = modeOf(row.state)
      if (row.run !== run || mode === null) return false
      try {
        if (mode === 'undo') await undoImport(dependencies, aside, importId, options)
        else await runImport(dependencies, aside, importId, mode, options)
      } catch (thrown) {
        // Whatever broke first when somebody stopped the run, it was stopped.
        const stopped = options.signal.aborted && !(thrown instanceof Refusal)
        const error = stopped ? new Refusal('conflict', 'imports.cancelled') : thrown
        await fail(aside, importId, mode, error, dependencies.log)
        if (!(error instanceof Refusal)) throw error
      }
      return true
    } finally {
      await sql`select pg_advisory_unlock(${lockKey(importId)})`.execute(aside)
    }
  })
}

/** Ask a run to stop; it does so between two batches. */
export async function cancelRun(db: Db, importId: string): Promise<void> {
  const row = await loadImport(db, importId)
  if (row.state !== 'dry_running' && row.state !== 'committing') {
    throw new Refusal('conflict', 'imports.wrong_state', {
      id: importId,
      run: 'cancel',
      state: row.state,
    })
  }
  await sql`
    update imports.import set cancel_requested = true
     where id = ${importId}::uuid and state = any(${['dry_running', 'committing']}::text[])
  `.execute(db)
}

const WAIT_FOR_BACKENDS_MS = 10_000

/**
 * After a start: imports whose run died with its process. Its transaction died with it, so nothing of it
 * was written, unless the commit itself had got through: then the state says so already. Runs of another
 * living process (the command line) hold their lock and are left alone.
 */
export async function recoverRuns(db: Db, log: Log): Promise<string[]> {
  const { rows } = await sql<{ id: string; state: ImportState }>`
    select id, state from imports.import where state = any(${[...RUNNING]}::text[])
  `.execute(db)
  const recovered: string[] = []
  for (const { id, state } of rows) {
    const mode = modeOf(state)
    if (mode === null || !(await isDead(db, id))) continue
    const { rows: changed } = await sql<{ id: string }>`
      update imports.import
         set state = ${stateAfterStop(mode, 'interrupted')}, progress = null, run = null,
             error = ${JSON.stringify({ code: 'imports.interrupted', detail: { run: mode }, problems: [] })}::jsonb,
             updated_at = now()
       where id = ${id}::uuid and state = ${state} returning id
    `.execute(db)
    if (changed.length === 0) continue
    recovered.push(id)
    log.warn({ importId: id, run: mode }, 'an import was interrupted: nothing of it was written')
  }
  return recovered
}

/** The database may need a moment to notice that the process at the other end is gone. */
async function isDead(db: Db, importId: string): Promise<boolean> {
  return db.connection().execute(async (connection: Db) => {
    for (let waited = 0; ; waited += 250) {
      const { rows } = await sql<{ free: boolean }>`
        select pg_try_advisory_lock(${lockKey(importId)}) as free
      `.execute(connection)
      if (rows[0]?.free) {
        await sql`select pg_advisory_unlock(${lockKey(importId)})`.execute(connection)
        return true
      }
      if (waited >= WAIT_FOR_BACKENDS_MS) return false
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  })
}
