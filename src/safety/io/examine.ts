import { existsSync } from 'node:fs'
import { access, constants, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type pg from 'pg'
import type { Clock } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import { messageOf } from '#platform/failure.ts'
import { createMailer } from '#platform/mail.ts'
import { readMigrations } from '#platform/migrate.ts'
import { OLDEST_NODE, PROGRAM_FOLDER, programVersion } from '#platform/program.ts'
import { readTls } from '#platform/tls.ts'
import { diagnose, type Finding } from '../doctor.ts'
import type { DatabaseFacts, Facts } from '../doctor-facts.ts'
import type { BackupSettings } from '../schedule.ts'
import { isSameDisk } from './backups.ts'

export type ExamineParts = {
  readonly config: Config
  readonly now: Clock
  /** The database, or why there is none. */
  readonly database: pg.Pool | { readonly problem: string }
  readonly settings: () => Promise<BackupSettings>
}

/** Examines the installation as it is now. Changes nothing; takes seconds at most. */
export async function examine(parts: ExamineParts): Promise<readonly Finding[]> {
  return diagnose(await factsOf(parts))
}

async function factsOf(parts: ExamineParts): Promise<Facts> {
  const { config, now } = parts
  const { dataFolder, backupFolder } = config
  const [database, mail] = await Promise.all([databaseFacts(parts), mailFacts(config)])
  const folder = await existing(dataFolder)
  const disk = await statfs(folder)
  return {
    now: now().getTime(),
    program: programVersion(),
    node: { version: process.version, oldest: OLDEST_NODE },
    database,
    folder: {
      path: dataFolder,
      mode: (await modeOf(dataFolder)) ?? 0o700,
      writable: await isWritable(folder),
    },
    secret: config.secret === null ? { mode: await modeOf(join(dataFolder, 'secret')) } : 'setting',
    disk: { freeBytes: disk.bavail * disk.bsize },
    backups: {
      folder: backupFolder,
      sameDisk: await isSameDisk(backupFolder, dataFolder),
      writable: await isWritable(await existing(backupFolder)),
      lastFileMissing: await isLastFileMissing(parts),
    },
    mail,
    address: { host: config.host, publicUrl: config.publicUrl, tls: config.tls !== null },
    certificate: certificateFacts(config, now()),
    web: existsSync(join(PROGRAM_FOLDER, 'web/dist/index.html')),
  }
}

/** What a command wrote may have been moved to a safe place; what the server wrote stays where it is. */
async function isLastFileMissing({ database }: ExamineParts): Promise<boolean> {
  if ('problem' in database) return false
  const { rows } = await database
    .query<{ file: string; cause: string }>(LAST_FILE)
    .catch(() => ({ rows: [] }))
  const last = rows[0]
  return last !== undefined && last.cause !== 'command' && (await modeOf(last.file)) === null
}

const LAST_FILE = `
  select file, cause from safety.backup_run where state = 'done' order by requested_at desc, id desc limit 1`

/** The folder, or the nearest one above it that is there already. */
async function existing(path: string): Promise<string> {
  if ((await modeOf(path)) !== null || path === dirname(path)) return path
  return existing(dirname(path))
}

const modeOf = async (path: string): Promise<number | null> =>
  (await stat(path).catch(() => null))?.mode ?? null

const isWritable = (path: string): Promise<boolean> =>
  access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )

async function mailFacts({ mail }: Config): Promise<Facts['mail']> {
  const mailer = createMailer(mail)
  if (mailer === null) return null
  try {
    await mailer.check()
    return { problem: null }
  } catch (error) {
    return { problem: messageOf(error) }
  }
}

function certificateFacts({ tls }: Config, now: Date): Facts['certificate'] {
  if (tls === null) return null
  try {
    return { expiresAt: readTls(tls, now).expiresAt.getTime() }
  } catch (error) {
    return { problem: messageOf(error) }
  }
}

async function databaseFacts(parts: ExamineParts): Promise<Facts['database']> {
  const { database, config, now } = parts
  if ('problem' in database) return database
  try {
    const settings = await parts.settings()
    const before = now().getTime()
    const { rows } = await database.query<Row>(FACTS, [settings.time_zone])
    const row = rows[0]
    if (!row) return { problem: 'no answer' }
    const middle = (before + now().getTime()) / 2
    return {
      version: row.version,
      embedded: config.databaseUrl === null,
      migrations: { program: readMigrations().length, database: row.migrations },
      role: {
        name: row.role,
        superuser: row.superuser,
        mayCreate: row.may_create,
        mayCreateTemporary: row.may_create_temporary,
        foreignTables: row.foreign_tables,
      },
      bytes: row.bytes,
      clockDifference: row.now - middle,
      timeZone: settings.time_zone,
      knowsTimeZone: row.knows_time_zone,
      newestEntry: row.newest_entry,
      failedJobs: row.failed_jobs,
      installedAt: row.installed_at,
      schedule: settings.backup_schedule,
      lastDone: row.last_done,
      lastFailed: row.last_failed,
    }
  } catch (error) {
    return { problem: messageOf(error) }
  }
}

type Row = {
  readonly version: string
  readonly migrations: number
  readonly role: string
  readonly superuser: boolean
  readonly may_create: boolean
  readonly may_create_temporary: boolean
  readonly foreign_tables: number
  readonly bytes: number
  readonly now: number
  readonly knows_time_zone: boolean
  readonly newest_entry: number | null
  readonly failed_jobs: number
  readonly installed_at: number
  readonly last_done: DatabaseFacts['lastDone']
  readonly last_failed: DatabaseFacts['lastFailed']
}

const millis = (instant: string) => `(extract(epoch from ${instant}) * 1000)::float8`

const FACTS = `
  select split_part(current_setting('server_version'), ' ', 1) as version,
         (select max(number) from platform.migration) as migrations,
         current_user as role,
         (select rolsuper from pg_roles where rolname = current_user) as superuser,
         has_database_privilege(current_database(), 'create') as may_create,
         has_database_privilege(current_database(), 'temporary') as may_create_temporary,
         (select count(*)::integer
            from pg_class class
            join pg_namespace namespace on namespace.oid = class.relnamespace
           where class.relkind in ('r', 'p')
             and not starts_with(namespace.nspname, 'pg_')
             and namespace.nspname not in ('information_schema', 'public')
             and not pg_has_role(class.relowner, 'usage')) as foreign_tables,
         pg_database_size(current_database())::float8 as bytes,
         ${millis('clock_timestamp()')} as now,
         exists (select from pg_timezone_names where name = $1) as knows_time_zone,
         ${millis('(select max(at) from access.audit_event)')} as newest_entry,
         (select count(*)::integer from jobs.jobs where attempts >= max_attempts) as failed_jobs,
         ${millis('(select min(applied_at) from platform.migration)')} as installed_at,
         ${millis("(select max(requested_at) from safety.backup_run where state = 'done')")} as last_done,
         ${millis(`(select max(requested_at) from safety.backup_run failed
                     where state = 'failed'
                       and not exists (select from safety.backup_run done
                                        where done.state = 'done' and done.requested_at > failed.requested_at))`)} as last_failed`
