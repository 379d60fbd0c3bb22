import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { evidenceOf, NO_SURROUNDINGS } from './evidence.ts'
import { checkLink, deriveLink, linkNotes } from './link-rules.ts'
import {
  callerOf,
  channelOfLink,
  codeOf,
  isCode,
  isTarget,
  linkAddress,
  redirectAddress,
} from './links.ts'
import { checkedUtm, MEDIA, utmWord } from './utm-words.ts'
import { webChannel } from './web-channel.ts'

const utmOf = (given: Parameters<typeof checkedUtm>[0]) => checkedUtm(given).utm
const none = utmOf({})

// By hand: 61 is the last sign, 62 = 1 * 62 + 0, 2^48 - 1 divided by 62 again and again.
const codes: readonly (readonly [number, string])[] = [
  [0, '000000000'],
  [61, '00000000z'],
  [62, '000000010'],
  [2 ** 48 - 1, '1HvWXNAa7'],
]
for (const [random, code] of codes) {
  test(`code: ${random} is ${code}`, () => assert.equal(codeOf(random), code))
}

test('code: two numbers never share one, and every one is a code', () => {
  const any = fc.integer({ min: 0, max: 2 ** 48 - 1 })
  fc.assert(
    fc.property(any, any, (a, b) => {
      assert(isCode(codeOf(a)))
      assert.equal(codeOf(a) === codeOf(b), a === b)
    }),
  )
  assert.throws(() => codeOf(2 ** 48), /48 bits/)
})

test('target: only websites, without a password', () => {
  for (const good of [
    'https://muster.example/a?b=c#d',
    'http://muster.example',
    'https://müller.example/',
  ]) {
    assert.equal(isTarget(good), true, good)
  }
  const bad = [
    ...[
      '',
      'muster.example',
      '/preise',
      '//evil.example',
      'javascript:alert(1)',
      'data:text/html,x',
    ],
    ...[
      'ftp://a.example',
      'https://user:pw@a.example/',
      'https://user@a.example/',
      'https://a.example/\r\nset-cookie: x',
      'https://',
    ],
  ]
  for (const address of bad) assert.equal(isTarget(address), false, address)
})

test('address: query and fragment of the target stay as they were written', () => {
  const utm = utmOf({ source: 'linkedin', medium: 'social', campaign: 'Frühling 2026' })
  assert.equal(
    linkAddress('https://a.example/p?x=1%20&flag&utm_source=old#teil?x', utm),
    'https://a.example/p?x=1%20&flag&utm_source=linkedin&utm_medium=social&utm_campaign=fruehling-2026#teil?x',
  )
  assert.equal(linkAddress('https://a.example/p#x', none), 'https://a.example/p#x')
  assert.equal(linkAddress('https://a.example', none, 'Ab1'), 'https://a.example?rk_l=Ab1')
})

test('address: what is built is read again by the rules', () => {
  const utm = utmOf({
    source: 'LinkedIn',
    medium: 'paid-social',
    campaign: 'A & B',
    content: 'Knopf',
    term: 'x=y',
  })
  const evidence = evidenceOf(
    linkAddress('https://a.example/?utm_medium=old', utm, 'c0de'),
    null,
    NO_SURROUNDINGS,
  )
  const { source, medium, campaign, content, term, linkCode } = evidence
  assert.deepEqual({ source, medium, campaign, content, term }, utm)
  assert.equal(linkCode, 'c0de')
})

test('redirect: click ids and missing UTM are passed on, nothing else and nothing over what the link says', () => {
  const query = 'gclid=G%261&fbclid=F&next=https://evil.example&utm_source=evil&utm_id=7&rk_l=other'
  assert.equal(
    redirectAddress('https://a.example/?utm_source=own#f', 'c0de', query),
    'https://a.example/?utm_source=own&gclid=G%261&fbclid=F&utm_id=7&rk_l=c0de#f',
  )
})

test('redirect: whatever stands behind the short address, the host stays', () => {
  fc.assert(
    fc.property(fc.string(), fc.webQueryParameters(), (text, query) => {
      for (const given of [text, query]) {
        const url = new URL(redirectAddress('https://a.example/p?x=1', 'c0de', given))
        assert.equal(`${url.origin}${url.pathname}`, 'https://a.example/p')
      }
    }),
  )
})

test('caller: a person, a program, and nobody yet', () => {
  const call = { method: 'GET', headers: {}, isBot: false }
  assert.equal(callerOf(call), 'person')
  assert.equal(callerOf({ ...call, isBot: true }), 'bot')
  assert.equal(callerOf({ ...call, method: 'HEAD' }), 'nobody')
  assert.equal(callerOf({ ...call, headers: { 'sec-purpose': 'prefetch;prerender' } }), 'nobody')
  assert.equal(callerOf({ ...call, headers: { purpose: 'preview' }, isBot: true }), 'nobody')
})

const words: readonly (readonly [given: string, used: string])[] = [
  ['Frühling 2026!', 'fruehling-2026'],
  ['Größe & Maß', 'groesse-mass'],
  ['Café', 'cafe'],
  ['  A__b.c~d-e  ', 'a__b.c~d-e'],
  ['Übersicht / Stand 12', 'uebersicht-stand-12'],
]
for (const [given, used] of words) {
  test(`word: "${given}" is "${used}"`, () => assert.equal(utmWord(given), used))
}

test('words: synonyms, capitals, umlauts and unknown media are told apart', () => {
  const { utm, warnings } = checkedUtm({
    source: 'FB',
    medium: 'E-Mail',
    campaign: 'Frühling',
    content: 'Knopf',
    term: 'a b',
  })
  assert.deepEqual(utm, {
    source: 'facebook',
    medium: 'email',
    campaign: 'fruehling',
    content: 'knopf',
    term: 'a-b',
  })
  assert.deepEqual(
    warnings.map(({ field, rule }) => [field, rule]),
    [
      ['source', 'tracking.utm_synonym'],
      ['medium', 'tracking.utm_synonym'],
      ['campaign', 'tracking.utm_letters'],
      ['content', 'tracking.utm_upper_case'],
      ['term', 'tracking.utm_signs'],
    ],
  )
  assert.deepEqual(checkedUtm({ medium: 'foo' }).warnings[0]?.rule, 'tracking.utm_medium_unknown')
  assert.deepEqual(checkedUtm({ source: 'linkedin', medium: 'cpc' }).warnings, [])
})

test('media: every word of the list is known to the rules of channels', () => {
  for (const { value } of MEDIA) {
    const page = linkAddress('https://a.example/', utmOf({ source: 'irgendwo', medium: value }))
    const { channel } = webChannel(evidenceOf(page, null, NO_SURROUNDINGS))
    assert.notEqual(channel, 'not_assignable', value)
    assert.notEqual(channel, 'direct', value)
  }
})

test('link: the channel is its own, for a QR code that of its campaign', () => {
  assert.equal(channelOfLink({ channel: 'event', medium: 'qr' }, 'trade_fair'), 'event')
  assert.equal(channelOfLink({ channel: null, medium: 'qr' }, 'trade_fair'), 'trade_fair')
  assert.equal(channelOfLink({ channel: null, medium: 'social' }, 'trade_fair'), null)
})

const facts = { campaignNames: new Map([['c1', 'Messe Hannover']]), newCode: () => 'new00code' }

test('link: the campaign gives its name, a code is made once, the address follows', () => {
  const link = {
    target: 'https://a.example/',
    campaign_id: 'c1',
    source: 'Hannover-Messe',
    medium: 'qr',
  }
  const derived = deriveLink(null, link, facts)
  assert.equal(derived.code, 'new00code')
  assert.equal(
    derived.address,
    'https://a.example/?utm_source=hannover-messe&utm_medium=qr&utm_campaign=messe-hannover',
  )
  assert.deepEqual(deriveLink(null, derived, { ...facts, newCode: () => 'other' }), derived)
  assert.deepEqual(checkLink(null, derived), [])
})

test('link: a target that is none and a code with a slash are refused', () => {
  const broken = checkLink(null, { target: 'javascript:alert(1)', code: 'a/b' })
  assert.deepEqual(
    broken.map(({ rule }) => rule),
    ['tracking.link_target', 'tracking.link_code'],
  )
})

test('report: untagged, incomplete and wrongly tagged links, and those that need no tags', () => {
  const notes = (address: string, more: object = {}) =>
    linkNotes({ address, medium: null, channel: null, campaignChannel: null, ...more }).map(
      ({ rule, field }) => [rule, field],
    )
  assert.deepEqual(notes('https://a.example/'), [['tracking.link_untagged', null]])
  assert.deepEqual(notes('https://a.example/', { channel: 'event' }), [])
  assert.deepEqual(notes('https://a.example/?utm_source=linkedin&utm_medium=social'), [
    ['tracking.link_incomplete', 'campaign'],
  ])
  assert.deepEqual(notes('https://a.example/?utm_source=x1&utm_medium=blub&utm_campaign=Mai'), [
    ['tracking.utm_medium_unknown', 'medium'],
    ['tracking.utm_upper_case', 'campaign'],
    ['tracking.link_not_assignable', null],
  ])
  assert.deepEqual(notes('https://a.example/?utm_source=x1&utm_medium=email&utm_campaign=mai'), [])
})
