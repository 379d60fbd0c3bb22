import {
  parseCronItems,
  type Runner,
  run,
  runMigrations,
  Logger as WorkerLogger,
} from 'graphile-worker'
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import { messageOf } from './failure.ts'
import { type Log, silentLog } from './log.ts'

const SCHEMA = 'jobs'

export type TaskContext = {
  readonly log: Log
  readonly jobId: string
  /** 1 on the first try. */
  readonly attempt: number
  /** Aborted when the program stops: long tasks look at it between two steps. */
  readonly signal: AbortSignal
}

/** Work that survives a crash. It may run twice, so it must be able to. A rejection is a retry later. */
export type Task = (payload: unknown, context: TaskContext) => Promise<void>

/**
 * When tasks run by themselves: five fields as in cron, in UTC, by the name of the task. Of several servers one
 * runs it; what was missed while none ran is not made up for, so a task looks at what is due.
 */
export type Cron = Readonly<Record<string, string>>

/** Tasks by name, `domain.verb`. */
export type TaskList = Readonly<Record<string, Task>>

export type JobsOptions = {
  readonly url: string
  readonly tasks: TaskList
  readonly cron?: Cron
  readonly log: Log
  readonly concurrency?: number
  /** Called after each run of a task. */
  readonly observe?: (task: string, result: 'done' | 'failed', seconds: number) => void
}

/** Brings the tables of the job queue (schema `jobs`) up to date. */
export async function migrateJobs(url: string, log: Log): Promise<void> {
  await withPool(url, log, 1, (pgPool) =>
    runMigrations({ pgPool, schema: SCHEMA, logger: workerLogger(silentLog), parsedCronItems: [] }),
  )
}

/** Starts the workers. `stop` lets running tasks end (they see `signal` after 5 s). */
export async function startJobs(options: JobsOptions): Promise<{ stop(): Promise<void> }> {
  const { url, tasks, cron = {}, log, concurrency = 2, observe } = options
  const pool = openPool(url, log, concurrency + 2)
  let runner: Runner
  try {
    runner = await run({
      pgPool: pool,
      schema: SCHEMA,
      concurrency,
      noHandleSignals: true,
      parsedCronItems: parseCronItems(
        Object.entries(cron).map(([task, match]) => ({ task, match, options: { maxAttempts: 1 } })),
      ),
      logger: workerLogger(log),
      taskList: Object.fromEntries(
        Object.entries(tasks).map(([name, task]) => [name, wrap(name, task, log, observe)]),
      ),
    })
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    async stop() {
      await runner.stop().catch((error) => log.warn({ err: error }, 'workers did not stop cleanly'))
      await pool.end()
    },
  }
}

export type JobOptions = {
  /** A job with the same key that waits is replaced, not doubled. */
  readonly key?: string
  /** Jobs of one queue run one after the other. */
  readonly queue?: string
  readonly runAt?: Date
  /** Default 25, with growing pauses; 1 for work that must not be tried again by itself. */
  readonly maxAttempts?: number
}

/** Adds a job in the caller's transaction: it runs if and only if that commits. */
export async function addJob<DB>(
  db: Kysely<DB>,
  task: string,
  payload: unknown,
  { key, queue, runAt, maxAttempts }: JobOptions = {},
): Promise<void> {
  await sql`
    select from jobs.add_job(
      identifier => ${task}::text,
      payload => ${JSON.stringify(payload)}::json,
      queue_name => ${queue ?? null}::text,
      run_at => ${runAt ?? null}::timestamptz,
      max_attempts => ${maxAttempts ?? null}::integer,
      job_key => ${key ?? null}::text
    )`.execute(db)
}

type WorkerHelpers = {
  readonly job: { readonly id: string; readonly attempts: number }
  readonly abortSignal: AbortSignal
}

function wrap(name: string, task: Task, log: Log, observe: JobsOptions['observe']) {
  return async (payload: unknown, helpers: WorkerHelpers): Promise<void> => {
    const { id, attempts } = helpers.job
    const child = log.child({ task: name, jobId: id })
    const start = performance.now()
    const seconds = () => (performance.now() - start) / 1000
    try {
      await task(payload, { log: child, jobId: id, attempt: attempts, signal: helpers.abortSignal })
      observe?.(name, 'done', seconds())
    } catch (error) {
      observe?.(name, 'failed', seconds())
      child.error({ err: error, attempt: attempts }, 'job failed')
      throw error
    }
  }
}

/** The worker's own lines; its chatter about every job is not worth a log line. */
function workerLogger(log: Log): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (level === 'error') log.error(message)
    else if (level === 'warning') log.warn(message)
    else log.trace(message)
  })
}

function openPool(url: string, log: Log, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max, application_name: 'regelkreis jobs' })
  const lost = (error: unknown) => log.warn({ reason: messageOf(error) }, 'job connection lost')
  pool.on('error', lost)
  pool.on('connect', (client) => {
    client.on('error', lost)
    sayWhenAway(client, 'query')
  })
  sayWhenAway(pool, 'connect')
  return pool
}

/** How a database that is away shows: sockets, shutdowns, and what the driver says of a dead connection. */
const AWAY_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  '57P01',
  '57P02',
  '08003',
  '08006',
]
const AWAY_MESSAGE = /connection (error|terminated)|unexpected postmaster exit/i
/** "cannot connect now": of this one the worker knows that it passes, and tries again. */
const AWAY = '57P03'

/**
 * The worker notes the end of a job without looking at what comes of it: with the database away that would
 * end the process. Said in the code that it retries, the note is written when the database is back.
 */
function sayWhenAway(target: object, method: 'connect' | 'query'): void {
  const original = Reflect.get(target, method)
  Reflect.set(target, method, (...args: readonly unknown[]) => {
    const result: unknown = Reflect.apply(original, target, args)
    if (!(result instanceof Promise)) return result
    return result.catch((error: unknown) => {
      throw isAway(error) ? Object.assign(error, { code: AWAY }) : error
    })
  })
}

const isAway = (error: unknown): error is Error =>
  error instanceof Error &&
  (('code' in error && AWAY_CODES.includes(String(error.code))) || AWAY_MESSAGE.test(error.message))

async function withPool(
  url: string,
  log: Log,
  max: number,
  run: (pool: pg.Pool) => Promise<unknown>,
): Promise<void> {
  const pool = openPool(url, log, max)
  try {
    await run(pool)
  } finally {
    await pool.end()
  }
}
