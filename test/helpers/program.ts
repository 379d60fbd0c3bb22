import type { AccessTables } from '../../src/access/io/tables.ts'
import { build } from '../../src/main.ts'
import { readConfig } from '../../src/platform/config.ts'
import { openDatabase } from '../../src/platform/database.ts'
import type { Http } from '../../src/platform/http.ts'
import { silentLog } from '../../src/platform/log.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { ORIGIN } from './app.ts'
import { testDatabase } from './database.ts'

/** The clock of the whole program in tests. */
export const NOW = new Date('2026-03-02T09:00:00Z')

/** The whole program as main.ts builds it, on a private database, without a port: requests are injected. */
export async function wholeProgram(env: Readonly<Record<string, string>> = {}) {
  const own = await testDatabase<AccessTables>()
  const database = openDatabase<unknown>(own.url, silentLog, 6)
  const { http, tasks } = await build({
    config: readConfig({ LOG_LEVEL: 'silent', ...env }),
    log: silentLog,
    now: () => NOW,
    database,
    metrics: createMetrics(database.pool),
    secret: 'a secret of at least thirty-two characters',
    publicUrl: ORIGIN,
    port: 8080,
  })
  const app = http as Http
  await app.ready()
  return {
    app,
    /** What the server does by itself, by name; called by hand here. */
    tasks,
    db: own.db,
    url: own.url,
    async [Symbol.asyncDispose]() {
      await app.close()
      await database[Symbol.asyncDispose]()
      await own[Symbol.asyncDispose]()
    },
  }
}
