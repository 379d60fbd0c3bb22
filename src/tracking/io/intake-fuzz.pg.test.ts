// Anybody may send anything to the public endpoints: 50,000 spoilt payloads, or as many as
//   REGELKREIS_TEST_FUZZ=1000000 node --test src/tracking/io/intake-fuzz.pg.test.ts
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AGENT,
  hit,
  makeWebsite,
  SITE,
  testIntake,
  WRITE_KEY,
} from '../../../test/helpers/intake.ts'
import { WIRE_LIMITS } from '../wire.ts'

const PAYLOADS = Number(process.env.REGELKREIS_TEST_FUZZ ?? 50_000)
const SEED = Number(process.env.REGELKREIS_TEST_SEED ?? Date.now() % 1_000_000)
const AT_ONCE = 100
const GROWTH_MAX_MB = 200

/** mulberry32: the same numbers again for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
const random = randomFrom(SEED)
const below = (end: number): number => Math.floor(random() * end)
const oneOf = <T>(items: readonly T[]): T => items[below(items.length)] as T

/** What has broken programs before. */
const NASTY: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  -0.5,
  2 ** 53,
  '',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '😀'.repeat(200),
  "'; drop table tracking.event; --",
  '{"a":1}',
  '{a,b}',
  '\\',
  '"',
  '%',
  '%E0%A4%A',
  'javascript:alert(1)',
  'http://[::1',
  'https://user:pass@host/',
  'https://www.pumpen.example/%00?utm_source=%00&gclid=%ff',
  `https://www.pumpen.example/?utm_campaign=${'x'.repeat(300)}`,
  `https://www.pumpen.example/${'ä'.repeat(3_000)}`,
  'x'.repeat(5_000),
  [],
  [[[[]]]],
  {},
  { __proto__: 1 },
  { constructor: { prototype: { polluted: 1 } } },
  Number.MAX_SAFE_INTEGER,
  8_640_000_000_000_001,
]
const TEXTS = [
  '\u0000',
  '\\u0000',
  '"__proto__":{"polluted":1},',
  '[',
  ']',
  '{',
  '}',
  '"',
  ',',
  '\\',
  '9'.repeat(400),
  'ÿ',
  '\ud800',
]

const wireBody = (): Record<string, unknown> => ({
  s: Date.now(),
  b: Array.from({ length: 1 + below(3) }, () =>
    hit({
      n: oneOf(['page', 'event', 'form', 'out', 'file', 'engage', 'identify', 'consent', 'x']),
      c: below(3),
      v: 'vvvvvvvvvvvvvvvvvvvvvv',
      e: 'demo',
      p: { product: 'P 200', to: 'https://a.example/b.pdf', form: 'kontakt', email: 'a@b.example' },
      u: `https://www.pumpen.example/${below(50)}?utm_source=${below(9)}&gclid=${below(99)}`,
      t: Date.parse('2026-03-02T08:59:00Z') - below(8 * 86_400_000),
      s: Date.parse('2026-03-02T09:00:00Z'),
    }),
  ),
})
const segmentBody = (): Record<string, unknown> => ({
  sentAt: '2026-03-02T09:00:00Z',
  batch: Array.from({ length: 1 + below(3) }, (_, index) => ({
    type: oneOf(['track', 'page', 'screen', 'identify', 'group', 'alias', 'x']),
    messageId: `m${below(1e6)}`,
    userId: `u${index}`,
    anonymousId: 'vvvvvvvvvvvvvvvvvvvvvv',
    event: 'demo',
    groupId: 'g',
    previousId: 'p',
    timestamp: oneOf(['2026-03-02T08:00:00Z', '2025-05-05', 'x', '+275760-09-13', '0000']),
    properties: { a: { b: { c: 1 } }, url: 'https://www.pumpen.example/' },
    traits: { email: 'a@b.example', address: { city: 'Köln' } },
    context: {
      page: { url: 'https://www.pumpen.example/a' },
      consent: { categoryPreferences: { marketing: true } },
    },
  })),
})

/** Puts something nasty somewhere into a value. */
function spoil(value: unknown): unknown {
  if (random() < 0.2 || typeof value !== 'object' || value === null) return oneOf(NASTY)
  const keys = Object.keys(value)
  if (keys.length === 0) return oneOf(NASTY)
  const key = oneOf(keys)
  const copy = structuredClone(value) as Record<string, unknown>
  if (random() < 0.1) delete copy[key]
  else copy[key] = spoil(copy[key])
  if (random() < 0.05) copy[oneOf(['__proto__', 'constructor', 'zzz', ''])] = oneOf(NASTY)
  return copy
}

function spoilText(text: string): string {
  const at = below(text.length)
  const kind = random()
  if (kind < 0.3) return text.slice(0, at)
  if (kind < 0.7) return text.slice(0, at) + oneOf(TEXTS) + text.slice(at)
  return text.slice(0, at) + text.slice(at + 1 + below(5))
}

function payload(body: () => object): string {
  let value: unknown = body()
  for (let times = 1 + below(3); times > 0; times -= 1) value = spoil(value)
  const text = JSON.stringify(value) ?? ''
  return random() < 0.3 && text.length > 0 ? spoilText(text) : text
}

const TYPES = [
  'text/plain',
  'text/plain;charset=UTF-8',
  'application/json',
  'application/xml',
  'multipart/form-data',
  '',
  'x',
]
const AUTHORIZATION = `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}`

test(`intake: ${PAYLOADS} spoilt payloads are answered (seed ${SEED})`, {
  timeout: 3_600_000,
}, async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  const statuses: Record<number, number> = {}
  const request = async () => {
    const isSegment = random() < 0.4
    const url = isSegment
      ? oneOf(['/v1/batch', '/v1/import', '/v1/track', '/v1/identify', '/v1/p', '/v1/g'])
      : oneOf(['/t', '/m/t'])
    const isUsual = random() < 0.9
    const text = payload(isSegment ? segmentBody : wireBody)
    const answer = await server.request({
      method: 'POST',
      url,
      headers: {
        'content-type': isUsual ? 'text/plain' : oneOf(TYPES),
        'user-agent': isUsual ? AGENT : 'x',
        ...(isUsual ? { 'accept-language': 'de' } : {}),
        ...(isSegment && isUsual ? { authorization: AUTHORIZATION } : {}),
        ...(isSegment && !isUsual
          ? { authorization: oneOf(['Basic', 'Basic !!', 'Bearer x']) }
          : {}),
        cookie: oneOf(['', 'rk_v=x', `rk_v=${'v'.repeat(22)}`, '=;=;;']),
        origin: oneOf(['https://www.pumpen.example', 'null', 'x', '']),
      },
      payload: text,
    })
    statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1
    assert(answer.statusCode < 500, `${answer.statusCode} for ${url} ${text.slice(0, 2_000)}`)
  }
  const rounds = Math.ceil(PAYLOADS / AT_ONCE)
  let after = 0
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(Array.from({ length: AT_ONCE }, request))
    // The caches are full after a tenth; from there on nothing may grow.
    if (round === Math.floor(rounds / 10)) after = process.memoryUsage().rss
  }
  const grownMb = (process.memoryUsage().rss - after) / 1024 ** 2
  process.stdout.write(`# ${JSON.stringify(statuses)}, memory grew by ${Math.round(grownMb)} MB\n`)
  assert.deepEqual(server.intake.counts.refused.unstorable, undefined)
  assert((statuses[202] ?? 0) > PAYLOADS / 5, 'most are taken in part')
  assert(grownMb < GROWTH_MAX_MB, `memory grew by ${grownMb} MB`)
  assert.equal(({} as { polluted?: unknown }).polluted, undefined)
  // It still works.
  await server.take(hit())
})

test('intake: what is too large, too deep or of another type is refused and does no harm', async () => {
  await using server = await testIntake()
  await makeWebsite(server)
  const large = JSON.stringify({ b: [hit({ p: { a: 'x'.repeat(WIRE_LIMITS.bodyBytes) } })] })
  assert.equal((await server.send(large)).statusCode, 413)
  const deep = `{"k":"${SITE}","p":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
  assert.equal((await server.send(deep)).statusCode, 202)
  assert.equal((await server.send('[')).statusCode, 400)
  assert.equal((await server.send('3')).statusCode, 400)
  const types = [
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/html',
  ]
  for (const type of types) {
    const answer = await server.send({ b: [hit()] }, { headers: { 'content-type': type } })
    assert.equal(answer.statusCode, 415)
    // The browser of the website has to see the answer, or it sends again.
    assert.equal(answer.headers['access-control-allow-origin'], 'https://www.pumpen.example')
  }
  const polluting = `{"b":[{"__proto__":{"isAdmin":true},"k":"${SITE}"}],"__proto__":{"polluted":1}}`
  assert.equal((await server.send(polluting)).statusCode, 202)
  assert.equal(({} as { polluted?: unknown }).polluted, undefined)
  const nul = hit({ n: 'event', e: 'a\u0000b', p: { 'x\u0000': 'y\u0000z' }, l: '\u0000' })
  await server.take(nul)
  assert.deepEqual(await server.rows('select name, properties from tracking.event'), [
    { name: 'ab', properties: { x: 'yz' } },
  ])
})
