import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkWebsite, deriveWebsite, domainOf, isTestPage, isWithin } from './website.ts'

for (const [given, expected] of [
  ['example.de', 'example.de'],
  ['https://www.Example.de/seite?x=1', 'example.de'],
  [' WWW.example.de. ', 'example.de'],
  ['*.example.de', 'example.de'],
  ['shop.example.de', 'shop.example.de'],
  ['https://user@example.de:8443', 'example.de'],
  // How the name system writes umlauts.
  ['müller.de', 'xn--mller-kva.de'],
  ['localhost', 'localhost'],
  ['', null],
  ['zwei worte.de', null],
  ['-example.de', null],
] as const) {
  test(`website: the domain of "${given}" is ${expected}`, () => {
    assert.equal(domainOf(given), expected)
  })
}

test('website: a subdomain lies within its domain, a name that only ends alike does not', () => {
  assert.equal(isWithin('shop.example.de', 'example.de'), true)
  assert.equal(isWithin('example.de', 'example.de'), true)
  assert.equal(isWithin('notexample.de', 'example.de'), false)
})

const facts = { newKey: () => 'K1' }

test('website: domains are kept once each, the key is made once and never changed', () => {
  const made = deriveWebsite(null, { domains: ['www.a.de', 'https://a.de/', 'b.de'] }, facts)
  assert.deepEqual([made.domains, made.key], [['a.de', 'b.de'], 'K1'])
  const changed = deriveWebsite({ key: 'K1' }, { ...made, key: 'other' }, facts)
  assert.equal(changed.key, 'K1')
})

test('website: what is no domain, and a script address with a path, are refused', () => {
  const broken = (website: object) => checkWebsite(null, { domains: ['a.de'], ...website })
  assert.deepEqual(broken({}), [])
  assert.deepEqual(broken({ script_address: 'https://daten.a.de' }), [])
  assert.deepEqual(
    broken({ domains: ['a b'], script_address: 'https://daten.a.de/m' }).map(({ rule }) => rule),
    ['tracking.no_domain', 'tracking.script_address'],
  )
})

test('website: the test page is known by its whole path', () => {
  assert.equal(isTestPage('https://regelkreis.example/website-test.html?website=1'), true)
  assert.equal(isTestPage('https://a.example/x/website-test.html'), false)
  assert.equal(isTestPage('https://a.example/?u=/website-test.html'), false)
})
