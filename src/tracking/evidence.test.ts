import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Evidence, evidenceOf, hasEvidence, type Surroundings } from './evidence.ts'
import { EXCLUDED_HOSTS } from './source-lists.ts'

const around: Surroundings = {
  ownDomains: new Set(['muster.example', 'muster-shop.example']),
  excludedHosts: new Set(EXCLUDED_HOSTS),
  // Enough for these tests: the last two labels.
  registrableDomain: (host) => /[^.]+\.[a-z]+$/.exec(host)?.[0] ?? null,
}
const PAGE = 'https://www.muster.example/angebot'

const read = (search: string, referrer = ''): Evidence =>
  evidenceOf(`${PAGE}${search}`, referrer, around)

const parts = ({ source, medium, campaign, content, term, id }: Evidence) => ({
  ...{ source, medium, campaign, content, term, id },
})

const nothing = { source: null, medium: null, campaign: null, content: null, term: null, id: null }

test('evidence: UTM parameters are decoded once and keep their writing', () => {
  const evidence = read(
    '?utm_source=Google&utm_medium=CPC&utm_campaign=Fr%C3%BChling+2026&utm_term=%2520&utm_content=a%26b&utm_id=77',
  )
  assert.deepEqual(parts(evidence), {
    source: 'Google',
    medium: 'CPC',
    campaign: 'Frühling 2026',
    term: '%20',
    content: 'a&b',
    id: '77',
  })
  assert.equal(evidence.landingPath, '/angebot')
  assert.equal(evidence.hasUtm, true)
})

test('evidence: letters put together in two ways are one text', () => {
  const decomposed = encodeURIComponent('Frühling'.normalize('NFD'))
  assert.equal(read(`?utm_campaign=${decomposed}`).campaign, 'Frühling')
})

test('evidence: a campaign of 300 characters is cut to 255, never refused', () => {
  const evidence = read(`?utm_campaign=${'ä'.repeat(300)}`)
  assert.equal(evidence.campaign, 'ä'.repeat(255))
})

test('evidence: a cut never leaves half a character', () => {
  const campaign = read(`?utm_campaign=${encodeURIComponent(`${'a'.repeat(254)}😀`)}`).campaign
  assert.equal(campaign?.isWellFormed(), true)
})

test('evidence: control characters are blanks, because no table takes them', () => {
  assert.equal(read('?utm_campaign=a%00b%0A').campaign, 'a b')
})

test("evidence: Matomo's parameters, source and ref count where UTM is missing", () => {
  assert.deepEqual(parts(read('?mtm_source=a&mtm_medium=b&mtm_campaign=c&mtm_kwd=d&mtm_cid=5')), {
    ...nothing,
    ...{ source: 'a', medium: 'b', campaign: 'c', term: 'd', id: '5' },
  })
  assert.deepEqual(parts(read('?pk_campaign=c&pk_keyword=d&utm_campaign=first')), {
    ...nothing,
    ...{ campaign: 'first', term: 'd' },
  })
  assert.equal(read('?ref=partner').source, 'partner')
  assert.equal(read('?source=portal&ref=partner').source, 'portal')
  assert.equal(read('?ref=partner').hasUtm, false)
  assert.equal(read('?ref=menu', 'https://muster.example/').source, null)
})

test('evidence: UTM in the fragment, with or without a route, the query first', () => {
  for (const search of ['#utm_source=x', '#/preise?utm_source=x', '?utm_source=x#utm_source=y']) {
    assert.equal(read(search).source, 'x', search)
  }
})

test('evidence: empty parameters are nothing', () => {
  assert.deepEqual(parts(read('?utm_source=&utm_medium=%20')), nothing)
  assert.equal(hasEvidence(read('?utm_source=')), false)
})

test('evidence: every click id of the list is kept under its name', () => {
  const names =
    'gclid gbraid wbraid gad_source gad_campaignid dclid msclkid fbclid li_fat_id ttclid twclid rdt_cid epik'
  for (const name of names.split(' ')) {
    assert.deepEqual(read(`?${name}=Ab_1`).clickIds, { [name]: 'Ab_1' })
  }
  assert.deepEqual(read('?ScCid=x').clickIds, { sccid: 'x' })
})

test('evidence: no order of the parameters makes a difference', () => {
  const given = {
    ...{
      utm_source: 'linkedin',
      utm_medium: 'cpc',
      utm_campaign: 'c',
      utm_content: 'x',
      utm_term: 't',
    },
    ...{
      utm_id: '1',
      utm_source_platform: 'p',
      gclid: 'g',
      fbclid: 'f',
      mtm_source: 'm',
      ref: 'r',
    },
  }
  const expected = read(`?${new URLSearchParams(given)}`)
  const orders = fc.shuffledSubarray(Object.entries(given), {
    minLength: Object.keys(given).length,
  })
  fc.assert(
    fc.property(orders, (order) => {
      assert.deepEqual(read(`?${new URLSearchParams(order)}`), expected)
    }),
  )
  assert.deepEqual(expected.details, { source_platform: 'p' })
})

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) =>
        permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
      )

test('evidence: all 120 orders of the five UTM parameters say the same', () => {
  const given = ['utm_source=a', 'utm_medium=b', 'utm_campaign=c', 'utm_content=d', 'utm_term=e']
  const all = permutations(given).map((order) => JSON.stringify(read(`?${order.join('&')}`)))
  assert.equal(all.length, 120)
  assert.equal(new Set(all).size, 1)
})

const referrers: readonly [referrer: string, host: string | null, arrival: Evidence['arrival']][] =
  [
    ['', null, 'none'],
    ['about:blank', null, 'none'],
    ['https://www.google.com/', 'google.com', 'external'],
    ['https://de.linkedin.com/feed/?x=1', 'de.linkedin.com', 'external'],
    ['HTTPS://user:pw@News.Example:8443/a', 'news.example', 'external'],
    ['android-app://com.linkedin.android/', 'com.linkedin.android', 'external'],
    ['android-app://com.google.android.gm', 'com.google.android.gm', 'external'],
    ['https://www.muster.example/', null, 'own'],
    ['https://shop.muster.example/', null, 'own'],
    ['https://muster-shop.example/kasse', null, 'own'],
    ['https://notmuster.example/', 'notmuster.example', 'external'],
    ['https://www.paypal.com/checkout', null, 'excluded'],
    ['https://login.microsoftonline.com/x', null, 'excluded'],
    ['https://calendly.com/muster', null, 'excluded'],
    ['https://muster.typeform.com/to/x', null, 'excluded'],
    ['https://accounts.google.com/signin', null, 'excluded'],
  ]
for (const [referrer, host, arrival] of referrers) {
  test(`evidence: the referrer "${referrer}" is ${arrival}`, () => {
    const evidence = read('', referrer)
    assert.deepEqual([evidence.referrerHost, evidence.arrival], [host, arrival])
  })
}

test('evidence: what is no address gives nothing, whatever it is', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (page, referrer) => {
      const { landingPath } = evidenceOf(page, referrer, around)
      assert(landingPath.length <= 1000)
    }),
  )
  assert.equal(evidenceOf('/a?utm_source=x', null, around).source, 'x')
  assert.equal(evidenceOf('https://a.example/?utm_source=%E4%ZZ', null, around).source, '\uFFFD%ZZ')
})
