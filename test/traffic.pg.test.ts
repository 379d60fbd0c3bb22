// Hits taken in by the real intake, down to what the screens of traffic read, through the whole program.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { passwordHash } from '../src/access/io/logins.ts'
import { createUser } from '../src/access/io/user-admin.ts'
import type {
  TrafficAnswer,
  TrustAnswer,
  VisitAnswer,
  VisitList,
} from '../src/tracking/traffic-shapes.ts'
import { ask } from './helpers/app.ts'
import { NOW, wholeProgram } from './helpers/program.ts'

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36'
const GOOGLEBOT = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
const HOME = 'https://www.pumpen.example'
const id = () => randomBytes(16).toString('base64url')

async function measured() {
  const program = await wholeProgram()
  const [email, password] = ['anna@example.com', 'ein langes passwort']
  const user = { name: 'Anna', email, role: 'administrator' } as const
  await createUser(program.db, user, await passwordHash(password), NOW)
  const { cookie } = await ask(program, 'POST', '/api/auth/sign-in/email', {
    body: { email, password },
  })
  const created = await ask(program, 'POST', '/api/websites', {
    cookie,
    body: { name: 'Pumpen', domains: ['pumpen.example'], before_consent: 'cookieless' },
  })
  assert.equal(created.status, 201, JSON.stringify(created.body))
  const { record } = created.body as { record: { key: string } }
  return {
    program,
    cookie,
    /** Hits ten seconds apart, from one browser. */
    send: async (agent: string, hits: readonly object[]) => {
      const t = NOW.getTime()
      const b = hits.map((hit, place) => ({
        ...{ k: record.key, m: id(), t: t - 60_000 + place * 10_000, c: 0, r: '', w: 390 },
        ...{ l: 'de-DE', x: '1', ...hit },
      }))
      const answer = await program.app.inject({
        method: 'POST',
        url: '/t',
        headers: { 'content-type': 'text/plain', 'user-agent': agent, 'accept-language': 'de-DE' },
        payload: JSON.stringify({ s: t, b }),
      })
      assert.ok(answer.statusCode < 300, answer.body)
    },
    read: async <Answer>(url: string): Promise<Answer> => {
      const answer = await ask(program, 'GET', url, { cookie })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.body as Answer
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  }
}

const MARCH = 'from=2026-03-01&until=2026-04-01'

test('traffic: the first read after hits were acknowledged is right, and every number opens', async () => {
  await using site = await measured()
  const { send, read, program } = site
  assert.equal((await read<TrafficAnswer>(`/api/traffic?${MARCH}`)).firstDay, null)
  const known = { c: 1, v: id() }
  await send(CHROME, [
    {
      n: 'page',
      u: `${HOME}/?utm_source=newsletter&utm_medium=email&utm_campaign=herbst`,
      ...known,
    },
    { n: 'page', u: `${HOME}/preise`, ...known },
    { n: 'event', u: `${HOME}/preise`, e: 'demo_request', ...known },
  ])
  await send(CHROME, [{ n: 'page', u: `${HOME}/preise`, c: 2, v: id() }])
  await send(GOOGLEBOT, [{ n: 'page', u: `${HOME}/` }])

  const traffic = await read<TrafficAnswer>(`/api/traffic?${MARCH}`)
  // Two visits of people: three page views; the direct one left after its page; 20 s and 0 s; the demo is a goal.
  assert.deepEqual(traffic.total, {
    ...{ visits: 2, visitors: 2, pageViews: 3, bounced: 1, seconds: 20, goals: 1 },
  })
  assert.deepEqual(
    traffic.rows.map(({ key, visits, goals }) => [key, visits, goals]),
    [
      ['direct', 1, 0],
      ['email', 1, 1],
    ],
  )
  assert.equal(traffic.firstDay, '2026-03-02')

  for (const [by, expected] of [
    ['source', [['newsletter / email', 1, 2]]],
    ['campaign', [['herbst', 1, 2]]],
    ['device', [['phone', 2, 3]]],
    [
      'page',
      [
        ['www.pumpen.example/preise', 2, 2],
        ['www.pumpen.example/', 1, 1],
      ],
    ],
  ] as const) {
    const { rows } = await read<TrafficAnswer>(`/api/traffic?${MARCH}&by=${by}`)
    assert.deepEqual(
      rows.map(({ key, visits, pageViews }) => [key, visits, pageViews]),
      expected,
      by,
    )
  }
  const goals = await read<TrafficAnswer>(`/api/traffic?${MARCH}&by=goal`)
  assert.equal(goals.labels[goals.rows[0]?.key ?? '']?.de, 'Demo angefragt')

  const { items } = await read<VisitList>(`/api/traffic/visits?${MARCH}&by=channel&key=email`)
  assert.equal(items.length, 1)
  const { visit, events } = await read<VisitAnswer>(`/api/traffic/visits/${items[0]?.id}`)
  assert.equal(visit.campaign, 'herbst')
  assert.equal(visit.ruleText.de, 'E-Mail als Quelle oder Medium')
  assert.deepEqual(
    events.map(({ kind, name }) => [kind, name]),
    [
      ['p', null],
      ['p', null],
      ['e', 'demo_request'],
    ],
  )
  const log = await read<VisitList>(`/api/traffic/visits?${MARCH}&by=bot`)
  assert.deepEqual(
    log.items.map(({ bot }) => bot),
    ['listed'],
  )

  const trust = await read<TrustAnswer>(`/api/data-trust?${MARCH}`)
  assert.deepEqual(trust.consent, { none: 0, statistics: 1, marketing: 1 })
  assert.deepEqual(
    trust.tagging.map(({ key, visits }) => [key, visits]),
    [
      ['nothing', 1],
      ['tagged', 1],
    ],
  )
  assert.deepEqual(
    trust.bots.map(({ key, visits }) => [key, visits]),
    [['listed', 1]],
  )
  assert.equal(trust.lag.events, 5)

  for (const url of [`/api/traffic?${MARCH}`, '/api/traffic/live', `/api/data-trust?${MARCH}`]) {
    assert.equal((await ask(program, 'GET', url)).status, 401, url)
  }
  const missing = await ask(program, 'GET', '/api/traffic/visits/1', { cookie: site.cookie })
  assert.equal(missing.status, 404)
})

test('data trust: each lead without a known channel has one reason, the share is that of the cockpit', async () => {
  await using site = await measured()
  const { program, cookie, read, send } = site
  const lead = async (last_name: string, values: object) => {
    const body = { last_name, created_on: NOW.toISOString(), ...values }
    const answer = await ask(program, 'POST', '/api/leads', { cookie, body })
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return (answer.body as { record: { id: string } }).record.id
  }
  await lead('Adler', { channel: 'trade_fair' })
  await lead('Brandt', { channel: 'direct' })
  const touched = await lead('Conrad', {})
  await lead('Dorn', {})
  const touch = { occurred_at: NOW.toISOString(), channel: 'trade_fair', lead_id: touched }
  await ask(program, 'POST', '/api/touchpoints', { cookie, body: touch })
  const reasons = async () => {
    const trust = await read<TrustAnswer>(`/api/data-trust?${MARCH}`)
    return Object.fromEntries(
      trust.reasons.map(({ reason, leads }) => [reason, leads.map(({ label }) => label)]),
    )
  }
  assert.deepEqual(await reasons(), {
    touch_known: ['Conrad'],
    only_direct: ['Brandt'],
    offline_without_source: ['Dorn'],
  })
  // A form without consent at that moment: more is not known of Dorn, but that.
  await send(CHROME, [{ n: 'form', u: `${HOME}/kontakt`, p: { form: 'kontakt' } }])
  assert.deepEqual((await reasons()).no_consent, ['Dorn'])
})

test('traffic: a strict website counts page views without a visit, and says so apart', async () => {
  await using site = await measured()
  const { send, read, program } = site
  await sql`update tracking.website set before_consent = 'strict'`.execute(program.db)
  await send(CHROME, [
    { n: 'page', u: `${HOME}/` },
    { n: 'page', u: `${HOME}/preise?utm_source=newsletter&utm_medium=email` },
    { n: 'page', u: `${HOME}/preise` },
  ])
  const traffic = await read<TrafficAnswer>(`/api/traffic?${MARCH}`)
  assert.equal(traffic.total.visits, 0)
  assert.deepEqual(traffic.uncounted, {
    pageViews: 3,
    count: 2,
    pages: [
      { page: 'www.pumpen.example/preise', pageViews: 2 },
      { page: 'www.pumpen.example/', pageViews: 1 },
    ],
  })
  const april = await read<TrafficAnswer>('/api/traffic?from=2026-04-01&until=2026-05-01')
  assert.deepEqual(april.uncounted, { pageViews: 0, count: 0, pages: [] })
  const email = await read<TrafficAnswer>(`/api/traffic?${MARCH}&channel=email`)
  assert.equal(email.uncounted, null, 'no channel is known of them')
})

test('traffic: a direct visit says beside its channel which one brought the visitor before', async () => {
  await using site = await measured()
  const { send, read } = site
  const visitor = { c: 1, v: id() }
  const hours = (count: number) => NOW.getTime() - count * 3_600_000
  await send(CHROME, [
    { n: 'page', u: `${HOME}/?utm_source=newsletter&utm_medium=email`, ...visitor, t: hours(30) },
    { n: 'page', u: `${HOME}/preise`, r: 'https://www.paypal.com/', ...visitor, t: hours(2) },
  ])
  await read(`/api/traffic?${MARCH}`)
  const { items } = await read<VisitList>(`/api/traffic/visits?${MARCH}`)
  assert.deepEqual(
    items.map(({ channel, lastNonDirect, referrerHost }) => [channel, lastNonDirect, referrerHost]),
    [
      ['direct', 'email', 'paypal.com'],
      ['email', 'email', null],
    ],
  )
})
