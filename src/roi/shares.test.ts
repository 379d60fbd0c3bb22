import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shareOf } from './shares.ts'

const shares = (total: number, count: number, places = count) =>
  Array.from({ length: places }, (_, index) => shareOf(total, count, index))

test('shares: whole cents that add up, the first ones get what is left over', () => {
  assert.deepEqual(shares(1_000, 3), [334, 333, 333])
  assert.deepEqual(shares(-1_000, 3), [-333, -333, -334])
  assert.deepEqual(shares(720_000, 9, 10), [...Array(9).fill(80_000), 0])
})
