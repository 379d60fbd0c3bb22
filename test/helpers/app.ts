import { type AccessOptions, createAccess } from '../../src/access/io/access.ts'
import type { AccessTables } from '../../src/access/io/tables.ts'
import { buildHttp, type HttpOptions } from '../../src/platform/http.ts'
import { silentLog } from '../../src/platform/log.ts'
import { testDatabase } from './database.ts'

export const ORIGIN = 'http://localhost:8080'

const PASSWORD = 'correct horse battery'

/** The HTTP frame and the people part on a private database, without a port: requests are injected. */
export async function testApp(
  options: Partial<HttpOptions> & {
    readonly attemptsPerMinute?: number
    /** What main.ts hands to access besides. */
    readonly access?: Partial<AccessOptions>
  } = {},
) {
  const database = await testDatabase<AccessTables>()
  const { db } = database
  const clock = { now: new Date('2026-03-02T09:00:00Z') }
  const saved: object[] = []
  const access = createAccess({
    db,
    log: silentLog,
    secret: 'a secret of at least thirty-two characters',
    publicUrl: options.publicUrl ?? ORIGIN,
    now: () => clock.now,
    readCompany: async () => ({
      name: 'Muster GmbH',
      currency: 'EUR',
      time_zone: 'Europe/Berlin',
      language: 'de',
    }),
    saveCompany: async (_tx, body) => {
      saved.push(body)
    },
    attemptsPerMinute: options.attemptsPerMinute ?? 1000,
    ...options.access,
  })
  const app = await buildHttp({
    log: silentLog,
    publicUrl: ORIGIN,
    ready: async () => true,
    version: '0.0.0',
    authorize: access.authorize,
    isPermission: access.isPermission,
    ...options,
  })
  await app.register(access.routes)
  return {
    app,
    access,
    db,
    pool: database.pool,
    url: database.url,
    clock,
    saved,
    async [Symbol.asyncDispose]() {
      await app.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

export type TestApp = Awaited<ReturnType<typeof testApp>>

type Answer = {
  readonly status: number
  readonly body: unknown
  readonly cookie: string
  readonly headers: Readonly<Record<string, unknown>>
}

/** One request as a browser of this site sends it. */
export async function ask(
  { app }: Pick<TestApp, 'app'>,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  options: {
    readonly body?: object
    readonly cookie?: string
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Promise<Answer> {
  const response = await app.inject({
    method,
    url,
    headers: {
      host: 'localhost:8080',
      origin: ORIGIN,
      ...(options.cookie ? { cookie: options.cookie } : {}),
      ...options.headers,
    },
    ...(options.body ? { payload: options.body } : {}),
  })
  const cookie = [response.headers['set-cookie'] ?? []]
    .flat()
    .map((line) => line.split(';')[0])
    .join('; ')
  const isJson = String(response.headers['content-type']).startsWith('application/json')
  const body: unknown = isJson && response.body !== '' ? response.json() : response.body
  return { status: response.statusCode, body, cookie, headers: response.headers }
}

/** Uses the set-up link; the cookie of the administrator. */
export async function setUp(server: TestApp, email = 'erika@example.com'): Promise<string> {
  const link = new URL((await server.access.setupLink()) ?? 'about:blank')
  const answer = await ask(server, 'POST', '/api/setup', {
    body: {
      token: link.searchParams.get('token') ?? '',
      name: 'Erika Muster',
      email,
      password: PASSWORD,
      company_name: 'Muster GmbH',
    },
  })
  if (answer.status !== 201) throw new Error(`set-up failed: ${JSON.stringify(answer.body)}`)
  return answer.cookie
}
