import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bareAddress, fitsPattern, type Goal, reaches } from './goals.ts'

const goal = (trigger: Goal['trigger'], pattern: string): Goal => ({
  id: '1',
  trigger,
  pattern,
  counted: 'once',
  value: null,
})
const page = (address: string) => ({ kind: 'page' as const, address, name: null })

test('a page by its path, whatever stands around it', () => {
  const thanks = goal('address', '/danke')
  for (const address of [
    'https://www.example.com/danke',
    'http://example.com/Danke/?utm_source=x#top',
    'https://shop.example.com/danke#/a/b',
  ]) {
    assert.equal(reaches(thanks, page(address)), true, address)
  }
  for (const address of ['https://example.com/', 'https://example.com/danke/2', 'https://danke']) {
    assert.equal(reaches(thanks, page(address)), false, address)
  }
  assert.equal(reaches(thanks, { ...page('https://example.com/danke'), kind: 'engage' }), false)
  assert.equal(reaches(goal('address', '/'), page('https://example.com')), true)
})

test('a page of one host, and stars', () => {
  const ofHost = goal('address', 'https://www.example.com/danke')
  assert.equal(reaches(ofHost, page('https://example.com/danke')), true)
  assert.equal(reaches(ofHost, page('https://shop.example.com/danke')), false)
  const demo = goal('address', '/demo/*/ok')
  assert.equal(reaches(demo, page('https://example.com/demo/a/b/ok')), true)
  assert.equal(reaches(demo, page('https://example.com/demo/ok')), false)
  assert.equal(reaches(goal('address', '*/danke'), page('https://example.com/de/danke')), true)
  assert.equal(bareAddress('https://www.Example.com/A/?x=1'), 'example.com/a')
})

test('events of pages and servers, forms, by name', () => {
  const demo = goal('event', 'demo_request')
  const named = (kind: 'event' | 'server' | 'form', name: string | null) => ({
    kind,
    address: '',
    name,
  })
  assert.equal(reaches(demo, named('event', 'Demo_Request')), true)
  assert.equal(reaches(demo, named('server', 'demo_request')), true)
  assert.equal(reaches(demo, named('form', 'demo_request')), false)
  assert.equal(reaches(demo, named('event', 'demo_request_2')), false)
  assert.equal(reaches(demo, named('event', null)), false)
  assert.equal(reaches(goal('form', 'kontakt*'), named('form', 'kontakt-unten')), true)
})

test('a pattern fits what a regular expression would', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 12 })
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), maxLength: 8 })
  fc.assert(
    fc.property(text, pattern, (given, wanted) => {
      const expected = new RegExp(`^${wanted.replaceAll('*', '.*')}$`, 's')
      assert.equal(fitsPattern(given, wanted), expected.test(given))
    }),
    { numRuns: 3000 },
  )
})
