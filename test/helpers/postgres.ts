import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { silentLog } from '../../src/platform/log.ts'
import { startPostgres } from '../../src/platform/postgres.ts'

/** A throw-away PostgreSQL for tests. `url` belongs to a role that may create databases but is no superuser. */
export type TestServer = { readonly url: string; stop(): Promise<void> }

/** Starts one in the temp folder. It ends with `stop`, or shortly after this process, however that ends. */
export async function startTestServer(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'regelkreis-test-'))
  const postgres = await startPostgres({ dataFolder: folder, log: silentLog, unsafe: true })
  guard(postgres.pid, folder, new URL(postgres.url).searchParams.get('host') ?? '')
  const admin = new pg.Client({ connectionString: postgres.adminUrl })
  await admin.connect()
  await admin.query('alter role regelkreis createdb')
  await admin.end()
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A process of its own that ends the database when this process was killed and could not. */
function guard(postmaster: number, folder: string, socketFolder: string): void {
  const script = `
    while kill -0 "$1" 2>/dev/null; do
      [ -d "$3" ] || exit 0
      sleep 1
    done
    [ -d "$3" ] || exit 0
    kill -QUIT "$2" 2>/dev/null
    sleep 1
    rm -rf "$3" "$4"`
  const args = [
    '-c',
    script,
    'guard',
    String(process.pid),
    String(postmaster),
    folder,
    socketFolder,
  ]
  spawn('sh', args, { detached: true, stdio: 'ignore', cwd: '/' }).unref()
}
