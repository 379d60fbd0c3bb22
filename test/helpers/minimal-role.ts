import { existsSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { silentLog } from '../../src/platform/log.ts'
import { startPostgres } from '../../src/platform/postgres.ts'

/** A PostgreSQL of somebody else: `adminUrl` is its superuser's. */
export type ForeignServer = { readonly adminUrl: string; stop(): Promise<void> }

/** scripts/setup runs before anything is installed and so is plain JavaScript. */
type OldestPostgres = {
  hasOldestPostgres(): boolean
  startOldestPostgres(): { adminUrl: string; stop(): void }
}
const oldest = async (): Promise<OldestPostgres> =>
  await import(join(import.meta.dirname, '../../scripts/setup/oldest-postgres.mjs'))

/** Starts a server of this major version as an operator would have one; null where it is not installed. */
export async function foreignServer(major: 15 | 18): Promise<ForeignServer | null> {
  if (major === 15) {
    const { hasOldestPostgres, startOldestPostgres } = await oldest()
    if (!hasOldestPostgres()) return null
    const { adminUrl, stop } = startOldestPostgres()
    return { adminUrl, stop: async () => stop() }
  }
  if (!existsSync('/proc')) return null
  const folder = mkdtempSync(join(tmpdir(), 'regelkreis-foreign-'))
  const { adminUrl, stop } = await startPostgres({
    dataFolder: folder,
    log: silentLog,
    unsafe: true,
  })
  return {
    adminUrl,
    async stop() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * A new database with a role of its own that has what docs/operations.md asks for and nothing else: it owns
 * nothing, is no superuser, may make neither databases nor roles. The URL of that role.
 */
export async function minimalDatabase({ adminUrl }: ForeignServer, name: string): Promise<string> {
  const run = async (url: string, ...statements: string[]) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end()
    }
  }
  const own = new URL(adminUrl)
  own.pathname = `/${name}`
  await run(
    adminUrl,
    `create role ${name} login nosuperuser nocreatedb nocreaterole`,
    `create database ${name} encoding 'UTF8' template template0`,
    `revoke all on database ${name} from public`,
    `grant connect, create, temporary on database ${name} to ${name}`,
  )
  own.username = name
  return own.href
}
