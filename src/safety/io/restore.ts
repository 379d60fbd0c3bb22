import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { assert } from '#kernel/assert.ts'
import { OperatorError } from '#platform/failure.ts'
import type { Log } from '#platform/log.ts'
import { type BackupHeader, rowsOf } from '../backup-header.ts'
import { isBackedUp } from '../extent.ts'
import { type CatalogueTable, cachesOf, columnList, tablesOf } from './catalogue.ts'
import { type BackupReader, readBackup, type TableData } from './read-backup.ts'
import { putAside } from './schema-parts.ts'
import { TEXT_FORM } from './snapshot.ts'
import { type BackupProgress, linesIn } from './write-backup.ts'

export type RestoreParts = {
  readonly url: string
  readonly log: Log
  readonly path: string
  /** Keeps the secret of the backup; called when all data are in and before they are committed. */
  readonly keepSecret: (secret: string | null, header: BackupHeader) => void
  readonly onProgress?: (progress: BackupProgress) => void
}

/**
 * Fills an empty instance from a backup that was verified before, in one transaction: all of it or nothing.
 * Throws OperatorError when the instance is in use or has data, BrokenBackup when the file is no longer
 * what was verified.
 */
export async function restoreBackup(parts: RestoreParts): Promise<BackupHeader> {
  const client = new pg.Client({
    connectionString: parts.url,
    application_name: 'regelkreis restore',
  })
  client.on('error', (error) => parts.log.warn({ err: error }, 'database connection lost'))
  await client.connect()
  try {
    await refuseInUse(client)
    return await readBackup(parts.path, (backup) => restoreInto(client, backup, parts))
  } finally {
    await client.end()
  }
}

async function restoreInto(
  client: pg.Client,
  backup: BackupReader,
  parts: RestoreParts,
): Promise<BackupHeader> {
  const { header } = backup
  await client.query('begin')
  try {
    await client.query(TEXT_FORM)
    const tables = await tablesOf(client)
    assert(
      JSON.stringify(tables.map(shapeOf)) === JSON.stringify(header.tables.map(shapeOf)),
      'the same migrations make the same tables',
    )
    // What was computed from the rows so far holds for the new ones no more: triggers do not see them come.
    const all = [...tables, ...(await cachesOf(client))].map(({ quoted }) => quoted).join(', ')
    await client.query(`lock table ${all} in access exclusive mode`)
    await refuseData(client)
    const aside = await putAside(client)
    await client.query(`truncate ${all}`)
    await fillTables(client, tables, backup, parts)
    await setSequences(client, header)
    await aside.putBack()
    await client.query(
      'insert into safety.restored (program, created_at, row_count) values ($1, $2, $3)',
      [header.program, header.created_at, rowsOf(header)],
    )
    parts.keepSecret(backup.secret, header)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
  // The planner knows nothing of the new rows; without this the first screens are slow.
  await client.query('analyze')
  return header
}

const shapeOf = ({ name, columns }: { name: string; columns: readonly string[] }) => [name, columns]

/** Only these may be filled before a restore: the set-up link of a start that nobody has used. */
const MAY_BE_FILLED = ['access.setup_link']

/**
 * Refuses an instance with data: rows that no migration wrote. A migration's rows have the transaction
 * number of its entry in the list of migrations.
 */
export async function refuseData(client: pg.ClientBase): Promise<void> {
  const found: string[] = []
  for (const { name, quoted } of await tablesOf(client)) {
    if (MAY_BE_FILLED.includes(name)) continue
    const { rowCount } = await client.query(
      `select from ${quoted} where xmin not in (select xmin from platform.migration) limit 1`,
    )
    if (rowCount) found.push(name)
  }
  if (found.length === 0) return
  const shown = found.slice(0, 5).join(', ') + (found.length > 5 ? ', ...' : '')
  throw new OperatorError(
    `This instance has data already (${shown}). A backup is restored into an empty instance only: ` +
      'set REGELKREIS_DATA to a new folder, or DATABASE_URL to a new database.',
  )
}

const IN_USE_ATTEMPTS = 20

/**
 * Refuses a database that a server works on: it would go on with what it remembers. Connections that were
 * just closed take a moment to go.
 */
async function refuseInUse(client: pg.ClientBase): Promise<void> {
  for (let attempt = 0; attempt < IN_USE_ATTEMPTS; attempt += 1) {
    const { rowCount } = await client.query(`
      select from pg_stat_activity
       where datname = current_database()
         and pid <> pg_backend_pid()
         and application_name in ('regelkreis', 'regelkreis jobs')`)
    if (rowCount === 0) return
    await sleep(100)
  }
  throw new OperatorError(
    'A Regelkreis server works on this database. Stop it (Ctrl-C), restore, and start it again.',
  )
}

async function fillTables(
  client: pg.Client,
  tables: readonly CatalogueTable[],
  backup: BackupReader,
  { onProgress }: RestoreParts,
): Promise<void> {
  const total = rowsOf(backup.header)
  let done = 0
  for await (const { name, data } of backup.tables) {
    const table = tables.find((candidate) => candidate.name === name)
    assert(table !== undefined, `${name} is a table`)
    const start = done
    done += await fill(client, table, data, (rows) =>
      onProgress?.({ done: start + rows, total, table: name }),
    )
  }
}

/** Copies one table in; the number of its rows. */
async function fill(
  client: pg.Client,
  table: CatalogueTable,
  data: TableData['data'],
  onRows: (rows: number) => void,
): Promise<number> {
  const columns = columnList(client, table.columns)
  const target = client.query(copyFrom(`copy ${table.quoted} (${columns}) from stdin`))
  const ended = finished(target)
  // A refusal of the database arrives while we write: it is thrown below, not as an unhandled one.
  ended.catch(() => undefined)
  let rows = 0
  try {
    for await (const block of data) {
      rows += linesIn(block)
      if (!target.write(block)) await Promise.race([once(target, 'drain'), ended])
      onRows(rows)
    }
  } catch (error) {
    target.destroy()
    throw error
  }
  target.end()
  await ended
  assert(target.rowCount === rows, `${table.name}: ${target.rowCount} rows of ${rows} arrived`)
  return rows
}

async function setSequences(client: pg.Client, { sequences }: BackupHeader): Promise<void> {
  for (const { name, value, used } of sequences) {
    const [schema = '', sequence = ''] = name.split('.')
    assert(isBackedUp(name), `${name} is part of a backup`)
    const quoted = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(sequence)}`
    await client.query('select setval($1::regclass, $2, $3)', [quoted, value, used])
  }
}
