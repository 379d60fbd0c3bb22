import type pg from 'pg'
import type { BackedUpSequence, BackedUpTable } from '../backup-header.ts'
import { type CatalogueTable, columnList, sequencesOf, tablesOf } from './catalogue.ts'

/** How values are written, the same on every server: what one prints another reads. */
export const TEXT_FORM = `
  set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'postgres';
  set local timezone = 'UTC';
  set local extra_float_digits = 1;
  set local bytea_output = 'hex';
  set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0;`

/** One consistent view of every table, as long as the work on it takes. */
export type Snapshot = {
  readonly client: pg.PoolClient
  readonly tables: readonly (CatalogueTable & BackedUpTable)[]
  readonly sequences: readonly BackedUpSequence[]
  readonly postgres: string
}

const ATTEMPTS = 5

/**
 * Runs `work` in one read-only transaction that sees a single moment, whatever others write meanwhile. The
 * tables are locked against being emptied or changed in shape, not against reading and writing.
 */
export async function withSnapshot<T>(
  pool: pg.Pool,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    const tables = await lockTables(client)
    const result = await work(await describe(client, tables))
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    // Whatever it is in the middle of, nobody else shall get this connection.
    client.release(true)
    throw error
  }
}

/** The locks come before the first query: what a query sees is then what holds until the end. */
async function lockTables(client: pg.PoolClient): Promise<CatalogueTable[]> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await tablesOf(client)
    await client.query('begin isolation level repeatable read read only')
    try {
      const all = before.map(({ quoted }) => quoted).join(', ')
      await client.query(`lock table ${all} in access share mode`)
      await client.query(TEXT_FORM)
      const now = await tablesOf(client)
      if (JSON.stringify(now) === JSON.stringify(before)) return now
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
    }
    await client.query('rollback')
  }
}

async function describe(
  client: pg.PoolClient,
  tables: readonly CatalogueTable[],
): Promise<Snapshot> {
  const counted: (CatalogueTable & BackedUpTable)[] = []
  for (const table of tables) {
    const { rows } = await client.query<{ rows: string }>(
      `select count(*)::text as rows from ${table.quoted}`,
    )
    counted.push({ ...table, rows: Number(rows[0]?.rows) })
  }
  const sequences: BackedUpSequence[] = []
  for (const { name, quoted } of await sequencesOf(client)) {
    const { rows } = await client.query<{ value: string; used: boolean }>(
      `select last_value::text as value, is_called as used from ${quoted}`,
    )
    sequences.push({ name, value: Number(rows[0]?.value), used: rows[0]?.used ?? false })
  }
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  return { client, tables: counted, sequences, postgres: rows[0]?.server_version ?? '' }
}

/** The query whose COPY is the data of a table. */
export const copyOut = ({ client }: Snapshot, table: CatalogueTable): string =>
  `copy (select ${columnList(client, table.columns)} from ${table.quoted}) to stdout`
