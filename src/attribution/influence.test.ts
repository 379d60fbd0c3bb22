import assert from 'node:assert/strict'
import { test } from 'node:test'
import { influenceOf } from './influence.ts'

const JOURNEYS = [
  { channels: ['social', 'email', 'social'], value: 100, part: 0 },
  { channels: ['social', 'video'], value: 50, part: 1 },
  { channels: ['email'], value: 30, part: 1 },
  { channels: [], value: 20, part: 1 },
]

test('a conversion counts once for each chosen channel in it, and once for all together', () => {
  const influence = influenceOf(JOURNEYS, ['social', 'video'], 2)
  assert.deepEqual(influence.total, { conversions: 4, value: 200 })
  assert.deepEqual(influence.together, { conversions: 2, value: 150 })
  assert.deepEqual(influence.channels, [
    { channel: 'social', conversions: 2, value: 150, alone: { conversions: 1, value: 100 } },
    { channel: 'video', conversions: 1, value: 50, alone: { conversions: 0, value: 0 } },
  ])
  assert.deepEqual(influence.touched, [0, 1])
})

test('by part of the period; untouched ones are in the total', () => {
  const { parts } = influenceOf(JOURNEYS, ['social'], 2)
  assert.deepEqual(parts, [
    { total: { conversions: 1, value: 100 }, together: { conversions: 1, value: 100 } },
    { total: { conversions: 3, value: 100 }, together: { conversions: 1, value: 50 } },
  ])
})

test('channels that nobody met, or chosen twice', () => {
  const { together, channels } = influenceOf(JOURNEYS, ['fair', 'fair'], 2)
  assert.deepEqual(together, { conversions: 0, value: 0 })
  assert.equal(channels.length, 1)
})
