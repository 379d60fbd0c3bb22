import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoDate } from '#kernel/period.ts'
import { type CountedDay, countedOnce, historyPeriod } from './history.ts'
import { lastNonDirect } from './last-non-direct.ts'

const day = isoDate
const MARCH = { from: day('2026-03-01'), until: day('2026-04-01') }

test('history: stands until the day on which the own script began, and no further', () => {
  assert.deepEqual(historyPeriod(MARCH, null), MARCH)
  assert.deepEqual(historyPeriod(MARCH, day('2026-03-10')), {
    from: day('2026-03-01'),
    until: day('2026-03-10'),
  })
  assert.deepEqual(historyPeriod(MARCH, day('2026-05-01')), MARCH)
  assert.equal(historyPeriod(MARCH, day('2026-02-27')), null)
  assert.equal(historyPeriod(MARCH, day('2026-03-01')), null)
})

const count = (date: string, countedBy: string, sessions: number): CountedDay => ({
  ...{ date: day(date), channel: 'direct', visitors: null, sessions, countedBy },
})

test('history: two programs that counted the same day are not added up', () => {
  const counts = [
    count('2026-03-01', 'Google Analytics 4', 60),
    count('2026-03-01', 'Google Analytics 4 (Paid Shopping)', 50),
    count('2026-03-01', 'Matomo', 100),
    count('2026-03-02', 'Matomo', 7),
  ]
  // 60 + 50 are more than 100; on the second day there is but one.
  assert.deepEqual(
    countedOnce(counts).map(({ sessions }) => sessions),
    [60, 50, 7],
  )
})

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
