import type { Config } from './config.ts'
import { type Database, openDatabase } from './database.ts'
import { migrateJobs } from './jobs.ts'
import type { Log } from './log.ts'
import { migrate } from './migrate.ts'
import { startPostgres } from './postgres.ts'
import { keepRunning } from './postgres-watch.ts'

/** The program's database, migrated and connected. */
export type Store = {
  readonly url: string
  readonly database: Database<unknown>
  /** True when the embedded PostgreSQL had to be started for this. */
  readonly started: boolean
  /** Ends the connections, not the database. */
  disconnect(): Promise<void>
  /** Ends the embedded PostgreSQL; nothing to do with DATABASE_URL. Call `disconnect` first. */
  shutDown(): Promise<void>
}

type StoreConfig = Pick<Config, 'databaseUrl' | 'dataFolder'>

/**
 * Opens the database of the configuration: starts or takes over the embedded PostgreSQL, or uses
 * DATABASE_URL; runs what migrations are missing. Throws OperatorError when it must not be used.
 * With `watch` an embedded PostgreSQL that dies is started again.
 */
export async function openStore(
  { databaseUrl, dataFolder }: StoreConfig,
  log: Log,
  { watch = false }: { readonly watch?: boolean } = {},
): Promise<Store> {
  const options = { dataFolder, log }
  const embedded = databaseUrl === null ? await startPostgres(options) : null
  const url = databaseUrl ?? embedded?.url ?? ''
  const watched = embedded && watch ? keepRunning(options, embedded) : embedded
  const shutDown = async () => watched?.stop()
  try {
    await migrate(url, log)
    await migrateJobs(url, log)
  } catch (error) {
    // A command must not stop the database of a server; a server owns what it has taken over.
    if (watch || embedded?.adopted === false) await shutDown()
    throw error
  }
  const database = openDatabase<unknown>(url, log)
  return {
    url,
    database,
    started: embedded !== null && !embedded.adopted,
    disconnect: () => database[Symbol.asyncDispose](),
    shutDown,
  }
}
