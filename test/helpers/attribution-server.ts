import assert from 'node:assert/strict'
import type { FastifyPluginAsync } from 'fastify'
import type { Kysely } from 'kysely'
import { Answers } from '#attribution/io/answers.ts'
import type { AttributionRouteOptions, JourneyOfOptions } from '#attribution/io/routes.ts'
import { AttributionSettings } from '#attribution/settings.ts'
import { marginSql } from '#kpis/io/opportunity-sources.ts'
import { buildHttp } from '#platform/http.ts'
import { silentLog } from '#platform/log.ts'
import { lastNonDirectOfTouches } from '#tracking/io/last-non-direct.ts'
import { testDatabase } from './database.ts'
import { id } from './kpi-world.ts'

type Given = {
  readonly world: (db: Kysely<unknown>) => Promise<void>
  readonly routes: (
    options: AttributionRouteOptions<unknown> & JourneyOfOptions,
  ) => FastifyPluginAsync
  /** Who asks: Ada (user 1), unless it is said. */
  readonly userId?: string
  readonly scope?: 'all' | 'own'
  /** Keep answers between requests, as the program does. */
  readonly withAnswers?: boolean
}

/** Routes of attribution over a world of their own, on 1 July 2026, for somebody who may read figures. */
export async function attributionServer(given: Given) {
  const database = await testDatabase()
  const db = database.db as unknown as Kysely<unknown>
  await given.world(db)
  const { userId = id('1'), scope = 'all' } = given
  const app = await buildHttp({
    log: silentLog,
    publicUrl: 'https://regelkreis.example.com',
    ready: async () => true,
    version: '1.2.3',
    authorize: async () => ({ userId, name: 'Ada', role: 'viewer', scope }),
    isPermission: (permission) => permission === 'kpis:read',
  })
  /** What somebody has set; may be changed between two requests. */
  const settings = { current: {} as Record<string, unknown> }
  const options = {
    db,
    settings: async () => AttributionSettings.parse(settings.current),
    now: () => new Date('2026-07-01T10:00:00Z'),
  }
  const answers = given.withAnswers ? { answers: new Answers() } : {}
  const handed = { marginSql, lastNonDirect: lastNonDirectOfTouches }
  await app.register(given.routes({ ...options, ...answers, ...handed }))
  await app.ready()
  return {
    ...{ app, db, options, settings },
    /** The body of an answer, which must not be a refusal. */
    async get(url: string) {
      const response = await app.inject({ url })
      assert.equal(response.statusCode, 200, response.body)
      return response.json()
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      await database[Symbol.asyncDispose]()
    },
  }
}
