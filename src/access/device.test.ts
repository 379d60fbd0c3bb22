import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceOf, deviceText } from './device.ts'

/** User agents as MDN ("User-Agent", "Firefox user agent string reference") and the makers document them. */
const AGENTS = [
  ['Mozilla/5.0 (X11; Linux x86_64; rv:42.0) Gecko/20100101 Firefox/42.0', 'Firefox, Linux'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X x.y; rv:42.0) Gecko/20100101 Firefox/42.0',
    'Firefox, macOS',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/51.0.2704.103 Safari/537.36',
    'Chrome, Linux',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/51.0.2704.106 Safari/537.36 OPR/38.0.2220.41',
    'Opera, Linux',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/91.0.4472.124 Safari/537.36 Edg/91.0.864.59',
    'Edge, Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 13_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 Mobile/15E148 Safari/604.1',
    'Safari, iPhone',
  ],
  ['Mozilla/5.0 (Android 13; Mobile; rv:109.0) Gecko/118.0 Firefox/118.0', 'Firefox, Android'],
  ['curl/7.64.1', 'curl'],
  ['', null],
] as const

for (const [agent, expected] of AGENTS) {
  test(`device: ${expected ?? 'nothing known'}`, () => {
    assert.equal(deviceText(deviceOf(agent)), expected)
  })
}

test('device: no user agent at all', () => {
  assert.deepEqual(deviceOf(null), { browser: null, system: null })
})
