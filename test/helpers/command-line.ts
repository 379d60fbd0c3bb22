import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { testDatabase } from './database.ts'
import { signedIn } from './import-client.ts'
import { testServer } from './server.ts'

const ROOT = join(import.meta.dirname, '../..')

/** What a command printed, and its exit code. */
export type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

export type CompanySettings = Readonly<Record<string, string>>

type Environment = Readonly<Record<string, string>>

async function setUpCompany(dataFolder: string, env: Environment, settings: CompanySettings) {
  await using server = await testServer({ dataFolder, env })
  const call = await signedIn(server)
  const changed = await call('/api/settings', {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ changes: settings }),
  })
  if (!changed.ok) throw new Error(await changed.text())
}

/**
 * `./regelkreis` as a process of its own, on a database of its own. Settings of the company are made
 * where people make them, in the running program: no command changes them.
 */
export async function commandLine(settings: CompanySettings | null = null) {
  const database = await testDatabase()
  const dataFolder = await mkdtemp(join(tmpdir(), 'regelkreis-command-line-'))
  const env = { DATABASE_URL: database.url }
  if (settings) await setUpCompany(dataFolder, env, settings)
  const start = (...args: string[]) => {
    const child = spawn(join(ROOT, 'regelkreis'), args, {
      cwd: dataFolder,
      env: { PATH: process.env.PATH, REGELKREIS_DATA: dataFolder, LOG_FORMAT: 'json', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = async (): Promise<Ended> => {
      const closed = once(child, 'close')
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
      await closed
      return { code: child.exitCode, out, err }
    }
    return { interrupt: () => child.kill('SIGINT'), ended: ended() }
  }
  const run = (...args: string[]) => start(...args).ended
  return {
    database,
    dataFolder,
    run,
    /** A command that goes on meanwhile; `interrupt` is Ctrl-C. */
    start,
    /** The JSON that a command printed which ended well. */
    json: async <T>(...args: string[]): Promise<T> => {
      const { code, out, err } = await run(...args, '--json')
      if (code !== 0) throw new Error(`exit code ${code}: ${err}`)
      return JSON.parse(out) as T
    },
    async [Symbol.asyncDispose]() {
      await database[Symbol.asyncDispose]()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
