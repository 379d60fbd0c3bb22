import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastNonDirect } from './last-non-direct.ts'

const DAY_MS = 86_400_000
const visits = (...given: readonly (readonly [number, string])[]) =>
  given.map(([days, channel]) => ({ at: days * DAY_MS, channel }))

test('last non-direct: a direct visit takes the channel before it, not longer than 90 days', () => {
  const shown = visits(
    [0, 'direct'],
    [1, 'email'],
    [2, 'direct'],
    [91, 'direct'],
    [91.1, 'direct'],
    [92, 'referral'],
    [93, 'direct'],
  )
  assert.deepEqual(lastNonDirect(shown), [
    ...['direct', 'email', 'email', 'email', 'direct', 'referral', 'referral'],
  ])
})
