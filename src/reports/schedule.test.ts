import assert from 'node:assert/strict'
import { test } from 'node:test'
import { period } from '#kernel/period.ts'
import { hasPatience, isDue, lastSlot, nextSlot, type Rule, slotsIn } from './schedule.ts'

const BERLIN = 'Europe/Berlin'
const monthly: Rule = { rhythm: 'month', day: 2, clock: '07:30' }
const quarterly: Rule = { rhythm: 'quarter', day: 5, clock: '08:00' }
const at = (text: string) => Date.parse(text)

test('a monthly report goes out on its day of the month that follows, by the clock of the company', () => {
  // Berlin is UTC+1 in winter: 07:30 is 06:30Z.
  const slot = lastSlot(at('2026-11-02T06:30:00Z'), monthly, BERLIN)
  assert.deepEqual(slot.period, period('2026-10-01', '2026-11-01'))
  assert.equal(new Date(slot.at).toISOString(), '2026-11-02T06:30:00.000Z')
  // A minute before, the last one was that of September, in summer time (UTC+2).
  const before = lastSlot(at('2026-11-02T06:29:00Z'), monthly, BERLIN)
  assert.deepEqual(before.period, period('2026-09-01', '2026-10-01'))
  assert.equal(new Date(before.at).toISOString(), '2026-10-02T05:30:00.000Z')
})

test('the month has ended where the company is, not in Greenwich', () => {
  // 23:30Z on 31 October is 00:30 on 1 November in Berlin: October is over, its report is next.
  const next = nextSlot(at('2026-10-31T23:30:00Z'), monthly, BERLIN)
  assert.deepEqual(next.period, period('2026-10-01', '2026-11-01'))
})

test('a quarterly report follows quarters', () => {
  const next = nextSlot(at('2026-11-23T12:00:00Z'), quarterly, BERLIN)
  assert.deepEqual(next.period, period('2026-10-01', '2027-01-01'))
  assert.equal(new Date(next.at).toISOString(), '2027-01-05T07:00:00.000Z')
  const last = lastSlot(at('2026-11-23T12:00:00Z'), quarterly, BERLIN)
  assert.deepEqual(last.period, period('2026-07-01', '2026-10-01'))
})

test('a schedule owes nothing from before it was made', () => {
  const slot = lastSlot(at('2026-11-23T12:00:00Z'), monthly, BERLIN)
  const now = at('2026-11-23T12:00:00Z')
  assert.equal(isDue(slot, { now, owesFrom: at('2026-11-20T00:00:00Z') }), false)
  assert.equal(isDue(slot, { now, owesFrom: at('2026-10-20T00:00:00Z') }), true)
})

test('the calendar of a quarter has three monthly reports and one of the quarter', () => {
  const days = period('2026-10-01', '2027-01-01')
  assert.deepEqual(
    slotsIn(days, monthly, BERLIN).map(({ on }) => on),
    ['2026-10-02', '2026-11-02', '2026-12-02'],
  )
  assert.deepEqual(
    slotsIn(days, quarterly, BERLIN).map(({ on }) => on),
    ['2026-10-05'],
  )
})

test('a part that fails is waited for six hours, from when it failed first', () => {
  const since = at('2026-11-02T06:30:00Z')
  assert.equal(hasPatience(null, since), true)
  assert.equal(hasPatience(since, at('2026-11-02T12:29:59Z')), true)
  assert.equal(hasPatience(since, at('2026-11-02T12:30:00Z')), false)
})
