import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Access, createAccess } from '#access/io/access.ts'
import type { AccessParts } from '#access/io/routes.ts'
import type { AccessDb } from '#access/io/tables.ts'
import { settingsRoutes } from '#company/io/routes.ts'
import { changeSettings } from '#company/io/settings.ts'
import { kpiRoutes } from '#kpis/io/routes.ts'
import { readTargets } from '#planning/io/targets.ts'
import { KpiSettings } from '#kpis/settings.ts'
import { systemClock } from '#platform/clock.ts'
import { type Config, readConfig } from '#platform/config.ts'
import { buildHttp } from '#platform/http.ts'
import { createLog } from '#platform/log.ts'
import { runMain, stopOnSignals } from '#platform/process.ts'
import type { Db, Tx } from '#platform/records/binding.ts'
import { registerRecordRoutes } from '#platform/records/routes.ts'
import { type ServerApp, type ServerParts, startServer } from '#platform/server.ts'
import { composeDomain, composeImports, type Domain, FIXED_KINDS } from './compose.ts'

const ROOT = join(import.meta.dirname, '..')

/** Builds everything once and hands it to each other: the only place where domains meet. */
export async function build(parts: ServerParts): Promise<ServerApp> {
  const { config, database, log, metrics, now, publicUrl, secret } = parts
  const domain = await composeDomain(database.db as Db)
  const access = createAccess({
    db: database.db as AccessDb,
    log,
    secret,
    now,
    publicUrl,
    readCompany: async () => companyOf(await domain.settings.current()),
    saveCompany: saveCompany(domain, now),
  })
  const http = await buildHttp({
    log,
    publicUrl,
    otherOrigins: [`http://localhost:${parts.port}`, `http://127.0.0.1:${parts.port}`],
    ready: async () => (await database.pool.query('select 1')).rowCount === 1,
    metrics: () => metrics.registry.metrics(),
    metricsToken: config.metricsToken,
    trustedProxies: config.trustedProxies,
    observe: (method, route, status, seconds) =>
      metrics.httpDuration.observe({ method, route, status: String(status) }, seconds),
    authorize: access.authorize,
    isPermission: access.isPermission,
    webRoot: join(ROOT, 'web/dist'),
    version: versionOf(),
  })
  await http.register(access.routes)
  await http.register(settingsRoutes(domain.settings, now))
  await http.register(
    kpiRoutes({
      db: database.db,
      targets: (days) => readTargets(database.db, days),
      settings: async () => KpiSettings.parse(await domain.settings.current()),
      now,
    }),
  )
  for (const binding of domain.records.bindings.values()) {
    registerRecordRoutes(http, binding, {
      records: domain.records,
      now,
      timeZone: domain.settings.timeZone,
      fixedKinds: FIXED_KINDS,
      openNames: ['user'],
    })
  }
  const imports = composeImports(domain, {
    folder: join(config.dataFolder, 'imports'),
    maxFileBytes: config.importFileMaxBytes,
    now,
    log,
  })
  await imports.recover()
  imports.registerRoutes(http)
  return { http, tasks: imports.tasks, announce: () => setupLines(access) }
}

const companyOf = (settings: Readonly<Record<string, unknown>>) => ({
  name: String(settings.company_name),
  currency: String(settings.currency),
  time_zone: String(settings.time_zone),
  language: String(settings.language),
})

/** The set-up form also names the company: saved in the transaction that makes the administrator. */
function saveCompany(domain: Domain, now: () => Date): AccessParts['saveCompany'] {
  return async (tx, { company_name, currency, time_zone }, context) => {
    const given = Object.entries({ company_name, currency, time_zone })
    const changes = Object.fromEntries(given.filter(([, value]) => value !== undefined))
    await changeSettings(
      tx as unknown as Tx,
      changes,
      { ...context, now: now(), timeZone: domain.settings.timeZone() },
      domain.audit,
    )
  }
}

async function setupLines(access: Access): Promise<string[]> {
  const link = await access.setupLink()
  return link === null ? [] : ['Erste Einrichtung / first set-up:', link]
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
