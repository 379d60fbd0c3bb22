import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressList, isAddressEntry } from './address-list.ts'

// Ranges by hand: /29 of 203.0.113.8 is .8 to .15; /48 of 2001:db8:12:: is everything that begins with it.
const isExcluded = addressList(['203.0.113.7', '203.0.113.8/29', '2001:db8:12::/48', 'Büro', ''])

for (const [address, expected] of [
  ['203.0.113.7', true],
  ['::ffff:203.0.113.7', true],
  ['203.0.113.6', false],
  ['203.0.113.8', true],
  ['203.0.113.15', true],
  ['203.0.113.16', false],
  ['2001:db8:12:ffff::1', true],
  ['2001:0DB8:0012:0:0:0:0:1', true],
  ['2001:db8:13::1', false],
  ['no address', false],
] as const) {
  test(`address list: ${address} ${expected ? 'is' : 'is not'} in it`, () => {
    assert.equal(isExcluded(address), expected)
  })
}

test('address list: entries that are neither address nor network are told apart', () => {
  const entries = ['203.0.113.7', '10.0.0.0/8', '::1', '10.0.0.0/33', '10.0.0/8', '1.2.3.4/5/6', '']
  assert.deepEqual(entries.map(isAddressEntry), [true, true, true, false, false, false, false])
})
