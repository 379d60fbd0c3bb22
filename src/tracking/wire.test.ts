import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { cut, type Hit, instantOf, readWire, WIRE_LIMITS } from './wire.ts'

const RECEIVED = Date.parse('2026-03-02T10:00:00Z')
const ID = 'AAAAAAAAAAAAAAAAAAAAAA'
const VISITOR = 'vvvvvvvvvvvvvvvvvvvvvv'
const page = {
  k: 'site-1',
  m: ID,
  n: 'page',
  t: RECEIVED - 4_000,
  u: 'https://www.pumpen.example/preise?utm_source=newsletter',
  r: 'https://www.google.com/',
  c: 1,
  v: VISITOR,
  w: 1280,
  l: 'de-DE',
  x: '88a9e8',
  h: 0,
}
const batch = (...hits: unknown[]) => ({ s: RECEIVED - 1_000, b: hits })
function only(hit: unknown): Hit {
  const read = readWire(batch(hit), RECEIVED)
  assert.deepEqual(read?.refused, [])
  const found = read?.hits[0]
  assert(found)
  return found
}
const refusedField = (hit: unknown) => readWire(batch(hit), RECEIVED)?.refused[0]?.field

test('wire: a page view, in words', () => {
  assert.deepEqual(only(page), {
    siteKey: 'site-1',
    messageId: ID,
    kind: 'page',
    // 3 s passed between the view and its sending.
    at: RECEIVED - 3_000,
    address: 'https://www.pumpen.example/preise?utm_source=newsletter',
    referrer: 'https://www.google.com/',
    consent: 'statistics',
    visitorId: VISITOR,
    name: null,
    target: null,
    properties: {},
    firstMessageId: null,
    viewportWidth: 1280,
    language: 'de-DE',
    scriptVersion: '88a9e8',
    isAutomated: false,
  })
})

test('wire: one hit alone is a batch of one', () => {
  const read = readWire({ ...page, s: RECEIVED - 1_000 }, RECEIVED)
  assert.deepEqual(read, readWire(batch(page), RECEIVED))
})

test('wire: without site, message id, kind or address nothing can be counted', () => {
  for (const letter of ['k', 'm', 'n', 'u'] as const) {
    for (const value of [undefined, null, 7, '', 'ä ö', {}]) {
      assert.equal(refusedField({ ...page, [letter]: value }), letter, `${letter}: ${value}`)
    }
  }
  for (const u of ['file:///home/anna', 'javascript:alert(1)', '/preise', 'https://']) {
    assert.equal(refusedField({ ...page, u }), 'u', u)
  }
})

test('wire: one bad hit does not take the others with it', () => {
  const read = readWire(batch(page, null, { ...page, m: 'short' }, 'x', page), RECEIVED)
  assert.equal(read?.hits.length, 2)
  assert.deepEqual(read?.refused, [
    { index: 1, field: 'b' },
    { index: 2, field: 'm' },
    { index: 3, field: 'b' },
  ])
})

test('wire: what else is wrong is left out', () => {
  const hit = only({ ...page, t: 'x', r: 7, c: '2', v: 'x', w: -1, l: {}, x: null, h: 'y', e: 1 })
  const { at, referrer, consent, visitorId, viewportWidth, language, scriptVersion, name } = hit
  assert.deepEqual(
    { at, referrer, consent, visitorId, viewportWidth, language, scriptVersion, name },
    {
      at: RECEIVED,
      referrer: '',
      consent: 'none',
      visitorId: null,
      viewportWidth: null,
      language: null,
      scriptVersion: null,
      name: null,
    },
  )
})

test('wire: lengths are cut, not refused', () => {
  const u = `https://www.pumpen.example/?utm_campaign=${'k'.repeat(300)}&x=${'y'.repeat(9_000)}`
  const event = {
    ...page,
    n: 'event',
    u,
    e: 'e'.repeat(500),
    p: { ['n'.repeat(99)]: 'v'.repeat(999) },
  }
  const hit = only(event)
  assert.equal(hit.address, u.slice(0, 4_096))
  assert.equal(hit.name, 'e'.repeat(100))
  assert.deepEqual(hit.properties, { ['n'.repeat(64)]: 'v'.repeat(255) })
})

test('wire: a cut splits neither a character nor its percent signs', () => {
  assert.equal(cut('aaa😀', 4), 'aaa')
  const base = 'https://www.pumpen.example/?x='
  for (const cutAway of [1, 2]) {
    const filler = 'y'.repeat(WIRE_LIMITS.addressCharacters - base.length - 3 + cutAway)
    const { address } = only({ ...page, u: `${base}${filler}%C3%A4` })
    assert.equal(address, `${base}${filler}`)
    assert.doesNotThrow(() => decodeURIComponent(address))
  }
})

test('wire: what a database cannot hold is taken out', () => {
  const hit = only({ ...page, n: 'event', e: 'a\u0000b\ud800c', p: { 'k\u0000': 'x\u0007\ud83d' } })
  assert.equal(hit.name, 'ab\ufffdc')
  assert.deepEqual(hit.properties, { k: 'x' })
})

test('wire: addresses lose their credentials', () => {
  const hit = only({
    ...page,
    u: 'https://anna:geheim@www.pumpen.example/a',
    r: 'https://x:y@b.example/',
  })
  assert.equal(hit.address, 'https://www.pumpen.example/a')
  assert.equal(hit.referrer, 'https://b.example/')
})

test('wire: an app may be a referrer', () => {
  const r = 'android-app://com.google.android.gm/'
  assert.equal(only({ ...page, r }).referrer, r)
})

test('wire: no visitor without consent, but one in the hit that withdraws it', () => {
  assert.equal(only({ ...page, c: 0 }).visitorId, null)
  const withdrawn = only({ ...page, n: 'consent', c: 0, f: ID })
  assert.deepEqual(
    [withdrawn.consent, withdrawn.visitorId, withdrawn.firstMessageId],
    ['none', VISITOR, null],
  )
})

test('wire: consent names the page view that came before it', () => {
  assert.equal(only({ ...page, n: 'consent', c: 2, f: ID }).firstMessageId, ID)
  assert.equal(only({ ...page, n: 'page', f: ID }).firstMessageId, null)
})

test('wire: who somebody is, only with consent for marketing', () => {
  const identify = { ...page, n: 'identify', p: 'anna@pumpen.example' }
  assert.equal(refusedField({ ...identify, c: 0 }), 'c')
  assert.equal(refusedField({ ...identify, c: 1 }), 'c')
  assert.deepEqual(only({ ...identify, c: 2 }).properties, { email: 'anna@pumpen.example' })
  const known = { ...identify, c: 2, p: { id: 'K-17' } }
  assert.deepEqual(only(known).properties, { id: 'K-17' })
})

test('wire: clicks have a target, forms a name', () => {
  const click = (to: string) => only({ ...page, n: 'out', p: { to } }).target
  assert.equal(click('https://u:p@partner.example/a'), 'https://partner.example/a')
  assert.equal(click('mailto:info@pumpen.example?subject=Krank'), 'mailto:info@pumpen.example')
  assert.equal(click('tel:+49301234567'), 'tel:+49301234567')
  assert.equal(click('javascript:alert(1)'), null)
  assert.equal(only({ ...page, n: 'form', p: { form: 'demo' } }).name, 'demo')
})

test('wire: properties are flat, few, and reach nowhere', () => {
  const given = JSON.parse(
    '{"__proto__":{"isAdmin":true},"constructor":"x","price":4.5,"isNew":true,"list":[1],"deep":{"a":1},"no":null}',
  )
  const { properties } = only({ ...page, n: 'event', e: 'x', p: given })
  assert.deepEqual(properties, { price: 4.5, isNew: true })
  assert.equal((properties as { isAdmin?: boolean }).isAdmin, undefined)
  const many = Object.fromEntries(Array.from({ length: 99 }, (_, index) => [`p${index}`, index]))
  const kept = only({ ...page, n: 'event', e: 'x', p: many }).properties
  assert.equal(Object.keys(kept).length, WIRE_LIMITS.properties)
})

test('wire: more hits than fit are named, not taken', () => {
  const read = readWire(batch(...Array.from({ length: 52 }, () => page)), RECEIVED)
  assert.equal(read?.hits.length, 50)
  assert.deepEqual(read?.refused, [
    { index: 50, field: 'b' },
    { index: 51, field: 'b' },
  ])
})

test('wire: instants follow the server, whatever the clock of the visitor says', () => {
  const year = 365 * 86_400_000
  // A clock that is a year late, a hit that waited an hour.
  assert.equal(
    instantOf(RECEIVED - year - 3_600_000, RECEIVED - year, RECEIVED),
    RECEIVED - 3_600_000,
  )
  // Put back while it waited.
  assert.equal(instantOf(RECEIVED + 5_000, RECEIVED, RECEIVED), RECEIVED)
  assert.equal(
    instantOf(RECEIVED - WIRE_LIMITS.ageMs, RECEIVED, RECEIVED),
    RECEIVED - 7 * 86_400_000,
  )
  assert.equal(instantOf(RECEIVED - WIRE_LIMITS.ageMs - 1, RECEIVED, RECEIVED), null)
  assert.equal(refusedField({ ...page, t: RECEIVED - 8 * 86_400_000 }), 't')
})

test('wire: what is no request is none', () => {
  for (const body of [undefined, null, 7, 'x', [], [page], true]) {
    assert.equal(readWire(body, RECEIVED), null)
  }
  assert.deepEqual(readWire({}, RECEIVED), { hits: [], refused: [{ index: 0, field: 'k' }] })
})

test('wire: whatever comes, it is read or refused, within the limits', () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true })
  const mutated = fc
    .record({ letter: fc.constantFrom(...Object.keys(page), 'p', 'e', 'f', 's'), value: anything })
    .map(({ letter, value }) => ({ ...page, n: 'event', [letter]: value }))
  fc.assert(
    fc.property(fc.oneof(anything, mutated), (hit) => {
      const read = readWire(batch(hit), RECEIVED)
      assert(read)
      assert.equal(read.hits.length + read.refused.length, 1)
      for (const { address, name, properties, at } of read.hits) {
        assert(address.length <= WIRE_LIMITS.addressCharacters)
        assert((name ?? '').length <= WIRE_LIMITS.nameCharacters)
        assert(Object.keys(properties).length <= WIRE_LIMITS.properties)
        assert(Number.isFinite(at))
      }
    }),
    { numRuns: 2_000, seed: 5 },
  )
})
