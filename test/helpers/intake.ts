// The intake with its routes on a private database, without a port: requests are injected.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import inject, { type InjectOptions } from 'light-my-request'
import { assert } from '../../src/kernel/assert.ts'
import { buildHttp } from '../../src/platform/http.ts'
import { silentLog } from '../../src/platform/log.ts'
import type { OnTaken } from '../../src/tracking/io/taken.ts'
import { createTaking } from '../../src/tracking/io/taking.ts'
import { TrackingSettings } from '../../src/tracking/settings.ts'
import { type TestDatabase, testDatabase } from './database.ts'

export const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
export const IP = '203.0.113.7'
export const SITE = 'pumpen'
export const WRITE_KEY = 'schluessel-zum-schreiben'

export const messageId = (): string => randomBytes(16).toString('base64url')

type Fields = Readonly<Record<string, unknown>>

/** A page view without consent, with whatever a test says of it. */
export const hit = (fields: Fields = {}): Record<string, unknown> => ({
  k: SITE,
  m: messageId(),
  n: 'page',
  u: 'https://www.pumpen.example/',
  r: '',
  c: 0,
  w: 1280,
  l: 'de-DE',
  x: '88a9e8',
  h: 0,
  ...fields,
})

export type SendOptions = {
  readonly ip?: string
  readonly agent?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly path?: string
}

export type TestIntakeOptions = {
  readonly settings?: Fields
  readonly listeners?: readonly OnTaken[]
  readonly countryFile?: string | null
  readonly waitingMax?: number
  /** Another one of the same database: what a restart finds. */
  readonly database?: TestDatabase<unknown>
  readonly now?: Date
}

export async function testIntake(options: TestIntakeOptions = {}) {
  const database = options.database ?? (await testDatabase())
  const clock = { now: options.now ?? new Date('2026-03-02T09:00:00Z') }
  const settings = { now: TrackingSettings.parse(options.settings ?? {}) }
  const taking = createTaking({
    db: database.db,
    pool: database.pipelined,
    log: silentLog,
    now: () => clock.now,
    settings: async () => settings.now,
    timeZone: () => 'Europe/Berlin',
    countryFile: options.countryFile ?? null,
    listeners: options.listeners ?? [],
    ...(options.waitingMax === undefined ? {} : { waitingMax: options.waitingMax }),
  })
  await taking.prepare()
  const app = await buildHttp({
    log: silentLog,
    publicUrl: 'http://localhost:8080',
    ready: async () => true,
    version: '0.0.0',
    trustedProxies: ['127.0.0.1'],
    authorize: async () => {
      throw new Error('nothing here needs a session')
    },
    isPermission: () => true,
  })
  await app.register(taking.routes)
  await app.ready()

  /** One request as it comes over a port: ahead of the routes first. */
  const request = (options: InjectOptions) =>
    inject((message, response) => app.server.emit('request', message, response), options)
  /** One request as the script sends it. */
  const send = (
    body: unknown,
    { ip = IP, agent = AGENT, headers = {}, path = '/t' }: SendOptions = {},
  ) =>
    request({
      method: 'POST',
      url: path,
      headers: {
        'content-type': 'text/plain;charset=UTF-8',
        'user-agent': agent,
        'accept-language': 'de-DE',
        origin: 'https://www.pumpen.example',
        host: 'daten.pumpen.example',
        'x-forwarded-for': ip,
        ...headers,
      },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const rows = async <Row>(text: string): Promise<Row[]> =>
    (await sql.raw<Row>(text).execute(database.db)).rows

  return {
    ...taking,
    app,
    database,
    clock,
    settings,
    request,
    send,
    rows,
    /** Takes a hit, or several in one request; it must have been taken. */
    async take(...hits: readonly unknown[]) {
      const answer = await send({ b: hits })
      assert(answer.statusCode === 202, `answered with ${answer.statusCode} ${answer.body}`)
      return answer
    },
    /** Moves the clock on. */
    after(minutes: number) {
      clock.now = new Date(clock.now.getTime() + minutes * 60_000)
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      if (!options.database) await database[Symbol.asyncDispose]()
    },
  }
}

export type TestIntake = Awaited<ReturnType<typeof testIntake>>

/** A website of the company; its number is the answer. */
export async function makeWebsite(
  { rows }: Pick<TestIntake, 'rows'>,
  fields: { readonly mode?: string; readonly key?: string; readonly writeKey?: string } = {},
): Promise<number> {
  const { mode = 'cookieless', key = SITE, writeKey = WRITE_KEY } = fields
  const [row] = await rows<{ number: number }>(`
    insert into tracking.website (name, key, write_key, domains, before_consent)
    values ('Pumpen', '${key}', '${writeKey}', '{pumpen.example}', '${mode}')
    returning number`)
  assert(row, 'the website is there')
  return row.number
}
