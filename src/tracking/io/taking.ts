import type { FastifyPluginAsync } from 'fastify'
import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Cron, TaskList } from '#platform/jobs.ts'
import type { Log } from '#platform/log.ts'
import type { TrackingSettings } from '../settings.ts'
import { countryReader } from './country.ts'
import { PostgresEventStore } from './event-store-postgres.ts'
import { Intake } from './intake.ts'
import { intakeRoutes } from './intake-routes.ts'
import { dropOldPartitions, makePartitionsAround } from './partitions.ts'
import { createRuleBook } from './rule-book.ts'
import { scriptRoutes } from './script-routes.ts'
import { segmentRoutes } from './segment-routes.ts'
import type { OnTaken } from './taken.ts'

export type TakingParts = {
  readonly db: Kysely<unknown>
  readonly pool: pg.Pool
  readonly log: Log
  readonly now: () => Date
  readonly settings: () => Promise<TrackingSettings>
  /** The time zone of the company as last read. */
  readonly timeZone: () => string
  /** An .mmdb file of the operator. */
  readonly countryFile: string | null
  /** Who works on from what was taken, in this order. */
  readonly listeners: readonly OnTaken[]
  readonly waitingMax?: number
}

/** Everything that takes events in: routes for scripts and servers, and what keeps the tables in order. */
export function createTaking(parts: TakingParts) {
  const { pool, now, log, settings } = parts
  const store = new PostgresEventStore(parts)
  const intake = new Intake({
    ...parts,
    store,
    ownRules: createRuleBook(parts.db).current,
    countryOf: countryReader(parts.countryFile),
  })
  const routes: FastifyPluginAsync = async (app) => {
    await app.register(intakeRoutes({ intake, now }))
    await app.register(segmentRoutes({ intake, now }))
    await app.register(scriptRoutes((folder) => intake.isFolder(folder)))
    app.addHook('onClose', () => intake.drain())
  }
  const tasks: TaskList = {
    'tracking.note_refusals': () => intake.noteRefusals(),
    'tracking.keep_partitions': async () => {
      await makePartitionsAround(pool, now().getTime())
      const { retentionMonths } = await settings()
      const dropped = await dropOldPartitions(pool, now().getTime(), retentionMonths)
      if (dropped.length > 0) log.info({ dropped }, 'old events deleted')
      await intake.forgetSecrets()
    },
  }
  const cron: Cron = {
    'tracking.keep_partitions': '20 2 * * *',
    'tracking.note_refusals': '*/5 * * * *',
  }
  return {
    intake,
    store,
    routes,
    tasks,
    cron,
    /** Before the first request: what comes in must find its partition. */
    prepare: () => makePartitionsAround(pool, now().getTime()),
  }
}
