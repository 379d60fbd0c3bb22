import { type Kysely, type QueryExecutorProvider, sql, type Transaction } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import { rowsOf } from '../backup-header.ts'
import type { BackupProblem } from '../problems.ts'
import type { RUN_CAUSES, RUN_STATES } from '../schema.ts'
import type { WrittenBackup } from './write-backup.ts'

// biome-ignore lint/suspicious/noExplicitAny: the audit trail is written by another domain's function
type AnyTransaction = Transaction<any>

export type Actor = { readonly userId: string | null; readonly name: string }

/** Appends to the audit trail in the caller's transaction; handed over by main. */
export type WriteAudit = (
  tx: AnyTransaction,
  context: { readonly actor: Actor; readonly requestId?: string | null },
  entries: readonly {
    readonly action: string
    readonly kind: string
    readonly recordId: string
    readonly before: Record<string, unknown> | null
    readonly after: Record<string, unknown> | null
  }[],
) => Promise<void>

export type RunRow = {
  readonly id: string
  readonly cause: (typeof RUN_CAUSES)[number]
  readonly actor_name: string
  readonly state: (typeof RUN_STATES)[number]
  readonly requested_at: Date
  readonly started_at: Date | null
  readonly ended_at: Date | null
  readonly file: string | null
  readonly bytes: number | null
  readonly row_count: number | null
  readonly progress: { readonly done: number; readonly total: number } | null
  readonly problem: { readonly code: BackupProblem; readonly message: string } | null
  readonly removed_at: Date | null
}

const COLUMNS =
  sql.raw(`id, cause, actor_name, state, requested_at, started_at, ended_at, file, bytes, row_count,
  progress, problem, removed_at`)

const UNIQUE_VIOLATION = '23505'

/** A run that waits to be done. Throws `safety.backup_under_way` when there is one already. */
export async function requestRun(
  db: QueryExecutorProvider,
  { id, cause, actor, now }: { id: string; cause: 'schedule' | 'person'; actor: Actor; now: Date },
): Promise<void> {
  try {
    await sql`
      insert into safety.backup_run (id, cause, actor_name, state, requested_at)
      values (${id}, ${cause}, ${actor.name}, 'waiting', ${now})
    `.execute(db)
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error
    throw new Refusal('conflict', 'safety.backup_under_way')
  }
}

const lockOf = (id: string) => sql`7246052, hashtext(${id}::text)`

/**
 * Does `work` as the run with this id, which nobody else does meanwhile; a run whose process dies can be told by
 * its lock. Null when the run does not wait any more (its job is tried again).
 */
export async function asRun<T>(
  db: Kysely<unknown>,
  id: string,
  now: Date,
  work: (run: RunRow) => Promise<T>,
): Promise<T | null> {
  return db.connection().execute(async (aside) => {
    await sql`select pg_advisory_lock(${lockOf(id)})`.execute(aside)
    try {
      const { rows } = await sql<RunRow>`
        update safety.backup_run set state = 'running', started_at = ${now}
         where id = ${id} and state = 'waiting' returning ${COLUMNS}
      `.execute(aside)
      return rows[0] ? await work(rows[0]) : null
    } finally {
      await sql`select pg_advisory_unlock(${lockOf(id)})`.execute(aside)
    }
  })
}

/** Runs whose process died, said to have failed. Call it when no run of this process is under way. */
export async function failDeadRuns(db: Kysely<unknown>, now: Date): Promise<void> {
  await sql`
    update safety.backup_run
       set state = 'failed', ended_at = ${now}, progress = null,
           problem = '{"code": "interrupted", "message": ""}'
     where case when state = 'running' then pg_try_advisory_xact_lock(7246052, hashtext(id::text))
                when state = 'waiting' then requested_at < ${now}::timestamptz - interval '1 hour'
                else false end
  `.execute(db)
}

export async function noteProgress(
  db: QueryExecutorProvider,
  id: string,
  progress: { readonly done: number; readonly total: number },
): Promise<void> {
  await sql`
    update safety.backup_run set progress = ${JSON.stringify(progress)}::jsonb where id = ${id}
  `.execute(db)
}

export type DoneBackup = {
  readonly file: string
  readonly written: WrittenBackup
  readonly actor: Actor
  readonly ended: Date
}

/** What the audit trail keeps of a backup. */
const trailOf = ({ file, written: { header, bytes, sha256 } }: DoneBackup) => ({
  file,
  bytes,
  rows: rowsOf(header),
  sha256,
})

/** The run has succeeded: its file is there and was read back. */
export const finishRun = (
  db: Kysely<unknown>,
  audit: WriteAudit,
  id: string,
  done: DoneBackup,
): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const { file, bytes, rows, sha256 } = trailOf(done)
    await sql`
      update safety.backup_run
         set state = 'done', ended_at = ${done.ended}, progress = null, file = ${file},
             bytes = ${bytes}, row_count = ${rows}, sha256 = ${sha256}
       where id = ${id}
    `.execute(tx)
    await audit(tx, { actor: done.actor }, [backupEntry(id, done)])
  })

const backupEntry = (id: string, done: DoneBackup) => ({
  action: 'backup',
  kind: 'backup',
  recordId: id,
  before: null,
  after: trailOf(done),
})

/** A backup that the command line made: nobody asked for it in advance, it is only noted. */
export const noteCommandBackup = (
  db: Kysely<unknown>,
  audit: WriteAudit,
  id: string,
  done: DoneBackup & { readonly started: Date },
): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const { file, bytes, rows, sha256 } = trailOf(done)
    await sql`
      insert into safety.backup_run (id, cause, actor_name, state, requested_at, started_at, ended_at,
                                     file, bytes, row_count, sha256)
      values (${id}, 'command', ${done.actor.name}, 'done', ${done.started}, ${done.started}, ${done.ended},
              ${file}, ${bytes}, ${rows}, ${sha256})
    `.execute(tx)
    await audit(tx, { actor: done.actor }, [backupEntry(id, done)])
  })

export async function failRun(
  db: QueryExecutorProvider,
  id: string,
  problem: NonNullable<RunRow['problem']>,
  ended: Date,
): Promise<void> {
  await sql`
    update safety.backup_run
       set state = 'failed', ended_at = ${ended}, progress = null, problem = ${JSON.stringify(problem)}::jsonb
     where id = ${id}
  `.execute(db)
}

/** The retention has removed the file of a run. */
export const noteRemoval = (
  db: Kysely<unknown>,
  audit: WriteAudit,
  { id, file }: Pick<RunRow, 'id' | 'file'>,
  { actor, now }: { readonly actor: Actor; readonly now: Date },
): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await sql`update safety.backup_run set removed_at = ${now} where id = ${id}`.execute(tx)
    const entry = { action: 'delete', kind: 'backup', recordId: id, before: { file }, after: null }
    await audit(tx, { actor }, [entry])
  })

/** The newest runs first. */
export async function newestRuns(db: QueryExecutorProvider, limit: number): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`
    select ${COLUMNS} from safety.backup_run order by requested_at desc, id desc limit ${limit}
  `.execute(db)
  return rows
}

/** The last run that came to this state, whatever lies between. */
export async function lastRun(
  db: QueryExecutorProvider,
  states: readonly RunRow['state'][],
  causes: readonly RunRow['cause'][] = ['schedule', 'person', 'command'],
): Promise<RunRow | null> {
  const { rows } = await sql<RunRow>`
    select ${COLUMNS} from safety.backup_run
     where state = any(${states}::text[]) and cause = any(${causes}::text[])
     order by requested_at desc, id desc limit 1
  `.execute(db)
  return rows[0] ?? null
}

/** Files of the program in its folder that the retention may look at: none that a command wrote where it was told. */
export async function runsWithFiles(db: QueryExecutorProvider): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`
    select ${COLUMNS} from safety.backup_run
     where state = 'done' and cause <> 'command' and removed_at is null
  `.execute(db)
  return rows
}

/** When the tables of this instance were made. */
export async function installedAt(db: QueryExecutorProvider): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select min(applied_at) as at from platform.migration
  `.execute(db)
  return rows[0]?.at ?? new Date(0)
}

export async function lastRestore(
  db: QueryExecutorProvider,
): Promise<{ at: Date; program: string; created_at: Date } | null> {
  const { rows } = await sql<{ at: Date; program: string; created_at: Date }>`
    select at, program, created_at from safety.restored order by id desc limit 1
  `.execute(db)
  return rows[0] ?? null
}
