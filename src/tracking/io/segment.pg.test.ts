import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Analytics } from '@segment/analytics-node'
import {
  hit,
  makeWebsite,
  SITE,
  type TestIntake,
  testIntake,
  WRITE_KEY,
} from '../../../test/helpers/intake.ts'
import type { TakenEvent } from '../taken.ts'

const VISITOR = 'vvvvvvvvvvvvvvvvvvvvvv'
const VISITOR_UUID = 'befbefbe-fbef-befb-efbe-fbefbefbefbe'

const listen = async ({ app }: TestIntake): Promise<string> =>
  app.listen({ host: '127.0.0.1', port: 0 })

const names = async (server: TestIntake) =>
  server.rows(
    'select kind::text, name, count(*)::int as events from tracking.event group by 1, 2 order by 1, 2',
  )

const post = (server: TestIntake, path: string, body: object, key: string | null = WRITE_KEY) =>
  server.app.inject({
    method: 'POST',
    url: `/v1/${path}`,
    headers:
      key === null ? {} : { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` },
    payload: body,
  })

test('segment: the official client, every type of call', async () => {
  const heard: TakenEvent[] = []
  await using server = await testIntake({
    now: new Date(),
    listeners: [
      async (_tx, { events }) => {
        heard.push(...events)
      },
    ],
  })
  await makeWebsite(server)
  await server.take(hit({ c: 2, v: VISITOR }))
  server.after(1)
  const client = new Analytics({ writeKey: WRITE_KEY, host: await listen(server) })
  const failed: unknown[] = []
  client.on('error', (error) => failed.push(error))
  const anonymousId = VISITOR
  client.track({
    anonymousId,
    event: 'Order Completed',
    properties: { total: 12.5, nested: { a: 1 } },
  })
  client.page({
    anonymousId,
    name: 'Preise',
    properties: { url: 'https://www.pumpen.example/preise' },
  })
  client.screen({ userId: 'u1', name: 'Start' })
  client.identify({ anonymousId, userId: 'u1', traits: { email: 'anna@kunde.example' } })
  client.group({ anonymousId, userId: 'u1', groupId: 'kunde', traits: { name: 'Kunde AG' } })
  client.alias({ userId: 'u1', previousId: 'u0' })
  await client.closeAndFlush()
  assert.deepEqual(failed, [])
  assert.deepEqual(await names(server), [
    { kind: 'i', name: 'alias', events: 1 },
    { kind: 'i', name: 'group', events: 1 },
    { kind: 'i', name: 'identify', events: 1 },
    { kind: 'p', name: null, events: 1 },
    { kind: 's', name: 'Order Completed', events: 1 },
    { kind: 's', name: 'Preise', events: 1 },
    { kind: 's', name: 'Start', events: 1 },
  ])
  // What a server reports belongs to the visit that is open, and neither begins nor prolongs one.
  assert.deepEqual(
    await server.rows(
      'select pages, events, bot, started_at = ended_at as short from tracking.visit',
    ),
    [{ pages: 1, events: 2, bot: null, short: true }],
  )
  const identified = heard.find(({ name }) => name === 'identify')
  assert.deepEqual(
    [identified?.properties, identified?.userId, identified?.visitorId, identified?.consent],
    [{ email: 'anna@kunde.example' }, 'u1', VISITOR_UUID, 'marketing'],
  )
  const { properties } = heard.find(({ name }) => name === 'Order Completed') ?? {}
  assert.deepEqual(properties, { total: 12.5, 'nested.a': 1 })
  assert.deepEqual(heard.find(({ name }) => name === 'group')?.properties, {
    group: 'kunde',
    name: 'Kunde AG',
  })
  const kept = await server.rows<{ row: string }>('select e::text as row from tracking.event e')
  for (const { row } of kept) assert.doesNotMatch(row, /anna@|Kunde AG|u1/)
})

test('segment: 10,000 events of which 30 % are sent twice are 10,000 events', async () => {
  await using server = await testIntake({ now: new Date() })
  await makeWebsite(server)
  const client = new Analytics({
    writeKey: WRITE_KEY,
    host: await listen(server),
    maxEventsInBatch: 500,
    flushInterval: 100,
  })
  for (let index = 0; index < 10_000; index += 1) {
    const event = { userId: `u${index % 50}`, event: `e${index % 4}`, messageId: `m${index}` }
    client.track(event)
    if (index % 10 < 3) client.track(event)
  }
  await client.closeAndFlush()
  assert.deepEqual(
    await names(server),
    [0, 1, 2, 3].map((index) => ({ kind: 's', name: `e${index}`, events: 2_500 })),
  )
  // More when the machine is so slow that the client does not wait for an answer and sends once more.
  assert.ok(server.intake.counts.repeated >= 3_000)
})

test('segment: the client tries again what was refused for now', async () => {
  await using server = await testIntake({ now: new Date() })
  await makeWebsite(server)
  let refusals = 0
  const host = await listen(server)
  const client = new Analytics({
    writeKey: WRITE_KEY,
    host,
    httpClient: async (url: string, options: object) => {
      if (refusals < 2) {
        refusals += 1
        return new Response('', {
          status: refusals === 1 ? 503 : 429,
          headers: { 'retry-after': '1' },
        })
      }
      return fetch(url, options)
    },
  })
  client.track({ userId: 'u1', event: 'once' })
  await client.closeAndFlush({ timeout: 20_000 })
  assert.deepEqual(await names(server), [{ kind: 's', name: 'once', events: 1 }])
})

test('segment: each message is judged alone, the answer is 200 and names what was not taken', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  const batch = [
    { type: 'track', userId: 'u', event: 'ok', messageId: 'a' },
    { type: 'track', userId: 'u', messageId: 'b' },
    { type: 'dance', userId: 'u', messageId: 'c' },
    { type: 'page', messageId: 'd' },
    'text',
    { type: 'group', userId: 'u' },
    { type: 'track', userId: 'u', event: 'old', timestamp: '2020-01-01T00:00:00Z' },
  ]
  const answer = await post(server, 'batch', { batch })
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(answer.json(), {
    success: true,
    rejected: [
      { index: 1, messageId: 'b', reason: 'no_event' },
      { index: 2, messageId: 'c', reason: 'unknown_type' },
      { index: 3, messageId: 'd', reason: 'nobody' },
      { index: 4, messageId: null, reason: 'no_object' },
      { index: 5, messageId: null, reason: 'no_group' },
      { index: 6, messageId: null, reason: 'too_old' },
    ],
  })
  assert.equal((await post(server, 'track', { userId: 'u', event: 'x' }, 'wrong')).statusCode, 401)
  assert.equal((await post(server, 'track', { userId: 'u', event: 'x' }, null)).statusCode, 401)
  assert.deepEqual(await names(server), [{ kind: 's', name: 'ok', events: 1 }])
})

test('segment: a clock that is wrong is put right, history keeps its day', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  await post(server, 'batch', {
    sentAt: '2026-03-02T12:00:00Z',
    batch: [{ type: 'track', userId: 'u', event: 'skewed', timestamp: '2026-03-02T11:50:00Z' }],
  })
  await post(server, 'import', {
    batch: [{ type: 'track', userId: 'u', event: 'history', timestamp: '2025-11-05T10:00:00Z' }],
  })
  const found = await server.rows<{ name: string; at: Date }>(
    'select name, at from tracking.event order by at',
  )
  assert.deepEqual(
    found.map(({ name, at }) => [name, at.toISOString()]),
    [
      ['history', '2025-11-05T10:00:00.000Z'],
      ['skewed', '2026-03-02T08:50:00.000Z'],
    ],
  )
})

test('segment: analytics.js with the key of the site is a browser, and consent rules it', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  const settings = await server.app.inject({
    url: `/v1/projects/${SITE}/settings`,
    headers: { host: 'daten.pumpen.example' },
  })
  const { integrations, metrics } = settings.json()
  assert.deepEqual(integrations, {
    'Segment.io': { apiKey: SITE, apiHost: 'daten.pumpen.example/v1', protocol: 'http' },
  })
  assert.deepEqual(metrics, { host: 'daten.pumpen.example/v1', sampleRate: 0 })
  // The secret of servers is no key for a browser.
  const secret = await server.app.inject({ url: `/v1/projects/${WRITE_KEY}/settings` })
  assert.equal(secret.statusCode, 404)
  const message = (analytics: boolean) => ({
    writeKey: SITE,
    anonymousId: '0b9d3ae4-6a0b-4f4b-9d3a-e46a0b4f4b9d',
    messageId: `m ${analytics}`,
    context: {
      page: { url: 'https://www.pumpen.example/?utm_source=messe', referrer: '' },
      consent: { categoryPreferences: { Analytics: analytics } },
    },
  })
  for (const consent of [false, true]) {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/v1/p',
      headers: {
        'content-type': 'text/plain',
        'user-agent': 'Mozilla/5.0 Firefox/140',
        'accept-language': 'de',
      },
      payload: JSON.stringify(message(consent)),
    })
    assert.equal(answer.statusCode, 200)
  }
  assert.deepEqual(
    await server.rows(
      "select visitor::text ~ '^0b9d3ae4' as same, source, pages from tracking.visit order by id",
    ),
    [
      { same: false, source: 'messe', pages: 1 },
      { same: true, source: 'messe', pages: 1 },
    ],
  )
})

test('segment: who somebody is, as analytics.js says it with the key of the site', async () => {
  const heard: TakenEvent[] = []
  await using server = await testIntake({
    listeners: [
      async (_tx, { events }) => {
        heard.push(...events)
      },
    ],
  })
  await makeWebsite(server)
  // The format in which analytics-next 1.84 sends: one message to the path of its first letter, the key in the body.
  const say = (path: string, message: object) =>
    server.send(
      {
        ...{ writeKey: SITE, anonymousId: '0b9d3ae4-6a0b-4f4b-9d3a-e46a0b4f4b9d', ...message },
        ...{ messageId: `ajs-next-${path}`, integrations: {}, _metadata: { bundled: [] } },
        ...{ timestamp: '2026-03-02T08:59:59.000Z', sentAt: '2026-03-02T09:00:00.000Z' },
        context: {
          page: {
            url: 'https://www.pumpen.example/konto',
            path: '/konto',
            referrer: '',
            search: '',
          },
          consent: { categoryPreferences: { Marketing: true } },
          library: { name: 'analytics.js', version: 'npm:next-1.84.3' },
          locale: 'de-DE',
        },
      },
      { path: `/v1/${path}` },
    )
  const answers = [
    await say('p', { type: 'page', properties: { url: 'https://www.pumpen.example/konto' } }),
    await say('t', { type: 'track', event: 'demo_request', properties: { total: 3 } }),
    await say('i', { type: 'identify', userId: 'u1', traits: { email: 'anna@kunde.example' } }),
    await say('g', { type: 'group', groupId: 'kunde.example', traits: { employees: 9 } }),
    await say('a', { type: 'alias', userId: 'u2', previousId: 'u1' }),
    await server.send(
      { series: [{ type: 'Counter', metric: 'analytics_js.invoke' }] },
      { path: '/v1/m' },
    ),
  ]
  assert.deepEqual(
    answers.map((answer) => answer.statusCode),
    [200, 200, 200, 200, 200, 200],
  )
  assert.deepEqual(
    heard
      .map(({ kind, name, properties, consent }) => ({ kind, name, properties, consent }))
      .toSorted((a, b) => (String(a.name) < String(b.name) ? -1 : 1)),
    [
      ['identify', 'alias', { userId: 'u2', previousId: 'u1' }],
      ['event', 'demo_request', { total: 3 }],
      ['identify', 'group', { group: 'kunde.example', employees: 9 }],
      ['identify', 'identify', { userId: 'u1', email: 'anna@kunde.example' }],
      ['page', null, { url: 'https://www.pumpen.example/konto' }],
    ].map(([kind, name, properties]) => ({ kind, name, properties, consent: 'marketing' })),
  )
  assert.deepEqual(await server.rows('select pages, events, bot from tracking.visit'), [
    { pages: 1, events: 1, bot: null },
  ])
})
