// The real program as a process of its own, with its own data folder and database, on a free port:
//   await using server = await testServer()
//   await fetch(`${server.address}/healthz`)
// It starts in about 2 s. Usable from node:test and from Playwright.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
const START_LIMIT_MS = 60_000

export type TestServerOptions = {
  /** Settings besides; DATABASE_URL makes it start without a PostgreSQL of its own. */
  readonly env?: Readonly<Record<string, string>>
  /** Use this folder and leave it there. */
  readonly dataFolder?: string
  /** Another user to run as. */
  readonly uid?: number
  /** Another program than `src/main.ts` that starts the server. */
  readonly program?: string
}

export type ServerProcess = {
  /** `http://localhost:<port>` */
  readonly address: string
  /** The one-time link of the first start, if it printed one. */
  readonly setupLink: string | null
  readonly dataFolder: string
  readonly pid: number
  output(): string
  /** Ends it in order with a signal (default SIGTERM) and returns the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** kill -9. The database goes on. */
  kill(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** What a program that ended at once said. */
export type Ended = { readonly code: number | null; readonly output: string }

/** Starts the server and waits until it listens. Rejects with its output when it ends before that. */
export async function testServer(options: TestServerOptions = {}): Promise<ServerProcess> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'regelkreis-server-'))
  const child = spawnProgram([options.program ?? 'src/main.ts', '--stop-with-parent'], {
    ...options,
    dataFolder,
  })
  const output = collect(child)
  const address = await addressIn(child, output)
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    child.kill(signal)
    await once(child, 'exit')
    return child.exitCode
  }
  return {
    address,
    setupLink: /https?:\/\/\S*setup\S*/.exec(output())?.[0] ?? null,
    dataFolder,
    pid: child.pid ?? 0,
    output,
    stop,
    async kill() {
      await stop('SIGKILL')
    },
    async [Symbol.asyncDispose]() {
      await stop()
      endOrphan(dataFolder)
      if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

/** Runs a program of the repository to its end, for example `['src/cli/main.ts', 'migrate']`. */
export async function runProgram(
  args: readonly string[],
  options: TestServerOptions & { readonly dataFolder: string },
): Promise<Ended> {
  const child = spawnProgram(args, options)
  const output = collect(child)
  await once(child, 'close')
  return { code: child.exitCode, output: output() }
}

function spawnProgram(
  args: readonly string[],
  { env = {}, dataFolder, uid }: TestServerOptions,
): ChildProcess {
  const settings = { PORT: '0', LOG_FORMAT: 'json', REGELKREIS_DATA: dataFolder, ...env }
  return spawn(process.execPath, [join(ROOT, args[0] ?? ''), ...args.slice(1)], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(ROOT, 'node_modules/.cache/node'),
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid, cwd: '/' }),
  })
}

function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  }
  return () => text
}

async function addressIn(child: ChildProcess, output: () => string): Promise<string> {
  const deadline = performance.now() + START_LIMIT_MS
  while (performance.now() < deadline) {
    // The blank line behind the address says that every line of the start is there.
    const address = /^ {2}Regelkreis: (\S+)\n(?: {2}\S.*\n)*\n/m.exec(output())?.[1]
    if (address !== undefined) return address
    if (child.exitCode !== null || child.signalCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const end = `exit code ${child.exitCode}, signal ${child.signalCode}`
  child.kill('SIGKILL')
  throw new Error(`the server did not start (${end}):\n${output()}`)
}

/** A killed server leaves its database running; nobody takes it over once the test is through. */
function endOrphan(dataFolder: string): void {
  try {
    const lines = readFileSync(join(dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')
    process.kill(Number(lines[0]), 'SIGQUIT')
    rmSync(lines[4] ?? '', { recursive: true, force: true })
  } catch {
    // Gone already, as it should be.
  }
}

/** May every user of this machine enter this folder and each one above it? */
export function isOpenToAll(folder: string): boolean {
  const mode = statSync(folder).mode
  return (mode & 0o005) === 0o005 && (folder === dirname(folder) || isOpenToAll(dirname(folder)))
}
