import { expect, test } from 'vitest'
import { fromWallClock, toWallClock } from './instants.ts'

// Berlin: UTC+1 in winter, UTC+2 in summer; 2026 changes on 29 March 01:00 UTC and 25 October 01:00 UTC.
test.each([
  ['2026-11-21T14:05', '2026-11-21T13:05:00.000Z'],
  ['2026-07-01T14:05', '2026-07-01T12:05:00.000Z'],
  ['2026-01-01T00:00', '2025-12-31T23:00:00.000Z'],
])('%s in Berlin is %s and back', (wall, iso) => {
  expect(fromWallClock(wall, 'Europe/Berlin')).toBe(iso)
  expect(toWallClock(iso, 'Europe/Berlin')).toBe(wall)
})

test('the hour that occurs twice is the earlier one, the missing one moves forward', () => {
  expect(fromWallClock('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
  expect(fromWallClock('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
})

test('what is no time is null', () => {
  expect(fromWallClock('', 'UTC')).toBe(null)
  expect(fromWallClock('2026-11-21', 'UTC')).toBe(null)
  expect(toWallClock(null, 'UTC')).toBe('')
})
