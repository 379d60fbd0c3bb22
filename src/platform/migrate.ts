import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { messageOf, OperatorError } from './failure.ts'
import type { Log } from './log.ts'

/** The program's own migrations: numbered files, never edited once released. */
export const MIGRATIONS_FOLDER = join(import.meta.dirname, '../../db/migrations')

const OLDEST_MAJOR = 15
/** Any number, as long as only this program uses it: two servers starting together migrate one after the other. */
const LOCK = 7_246_051

export type Migration = {
  readonly number: number
  readonly name: string
  readonly text: string
  readonly checksum: string
}

/** The migrations in a folder in order. `0001_first_tables.sql` is number 1; a gap or a double is refused. */
export function readMigrations(folder = MIGRATIONS_FOLDER): Migration[] {
  const files = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith('.sql'))
    : []
  return files.sort().map((file, index) => {
    const match = /^(\d{4})_([a-z0-9_-]+)\.sql$/.exec(file)
    const number = Number(match?.[1])
    if (!match || number !== index + 1) {
      throw new OperatorError(
        `${join(folder, file)}: migrations are numbered without gaps, expected ${String(index + 1).padStart(4, '0')}_<name>.sql`,
      )
    }
    const text = readFileSync(join(folder, file), 'utf8')
    const checksum = createHash('sha256').update(text).digest('hex')
    return { number, name: match[2] ?? '', text, checksum }
  })
}

/**
 * Brings a database to the program's state: each missing migration in a transaction of its own, under an
 * advisory lock. Returns the numbers applied. Refuses (OperatorError) a PostgreSQL older than 15, a
 * database that is newer than the program, and a released migration whose text was changed.
 */
export async function migrate(
  url: string,
  log: Log,
  folder = MIGRATIONS_FOLDER,
): Promise<number[]> {
  const migrations = readMigrations(folder)
  const client = new pg.Client({ connectionString: url, application_name: 'regelkreis migrate' })
  client.on('error', (error) => log.warn({ err: error }, 'database connection lost'))
  await connect(client)
  try {
    await refuseOldServer(client)
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query(`
      create schema if not exists platform;
      create table if not exists platform.migration (
        number     integer primary key,
        name       text not null,
        checksum   text not null,
        applied_at timestamptz not null default now()
      )`)
    const missing = await missingMigrations(client, migrations)
    for (const migration of missing) await apply(client, migration, log)
    return missing.map((migration) => migration.number)
  } finally {
    await client.end()
  }
}

async function connect(client: pg.Client): Promise<void> {
  try {
    await client.connect()
  } catch (error) {
    throw new OperatorError(`The database cannot be reached: ${messageOf(error)}`, 1, {
      cause: error,
    })
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const result = await client.query<{ server_version_num: string; server_version: string }>(
    "select current_setting('server_version_num') as server_version_num, current_setting('server_version') as server_version",
  )
  const row = result.rows[0]
  if (Number(row?.server_version_num) < OLDEST_MAJOR * 10_000) {
    throw new OperatorError(
      `DATABASE_URL leads to PostgreSQL ${row?.server_version}; Regelkreis needs ${OLDEST_MAJOR} or newer.`,
    )
  }
}

/** What is still to be applied, after checking that the database and the program tell the same story. */
async function missingMigrations(
  client: pg.Client,
  migrations: readonly Migration[],
): Promise<Migration[]> {
  const result = await client.query<{ number: number; name: string; checksum: string }>(
    'select number, name, checksum from platform.migration order by number',
  )
  const newest = result.rows.at(-1)
  if (newest && newest.number > migrations.length) {
    throw new OperatorError(
      `The database is newer than this program: it has migration ${newest.number} (${newest.name}), ` +
        `the program knows ${migrations.length}. Start the newer program, or restore a backup.`,
    )
  }
  for (const row of result.rows) {
    if (migrations[row.number - 1]?.checksum !== row.checksum) {
      throw new OperatorError(
        `Migration ${row.number} (${row.name}) was changed after it had been applied to this database. ` +
          'Released migrations are never edited: put the change into a new one.',
      )
    }
  }
  const applied = new Set(result.rows.map((row) => row.number))
  return migrations.filter((migration) => !applied.has(migration.number))
}

async function apply(client: pg.Client, migration: Migration, log: Log): Promise<void> {
  const { number, name, text, checksum } = migration
  await client.query('begin')
  try {
    await client.query(text)
    await client.query(
      'insert into platform.migration (number, name, checksum) values ($1, $2, $3)',
      [number, name, checksum],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new OperatorError(`Migration ${number} (${name}) failed: ${messageOf(error)}`, 1, {
      cause: error,
    })
  }
  log.info({ number, name }, 'migration applied')
}
