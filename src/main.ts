import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '#kernel/refusal.ts'
import { systemClock } from '#platform/clock.ts'
import { type Config, readConfig } from '#platform/config.ts'
import { buildHttp } from '#platform/http.ts'
import { createLog } from '#platform/log.ts'
import { runMain, stopOnSignals } from '#platform/process.ts'
import { type ServerApp, type ServerParts, startServer } from '#platform/server.ts'

const ROOT = join(import.meta.dirname, '..')

/** Builds everything once and hands it to each other: the only place where domains meet. */
async function build(parts: ServerParts): Promise<ServerApp> {
  const { database, log, metrics, publicUrl } = parts
  const http = await buildHttp({
    log,
    publicUrl,
    otherOrigins: [`http://localhost:${parts.port}`, `http://127.0.0.1:${parts.port}`],
    ready: async () => (await database.pool.query('select 1')).rowCount === 1,
    metrics: () => metrics.registry.metrics(),
    metricsToken: parts.config.metricsToken,
    observe: (method, route, status, seconds) =>
      metrics.httpDuration.observe({ method, route, status: String(status) }, seconds),
    authorize: async () => {
      throw new Refusal('unauthenticated', 'access.not_signed_in')
    },
    isPermission: () => true,
    webRoot: join(ROOT, 'web/dist'),
    version: versionOf(),
  })
  return { http, tasks: {}, announce: async () => [] }
}

/** Runs the server until it is told to stop. */
export async function serve(config: Config, withParent: boolean): Promise<void> {
  const log = createLog(config.log.level, config.log.format)
  const starting = startServer(config, log, systemClock, build)
  stopOnSignals(async () => {
    const started = await starting.catch(() => null)
    await started?.stop()
    log.info('stopped')
  }, withParent)
  const server = await starting
  process.stdout.write(`\n  Regelkreis: ${server.publicUrl}\n`)
  for (const line of server.lines) process.stdout.write(`  ${line}\n`)
  process.stdout.write('\n')
}

const versionOf = (): string =>
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version

if (import.meta.main) {
  await runMain(async () => {
    await serve(readConfig(process.env), process.argv.includes('--stop-with-parent'))
    return 0
  })
}
