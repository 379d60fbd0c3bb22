import { Server as HttpsServer } from 'node:https'
import { createServer } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import { OperatorError } from './failure.ts'
import { acquireInstance } from './instance.ts'
import { type Cron, startJobs, type TaskList } from './jobs.ts'
import type { Log } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { loadSecret } from './secret.ts'
import { openStore } from './store.ts'
import { readTls, type TlsMaterial, watchTls } from './tls.ts'

/** What every part of the server is built from. */
export type ServerParts = {
  readonly config: Config
  readonly log: Log
  readonly now: Clock
  readonly database: Database<unknown>
  readonly metrics: Metrics
  readonly secret: string
  /** How browsers reach the program: PUBLIC_URL, else the address it listens on. */
  readonly publicUrl: string
  readonly port: number
  /** Certificate and key, when the program serves https itself. */
  readonly tls?: TlsMaterial | null
}

/** What main.ts builds from the parts. */
export type ServerApp = {
  readonly http: Pick<FastifyInstance, 'listen' | 'close' | 'server'>
  readonly tasks: TaskList
  readonly cron: Cron
  /** Lines for the operator once it listens, such as the set-up link. */
  readonly announce: () => Promise<readonly string[]>
}

export type RunningServer = { readonly publicUrl: string; stop(): Promise<void> }

type Step = { readonly what: string; readonly undo: () => Promise<unknown> | undefined }

/** How long an answer under way may take once the server has been told to stop. */
const HTTP_GRACE_MS = 3_000

/**
 * Starts the whole server: the right to the data folder, the port, the database, jobs, HTTP. Whatever was
 * started is undone in reverse order by `stop`, and when a later step fails.
 */
export async function startServer(
  config: Config,
  log: Log,
  now: Clock,
  build: (parts: ServerParts) => Promise<ServerApp>,
): Promise<RunningServer & { readonly lines: readonly string[] }> {
  const done: Step[] = []
  const stop = () => undoAll(done, log)
  try {
    const tls = config.tls && readTls(config.tls, now())
    const instance = acquireInstance(config.dataFolder, now())
    done.push({ what: 'lock file', undo: async () => instance.release() })
    const reserved = await reservePort(config.host, config.port)
    const store = await openStore(config, log, { watch: true }).finally(() => reserved.release())
    done.push({ what: 'database', undo: () => store.shutDown() })
    done.push({ what: 'connections', undo: () => store.disconnect() })

    const publicUrl =
      config.publicUrl ?? addressOf(tls ? 'https' : 'http', config.host, reserved.port)
    const { database } = store
    const metrics = createMetrics(database.pool)
    const secret = loadSecret(config)
    const app = await build({
      config,
      log,
      now,
      database,
      metrics,
      secret,
      publicUrl,
      port: reserved.port,
      tls,
    })

    const jobs = await startJobs({
      url: store.url,
      tasks: app.tasks,
      cron: app.cron,
      log,
      concurrency: config.workerConcurrency,
      observe: (task, result, seconds) => metrics.jobDuration.observe({ task, result }, seconds),
    })
    done.push({ what: 'jobs', undo: () => jobs.stop() })
    await listen(app.http, config.host, reserved.port)
    done.push({ what: 'http', undo: () => closeHttp(app.http) })
    if (config.tls && app.http.server instanceof HttpsServer) {
      const endWatch = watchTls(app.http.server, config.tls, log, now)
      done.push({ what: 'certificate', undo: async () => endWatch() })
    }
    instance.publish(publicUrl)
    return { publicUrl, lines: await app.announce(), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function undoAll(done: Step[], log: Log): Promise<void> {
  for (let step = done.pop(); step; step = done.pop()) {
    try {
      await step.undo()
    } catch (error) {
      log.error({ err: error }, `stopping: ${step.what}`)
    }
  }
}

/** Holds the port while the database starts, so that a taken one is refused before anything else happens. */
async function reservePort(host: string, port: number) {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portError(error, host, port)))
    server.listen(port, host, resolve)
  })
  const bound = server.address()
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    release: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

async function listen(http: ServerApp['http'], host: string, port: number): Promise<void> {
  try {
    await http.listen({ host, port })
  } catch (error) {
    throw portError(error, host, port)
  }
}

function portError(error: unknown, host: string, port: number): unknown {
  const code = (error as NodeJS.ErrnoException).code
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} is taken by another program. Choose one with PORT=8081 npm start.`,
    EACCES: `Port ${port} may not be used by this user. Choose one above 1023 with PORT.`,
    EADDRNOTAVAIL: `HOST=${host} is no address of this machine.`,
    ENOTFOUND: `HOST=${host} is no address of this machine.`,
  }
  const reason = code === undefined ? undefined : reasons[code]
  return reason === undefined ? error : new OperatorError(reason, 1, { cause: error })
}

/** Browsers resolve `localhost` everywhere; an address for all interfaces is no address to open. */
function addressOf(scheme: 'http' | 'https', host: string, port: number): string {
  const local = ['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(host)
  const name = local ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `${scheme}://${name}:${port}`
}

async function closeHttp(http: ServerApp['http']): Promise<void> {
  const force = setTimeout(() => http.server.closeAllConnections(), HTTP_GRACE_MS)
  http.server.closeIdleConnections()
  await http.close()
  clearTimeout(force)
}
