import { mkdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Kysely } from 'kysely'
import type pg from 'pg'
import { messageOf } from '#platform/failure.ts'
import { addJob, type TaskList } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import { newId } from '#platform/random.ts'
import { type BackupProblem, isBackupProblem } from '../problems.ts'
import { idsToKeep } from '../retention.ts'
import { type BackupSettings, isDue, nextTry } from '../schedule.ts'
import type { BackupOverview, BackupRun } from '../schema.ts'
import { isBackup, writeBackupFile } from './backup-file.ts'
import { BrokenBackup } from './frames.ts'
import { thisProgram } from './program.ts'
import {
  type Actor,
  asRun,
  failDeadRuns,
  failRun,
  finishRun,
  installedAt,
  lastRestore,
  lastRun,
  newestRuns,
  noteProgress,
  noteRemoval,
  type RunRow,
  requestRun,
  runsWithFiles,
  type WriteAudit,
} from './runs.ts'

export type BackupsParts = {
  readonly db: Kysely<unknown>
  readonly pool: pg.Pool
  readonly log: Log
  readonly now: () => Date
  /** Where scheduled backups go; made when the first is written. */
  readonly folder: string
  readonly dataFolder: string
  readonly secret: { readonly value: string; readonly kept: boolean }
  readonly settings: () => Promise<BackupSettings>
  readonly audit: WriteAudit
}

/** Who the audit trail names for what the schedule does. */
const SCHEDULE: Actor = { userId: null, name: 'Zeitplan' }

const SHOWN_RUNS = 30
const PROGRESS_MS = 1_000

export type Backups = ReturnType<typeof createBackups>

/** The backups that the server makes: on request and by the schedule, with their retention. */
export function createBackups(parts: BackupsParts) {
  const { db, now } = parts

  /** Queues a backup. Throws `safety.backup_under_way` when one waits or runs. */
  const request = async (cause: 'schedule' | 'person', actor: Actor): Promise<string> => {
    const id = newId()
    await failDeadRuns(db, now())
    await db.transaction().execute(async (tx) => {
      await requestRun(tx, { id, cause, actor, now: now() })
      await addJob(tx, 'safety.backup', { id }, { maxAttempts: 1 })
    })
    return id
  }

  const dueFacts = async () => {
    const own = ['schedule', 'person'] as const
    const [done, tried, since] = [
      await lastRun(db, ['done'], own),
      await lastRun(db, ['done', 'failed'], own),
      await installedAt(db),
    ]
    return {
      now: now().getTime(),
      installedAt: since.getTime(),
      lastDone: done?.requested_at.getTime() ?? null,
      lastTried: tried?.requested_at.getTime() ?? null,
    }
  }

  /** Looks whether the schedule wants a backup, and queues it. Many may look; one queues. */
  const lookAtSchedule = async (): Promise<void> => {
    await failDeadRuns(db, now())
    if (await lastRun(db, ['waiting', 'running'])) return
    if (!isDue(await parts.settings(), await dueFacts())) return
    await request('schedule', SCHEDULE)
  }

  const overview = async (): Promise<BackupOverview> => {
    const settings = await parts.settings()
    const [done, failed, running, restored] = [
      await lastRun(db, ['done']),
      await lastRun(db, ['failed']),
      await lastRun(db, ['waiting', 'running']),
      await lastRestore(db),
    ]
    const next = nextTry(settings, await dueFacts())
    const isLater = failed && (!done || failed.requested_at > done.requested_at)
    return {
      folder: parts.folder,
      sameDisk: await isSameDisk(parts.folder, parts.dataFolder),
      schedule: settings.backup_schedule,
      nextAt: next === null ? null : new Date(next).toISOString(),
      lastDone: done && (await shown(done)),
      lastFailed: failed && isLater ? await shown(failed) : null,
      running: running && (await shown(running)),
      runs: await Promise.all((await newestRuns(db, SHOWN_RUNS)).map(shown)),
      restored: restored && {
        at: restored.at.toISOString(),
        createdAt: restored.created_at.toISOString(),
        program: restored.program,
      },
    }
  }

  return {
    request,
    lookAtSchedule,
    overview,
    /** Has the schedule looked at as soon as jobs run: what was missed while nothing ran is made up for. */
    start: () => addJob(db, 'safety.look', {}, { key: 'safety.look', maxAttempts: 1 }),
    /** What the server does by itself: `safety.look` every minute, from its start on. */
    tasks: {
      'safety.look': lookAtSchedule,
      'safety.backup': (payload, { signal }) =>
        makeBackup(parts, (payload as { id: string }).id, signal),
    } satisfies TaskList,
    cron: { 'safety.look': '* * * * *' },
  }
}

/** Does a queued backup: the file, the note of it, then the retention. A failure is noted, not tried again at once. */
async function makeBackup(parts: BackupsParts, id: string, signal: AbortSignal): Promise<void> {
  const { db, log, now } = parts
  await asRun(db, id, now(), async (run) => {
    const actor = { userId: null, name: run.actor_name }
    try {
      const file = join(parts.folder, fileNameOf(now()))
      await mkdir(parts.folder, { recursive: true, mode: 0o700 })
      const written = await writeBackupFile(file, {
        ...{ pool: parts.pool, secret: parts.secret, signal },
        now: now(),
        program: thisProgram(),
        onProgress: throttled((progress) => noteProgress(db, id, progress)),
      })
      await finishRun(db, parts.audit, id, { file, written, actor, ended: now() })
      log.info({ file, bytes: written.bytes }, 'backup written')
    } catch (error) {
      log.error({ err: error }, 'backup failed')
      await failRun(db, id, problemOf(error, signal), now())
      return
    }
    await retain(parts)
  })
}

/** `regelkreis-2026-03-02T013000Z.backup`: in UTC, so that names sort and no hour comes twice. */
const fileNameOf = (now: Date): string =>
  `regelkreis-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z.backup`

/** At most one note a second; a later one replaces it. */
function throttled(note: (progress: { done: number; total: number }) => Promise<void>) {
  let last = Number.NEGATIVE_INFINITY
  return ({ done, total }: { done: number; total: number }) => {
    if (performance.now() - last < PROGRESS_MS) return
    last = performance.now()
    // Progress is a courtesy: a backup does not fail because it could not be told.
    note({ done, total }).catch(() => undefined)
  }
}

function problemOf(error: unknown, signal: AbortSignal): NonNullable<RunRow['problem']> {
  const message = messageOf(error)
  if (signal.aborted) return { code: 'interrupted', message: '' }
  const cause = error instanceof Error && error.cause ? error.cause : error
  const code = cause instanceof BrokenBackup ? 'unreadable' : (cause as { code?: unknown }).code
  return { code: isBackupProblem(code) ? code : ('other' satisfies BackupProblem), message }
}

/**
 * Removes the files that the retention does not keep: only those that a run of this instance wrote into the
 * present folder, and only when they still are backups.
 */
async function retain(parts: BackupsParts): Promise<void> {
  const { db, folder, log, now } = parts
  const settings = await parts.settings()
  const runs = (await runsWithFiles(db)).filter(
    ({ file }) => file !== null && dirname(file) === folder && isPresent(file),
  )
  const keep = idsToKeep(
    runs.map(({ id, requested_at }) => ({ id, at: requested_at.getTime() })),
    {
      daily: settings.backup_keep_daily,
      weekly: settings.backup_keep_weekly,
      monthly: settings.backup_keep_monthly,
    },
    settings.time_zone,
  )
  for (const run of runs) {
    if (keep.has(run.id) || run.file === null) continue
    try {
      await rm(run.file)
      await noteRemoval(db, parts.audit, run, { actor: SCHEDULE, now: now() })
    } catch (error) {
      log.warn({ err: error, file: run.file }, 'an old backup could not be removed')
    }
  }
}

function isPresent(file: string): boolean {
  try {
    return isBackup(file)
  } catch {
    return false
  }
}

async function shown(run: RunRow): Promise<BackupRun> {
  const present = run.file !== null && run.removed_at === null && isPresent(run.file)
  const fileState = run.removed_at ? 'removed' : present ? 'present' : 'missing'
  return {
    id: run.id,
    cause: run.cause,
    actorName: run.actor_name,
    state: run.state,
    requestedAt: run.requested_at.toISOString(),
    endedAt: run.ended_at?.toISOString() ?? null,
    file: run.file,
    fileState: run.file === null ? null : fileState,
    bytes: run.bytes,
    rows: run.row_count,
    progress: run.progress,
    problem: run.problem,
  }
}

/** Do both lie on one disk? A folder that is not there yet comes where its parent is. */
export async function isSameDisk(first: string, second: string): Promise<boolean> {
  const device = async (path: string): Promise<number | null> => {
    const found = await stat(path).catch(() => null)
    if (found) return found.dev
    return path === dirname(path) ? null : device(dirname(path))
  }
  return (await device(first)) === (await device(second))
}
