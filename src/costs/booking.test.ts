import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cents } from '#kernel/money.ts'
import { addDays, isoDate, period } from '#kernel/period.ts'
import { bookedIn } from './booking.ts'

test('booking: 100.00 over three days gives 33.33, 33.34, 33.33', () => {
  // cumulative: round(3333.33) = 3333, round(6666.67) = 6667, 10000; differences 3333, 3334, 3333
  const booking = { amount: cents(10_000), over: period('2026-01-30', '2026-02-02') }
  const days = ['2026-01-30', '2026-01-31', '2026-02-01'].map((day) =>
    bookedIn(booking, period(day, addDays(isoDate(day), 1))),
  )
  assert.deepEqual(days, [3333, 3334, 3333])
})

test('booking: a year of 12,000.00 books 31/365 of it in January', () => {
  // 1,200,000 * 31 / 365 = 101,917.81 -> 101,918
  const booking = { amount: cents(1_200_000), over: period('2026-01-01', '2027-01-01') }
  assert.equal(bookedIn(booking, period('2026-01-01', '2026-02-01')), 101_918)
})

test('booking: outside its days nothing is booked', () => {
  const booking = { amount: cents(500), over: period('2026-01-01', '2026-01-02') }
  assert.equal(bookedIn(booking, period('2025-01-01', '2026-01-01')), 0)
  assert.equal(bookedIn(booking, period('2026-01-02', '2026-02-01')), 0)
})

test('booking: neighbouring periods add up to the amount, credits included', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -10_000_000, max: 10_000_000 }),
      fc.integer({ min: 1, max: 400 }),
      fc.array(fc.integer({ min: 1, max: 399 }), { maxLength: 6 }),
      (amount, days, cuts) => {
        const from = isoDate('2026-01-01')
        const over = { from, until: addDays(from, days) }
        const inside = [...new Set(cuts.filter((cut) => cut < days))].sort((a, b) => a - b)
        const edges = [0, ...inside, days].map((cut) => addDays(from, cut))
        const sum = edges
          .slice(1)
          .map((until, index) =>
            bookedIn({ amount: cents(amount), over }, { from: edges[index] ?? from, until }),
          )
          .reduce((total, part) => total + part, 0)
        assert.equal(sum, amount)
      },
    ),
  )
})
