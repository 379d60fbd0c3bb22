import { expect, test } from 'vitest'
import type { RecentEvent, SeenDomain } from '#tracking/website-shapes.ts'
import { arrivedSteps, hostState, latestHost } from './website-check.ts'

const host = (given: Partial<SeenDomain>): SeenDomain => ({
  host: 'a.example',
  lastAt: '2026-03-02T08:00:00Z',
  visits: 1,
  scriptVersion: 'v2',
  isOwn: true,
  ...given,
})

test('host: a foreign one says so before anything else, an old script only where the present one is known', () => {
  expect(hostState(host({}), 'v2')).toBe('fine')
  expect(hostState(host({ scriptVersion: 'v1' }), 'v2')).toBe('old')
  expect(hostState(host({ scriptVersion: 'v1' }), null)).toBe('fine')
  expect(hostState(host({ scriptVersion: null }), 'v2')).toBe('fine')
  expect(hostState(host({ lastAt: null, scriptVersion: null }), 'v2')).toBe('silent')
  expect(hostState(host({ isOwn: false, scriptVersion: 'v1' }), 'v2')).toBe('foreign')
})

test('latest host: by its visit, silent ones apart', () => {
  const hosts = [
    host({ host: 'a', lastAt: '2026-03-01T08:00:00Z' }),
    host({ host: 'b', lastAt: '2026-03-02T08:00:00Z' }),
    host({ host: 'c', lastAt: null }),
  ]
  expect(latestHost(hosts)?.host).toBe('b')
  expect(latestHost([host({ lastAt: null })])).toBe(undefined)
})

const event = (given: Partial<RecentEvent>): RecentEvent => ({
  messageId: 'new',
  at: '2026-03-02T08:00:00Z',
  kind: 'p',
  name: null,
  host: 'localhost',
  path: '/website-test.html',
  target: null,
  consent: 's',
  bot: 'test',
  ...given,
})

test('test page: a step has arrived when an event of its kind and this page is new', () => {
  const before = new Set(['old'])
  expect(arrivedSteps([event({ messageId: 'old' })], before)).toEqual([])
  expect(arrivedSteps([event({ path: '/' })], before)).toEqual([])
  expect(arrivedSteps([event({ kind: 'e' }), event({})], before)).toEqual(['page', 'event'])
})
