import { join } from 'node:path'
import { type Access, createAccess } from '#access/io/access.ts'
import { writeAudit } from '#access/io/audit.ts'
import { eraseTrail } from '#access/io/erase-trail.ts'
import type { AccessParts, NamesOf } from '#access/io/parts.ts'
import type { AccessDb } from '#access/io/tables.ts'
import { can, ROLES } from '#access/policy.ts'
import { Answers } from '#attribution/io/answers.ts'
import { journeyRoutes } from '#attribution/io/journey-routes.ts'
import { attributionRoutes } from '#attribution/io/routes.ts'
import { selfReportedRoutes } from '#attribution/io/self-reported-routes.ts'
import { attributionTasks } from '#attribution/io/tasks.ts'
import { AttributionSettings } from '#attribution/settings.ts'
import { eraseMemberships } from '#campaigns/io/erase.ts'
import { logoRoutes } from '#company/io/logo-routes.ts'
import { settingsRoutes } from '#company/io/routes.ts'
import { changeSettings } from '#company/io/settings.ts'
import { budgetTasks } from '#costs/io/budget-alarms.ts'
import { budgetRoutes } from '#costs/io/budget-routes.ts'
import { ledgerRoutes } from '#costs/io/ledger-routes.ts'
import { overheadRoutes } from '#costs/io/overhead-routes.ts'
import { recurringTasks } from '#costs/io/recurring.ts'
import { CostSettings } from '#costs/settings.ts'
import { eraseContacts } from '#crm/io/erase.ts'
import { marginRoutes } from '#crm/io/margin-routes.ts'
import type { MoveSourceKeys } from '#crm/io/merge.ts'
import { registerMerge } from '#crm/io/merge-routes.ts'
import { decisionRoutes } from '#decisions/io/routes.ts'
import { demoRoutes } from '#demo/io/routes.ts'
import { eraseImported } from '#imports/io/erase.ts'
import { moveSourceKeys } from '#imports/io/source-keys.ts'
import { GROSS_PROFIT, marginSql } from '#kpis/io/opportunity-sources.ts'
import { kpiRoutes } from '#kpis/io/routes.ts'
import { kpiTasks } from '#kpis/io/warm.ts'
import { KpiSettings } from '#kpis/settings.ts'
import { eraseLeads } from '#leads/io/erase.ts'
import { planningRoutes } from '#planning/io/routes.ts'
import { readTargets } from '#planning/io/targets.ts'
import { type Clock, systemClock } from '#platform/clock.ts'
import { type Config, readConfig } from '#platform/config.ts'
import { buildHttp } from '#platform/http.ts'
import { createLog } from '#platform/log.ts'
import { createMailer } from '#platform/mail.ts'
import { runMain, stopOnSignals } from '#platform/process.ts'
import { PROGRAM_FOLDER, programVersion } from '#platform/program.ts'
import type { Db, Tx } from '#platform/records/binding.ts'
import { eraseActions } from '#platform/records/erase.ts'
import { registerSearch } from '#platform/records/list-routes.ts'
import { labelsByIds } from '#platform/records/read.ts'
import type { RecordRouteOptions } from '#platform/records/request.ts'
import { registerRecordRoutes } from '#platform/records/routes.ts'
import { type ServerApp, type ServerParts, startServer } from '#platform/server.ts'
import { reportsIn } from '#reports/io/report-calendar.ts'
import { reportRoutes } from '#reports/io/routes.ts'
import { scheduleRoutes } from '#reports/io/schedule-routes.ts'
import { reportTasks } from '#reports/io/tasks.ts'
import { eraseReturns } from '#returns/io/erase.ts'
import { channelRoutes } from '#roi/io/channel-routes.ts'
import { cohortRoutes } from '#roi/io/cohort-routes.ts'
import { roiRoutes } from '#roi/io/routes.ts'
import { createBackups } from '#safety/io/backups.ts'
import { examine } from '#safety/io/examine.ts'
import { safetyRoutes } from '#safety/io/routes.ts'
import { BackupSettings } from '#safety/schedule.ts'
import { callRoutes } from '#tracking/io/call-routes.ts'
import { deriveTasks } from '#tracking/io/derive.ts'
import { goalRoutes } from '#tracking/io/goal-routes.ts'
import { createIdentity, moveIdentity } from '#tracking/io/identity.ts'
import { identityRoutes } from '#tracking/io/identity-routes.ts'
import { mailLinkSign } from '#tracking/io/identity-taken.ts'
import { lastNonDirectOfTouches } from '#tracking/io/last-non-direct.ts'
import { linkRoutes } from '#tracking/io/link-routes.ts'
import { personRoutes } from '#tracking/io/person-routes.ts'
import { retentionTasks } from '#tracking/io/retention.ts'
import { ruleRoutes } from '#tracking/io/rule-routes.ts'
import { createTaking } from '#tracking/io/taking.ts'
import { trafficRoutes } from '#tracking/io/traffic-routes.ts'
import { trafficTaken, trafficTasks } from '#tracking/io/traffic-tasks.ts'
import { trustRoutes } from '#tracking/io/trust-routes.ts'
import { websiteRoutes } from '#tracking/io/website-routes.ts'
import { TrackingSettings } from '#tracking/settings.ts'
import {
  composeCredits,
  composeDerivation,
  composeDomain,
  composeImports,
  composePlanning,
  composeReturns,
  composeRoi,
  type Domain,
  FIXED_KINDS,
} from './compose.ts'
import { composeDecisions } from './compose-decisions.ts'
import { composeDemo } from './compose-demo.ts'
import { composeReportSources } from './compose-reports.ts'

/** What the search over everything looks into, in the order in which it shows them. */
const SEARCHED_KINDS = ['account', 'contact', 'lead', 'opportunity', 'campaign']

/** Every domain that knows people takes them out of its own tables. */
const ERASERS = [
  eraseContacts,
  eraseLeads,
  eraseMemberships,
  eraseImported,
  eraseReturns,
  eraseActions,
  eraseTrail,
]

/** What a merge takes along besides what records point to. */
const moveWithMerge: MoveSourceKeys = async (tx, kind, from, to) => {
  await moveSourceKeys(tx, kind, from, to)
  await moveIdentity(tx, kind, from, to)
}

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
    sendMail: createMailer(config.mail)?.send ?? null,
    kinds: [...domain.records.bindings.values()].map(({ kind }) => kind),
    settingFields: domain.settings.declared.map(({ field }) => field),
    namesOf: namesOf(domain.records),
  })
  const scheme = parts.tls ? 'https' : 'http'
  const http = await buildHttp({
    log,
    publicUrl,
    otherOrigins: ['localhost', '127.0.0.1'].map((name) => `${scheme}://${name}:${parts.port}`),
    tls: parts.tls ?? null,
    ready: async () => (await database.pool.query('select 1')).rowCount === 1,
    metrics: () => metrics.registry.metrics(),
    metricsToken: config.metricsToken,
    trustedProxies: config.trustedProxies,
    observe: (method, route, status, seconds) =>
      metrics.httpDuration.observe({ method, route, status: String(status) }, seconds),
    authorize: access.authorize,
    isPermission: access.isPermission,
    webRoot: join(PROGRAM_FOLDER, 'web/dist'),
    version: programVersion(),
  })
  await http.register(access.routes)
  await http.register(settingsRoutes(domain.settings, now))
  await http.register(logoRoutes({ ...domain, db: database.db as Db, now }))
  const figures = {
    db: database.db,
    settings: async () => KpiSettings.parse(await domain.settings.current()),
    credits: composeCredits(domain.settings.current, now),
    now,
  }
  const warming = kpiTasks(figures)
  await http.register(
    kpiRoutes({
      ...figures,
      targets: (days) => readTargets(database.db, days),
    }),
  )
  await http.register(
    marginRoutes({
      db: database.db,
      marginSql,
      grossProfitSql: GROSS_PROFIT,
      company: async () => {
        const { time_zone, margin_rate } = await figures.settings()
        return { timeZone: time_zone, marginRate: margin_rate }
      },
    }),
  )
  const credited = {
    db: database.db,
    settings: async () => AttributionSettings.parse(await domain.settings.current()),
    now,
    answers: new Answers(),
  }
  const crediting = attributionTasks(credited)
  const returns = composeReturns(domain, { now, answers: credited.answers })
  await http.register(cohortRoutes(returns))
  await http.register(channelRoutes(returns))
  const lastNonDirect = lastNonDirectOfTouches
  await http.register(attributionRoutes({ ...credited, marginSql, lastNonDirect }))
  await http.register(journeyRoutes({ ...credited, marginSql }))
  await http.register(selfReportedRoutes({ ...credited, marginSql }))
  const budgeted = {
    ...{ db: database.db, records: domain.records, now },
    timeZone: domain.settings.timeZone,
    settings: domain.settings.current,
  }
  await http.register(overheadRoutes(budgeted))
  await http.register(budgetRoutes(budgeted))
  const budgeting = budgetTasks(budgeted)
  await http.register(roiRoutes(composeRoi(domain, now)))
  await http.register(planningRoutes(composePlanning(domain, now)))
  const mailer = createMailer(config.mail)
  const reported = {
    ...{ db: database.db as Db, now, log, publicUrl, audit: domain.audit },
    timeZone: domain.settings.timeZone,
    sources: composeReportSources(database.db as Db, domain.settings.current, {
      now,
      address: config.publicUrl,
    }),
    sendMail: mailer?.send ?? null,
    hasMail: mailer !== null,
    readers: ROLES.filter((role) => can(role, 'reports:read') === 'all'),
  }
  const reporting = reportTasks(reported)
  await http.register(reportRoutes(reported))
  await http.register(scheduleRoutes(reported))
  await http.register(
    decisionRoutes({
      ...composeDecisions(domain, now),
      reports: (days) =>
        reportsIn(database.db, days, {
          timeZone: domain.settings.timeZone(),
          readers: reported.readers,
        }),
    }),
  )
  const ledger = {
    records: domain.records,
    now,
    timeZone: domain.settings.timeZone,
    settings: async () => CostSettings.parse(await domain.settings.current()),
    language: async () =>
      ((await domain.settings.current()).language === 'en' ? 'en' : 'de') as 'de' | 'en',
  }
  await http.register(ledgerRoutes(ledger))
  const repeating = recurringTasks(ledger)
  const tracked = {
    db: database.db,
    now,
    publicUrl,
    audit: domain.audit,
    settings: async () => TrackingSettings.parse(await domain.settings.current()),
  }
  const sign = mailLinkSign(secret)
  const identity = createIdentity({ ...tracked, sign, log })
  await http.register(linkRoutes({ ...tracked, records: domain.records }))
  await http.register(websiteRoutes(tracked))
  await http.register(goalRoutes(tracked))
  const forgetting = retentionTasks(tracked)
  const taking = createTaking({
    ...tracked,
    ...{ pool: database.pipelined, log, countryFile: config.countryFile },
    timeZone: domain.settings.timeZone,
    listeners: [trafficTaken(domain.settings.timeZone), identity.onTaken],
  })
  await taking.prepare()
  await http.register(taking.routes)
  await http.register(callRoutes(tracked))
  const people = { ...tracked, records: domain.records, timeZone: domain.settings.timeZone }
  await http.register(identityRoutes({ ...people, sign, soon: identity.soon }))
  await http.register(personRoutes({ ...people, audit: domain.audit, erasers: ERASERS }))
  await http.register(trafficRoutes(tracked))
  await http.register(trustRoutes(tracked))
  const counting = trafficTasks({
    ...tracked,
    language: async () => ((await domain.settings.current()).language === 'en' ? 'en' : 'de'),
  })
  const derivation = composeDerivation(domain, { db: database.db, now })
  const deriving = deriveTasks(derivation)
  await http.register(ruleRoutes(derivation))
  const recordRoutes: RecordRouteOptions = {
    records: domain.records,
    now,
    timeZone: domain.settings.timeZone,
    fixedKinds: FIXED_KINDS,
    openNames: ['user'],
    singleKinds: ['user'],
    isAdministrator: (role) => role === 'administrator',
    reach: can,
  }
  for (const binding of domain.records.bindings.values()) {
    registerRecordRoutes(http, binding, recordRoutes)
  }
  registerSearch(http, SEARCHED_KINDS, recordRoutes)
  registerMerge(http, { ...recordRoutes, moveSourceKeys: moveWithMerge })
  const imports = composeImports(domain, {
    folder: join(config.dataFolder, 'imports'),
    maxFileBytes: config.importFileMaxBytes,
    now,
    log,
  })
  await imports.recover()
  imports.registerRoutes(http)
  const demo = composeDemo(domain, now, log)
  await demo.recover()
  await http.register(demoRoutes(demo))
  const backupSettings = async () => BackupSettings.parse(await domain.settings.current())
  const backups = createBackups({
    ...{ db: database.db, pool: database.pool, log, now },
    folder: config.backupFolder,
    dataFolder: config.dataFolder,
    secret: { value: secret, kept: config.secret === null },
    settings: backupSettings,
    audit: writeAudit,
  })
  await http.register(
    safetyRoutes(backups, () =>
      examine({ config, now, database: database.pool, settings: backupSettings }),
    ),
  )
  await backups.start()
  return {
    http,
    tasks: {
      ...imports.tasks,
      ...demo.tasks,
      ...backups.tasks,
      ...warming.tasks,
      ...budgeting.tasks,
      ...taking.tasks,
      ...forgetting.tasks,
      ...identity.tasks,
      ...crediting.tasks,
      ...deriving.tasks,
      ...counting.tasks,
      ...reporting.tasks,
      ...repeating.tasks,
    },
    cron: {
      ...backups.cron,
      ...warming.cron,
      ...budgeting.cron,
      ...taking.cron,
      ...forgetting.cron,
      ...identity.cron,
      ...crediting.cron,
      ...deriving.cron,
      ...counting.cron,
      ...reporting.cron,
      ...repeating.cron,
    },
    announce: () => setupLines(access),
  }
}

const companyOf = (settings: Readonly<Record<string, unknown>>) => ({
  name: String(settings.company_name),
  currency: String(settings.currency),
  time_zone: String(settings.time_zone),
  language: String(settings.language),
})

/** The set-up form also names the company: saved in the transaction that makes the administrator. */
function saveCompany(domain: Domain, now: () => Date): AccessParts['saveCompany'] {
  return async (tx, { company_name, currency, time_zone, language }, context) => {
    const given = Object.entries({ company_name, currency, time_zone, language })
    const changes = Object.fromEntries(given.filter(([, value]) => value !== undefined))
    await changeSettings(
      tx as unknown as Tx,
      changes,
      { ...context, now: now(), timeZone: domain.settings.timeZone() },
      domain.audit,
    )
  }
}

/** How records of any kind are called, for the audit trail. */
const namesOf =
  ({ db, bindings }: Domain['records']): NamesOf =>
  async (ids) => {
    const names: Record<string, string> = {}
    for (const [id, wanted] of ids) {
      const kind = bindings.get(id)?.kind
      if (kind) Object.assign(names, await labelsByIds(db, kind, wanted))
    }
    return names
  }

async function setupLines(access: Access): Promise<string[]> {
  const link = await access.setupLink()
  return link === null ? [] : ['Erste Einrichtung / first set-up:', link]
}

/** Runs the server until it is told to stop. */
export async function serve(
  config: Config,
  withParent: boolean,
  clock: Clock = systemClock,
): Promise<void> {
  const log = createLog(config.log.level, config.log.format)
  // Everybody's visits hang on this process: a mistake in one place must not end it for all others.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))
  const starting = startServer(config, log, clock, build)
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

if (import.meta.main) {
  await runMain(async () => {
    await serve(readConfig(process.env), process.argv.includes('--stop-with-parent'))
    return 0
  })
}
