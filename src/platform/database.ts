import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { assert } from '#kernel/assert.ts'
import { CopyCursor } from './copy.ts'
import type { Log } from './log.ts'

/** A pool of connections and the query builder on top of it. */
export type Database<DB> = {
  readonly pool: pg.Pool
  /**
   * Clients that send statements without waiting for the answer to the one before, for batches that are written all the
   * time. No cursors.
   */
  readonly pipelined: pg.Pool
  readonly db: Kysely<DB>
  [Symbol.asyncDispose](): Promise<void>
}

const INT8: number = 20
const INT8_ARRAY: number = 1016
const NUMERIC: number = 1700
const NUMERIC_ARRAY: number = 1231
const DATE: number = 1082
const DATE_ARRAY: number = 1182
const TEXT_ARRAY: number = 1009

function safeInteger(text: string): number {
  const value = Number(text)
  assert(Number.isSafeInteger(value), `bigint ${text} does not fit a number`)
  return value
}

/**
 * How column types arrive, for every pool of the process: bigint and numeric as numbers, date as
 * `yyyy-mm-dd` (no time zone, no clock), timestamptz as Date.
 */
function setTypeParsers(): void {
  const texts = pg.types.getTypeParser(TEXT_ARRAY) as (text: string) => (string | null)[]
  const each =
    <T>(parse: (text: string) => T) =>
    (text: string) =>
      texts(text).map((item) => (item === null ? null : parse(item)))
  pg.types.setTypeParser(INT8, safeInteger)
  pg.types.setTypeParser(INT8_ARRAY, each(safeInteger))
  pg.types.setTypeParser(NUMERIC, Number)
  pg.types.setTypeParser(NUMERIC_ARRAY, each(Number))
  pg.types.setTypeParser(DATE, (text) => text)
  pg.types.setTypeParser(DATE_ARRAY, texts)
}
setTypeParsers()

/** Batches under way at once, and what is asked beside them. */
const PIPELINED_MAX = 4

/** Opens a pool. `max` is the number of connections at most. Nothing connects before the first query. */
export function openDatabase<DB>(url: string, log: Log, max = 12): Database<DB> {
  const pool = openPool(log, { connectionString: url, max })
  const pipelined = openPool(log, {
    connectionString: url,
    max: PIPELINED_MAX,
    pipeline: true,
  })
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool, cursor: CopyCursor }) })
  return {
    pool,
    pipelined,
    db,
    async [Symbol.asyncDispose]() {
      await db.destroy() // ends the pool only if a query went through the builder
      if (!pool.ending) await pool.end()
      await pipelined.end()
    },
  }
}

function openPool(log: Log, config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...config, application_name: 'regelkreis' })
  // An idle connection that breaks (the server restarts) must not end the process.
  pool.on('error', (error) => log.warn({ err: error }, 'database connection lost'))
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ err: error }, 'database connection lost'))
  })
  return pool
}
