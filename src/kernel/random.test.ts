import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom, seedOf } from './random.ts'

test('seeded random: even over the unit interval', () => {
  const random = seededRandom(42)
  const tenths = Array.from({ length: 10 }, () => 0)
  for (let drawn = 0; drawn < 100_000; drawn += 1) {
    const index = Math.floor(random() * 10)
    tenths[index] = (tenths[index] ?? 0) + 1
  }
  // each tenth expects 10,000 with a standard deviation of 95
  for (const count of tenths) assert(Math.abs(count - 10_000) < 500, `${tenths}`)
})

test('seed of a text: another text, another seed', () => {
  assert.notEqual(seedOf('2026-03'), seedOf('2026-04'))
})
