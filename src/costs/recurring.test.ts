import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cents } from '#kernel/money.ts'
import { isoDate } from '#kernel/period.ts'
import { addMonths, dueEntries, horizonOf, type Recurring } from './recurring.ts'

const salary: Recurring = {
  amount: cents(520_000),
  share: 0.5,
  rhythm: 'month',
  from: isoDate('2026-01-01'),
  until: null,
}

test('recurring: half a salary of 5,200.00 is 2,600.00 a month up to the horizon', () => {
  const due = dueEntries(salary, null, isoDate('2026-04-01'))
  assert.deepEqual(
    due.map(({ over, amount }) => [over.from, over.until, amount]),
    [
      ['2026-01-01', '2026-02-01', 260_000],
      ['2026-02-01', '2026-03-01', 260_000],
      ['2026-03-01', '2026-04-01', 260_000],
    ],
  )
})

test('recurring: what is made already is not made again', () => {
  const due = dueEntries(salary, isoDate('2026-03-01'), isoDate('2026-04-01'))
  assert.deepEqual(
    due.map(({ over }) => over.from),
    ['2026-03-01'],
  )
})

test('recurring: whoever leaves on 16 April costs 15 of 30 days', () => {
  const leaving = { ...salary, until: isoDate('2026-04-16') }
  const last = dueEntries(leaving, isoDate('2026-04-01'), isoDate('2027-01-01'))
  // 2,600.00 x 15 / 30 = 1,300.00
  assert.deepEqual(last, [{ over: { from: '2026-04-01', until: '2026-04-16' }, amount: 130_000 }])
})

test('recurring: a period that was cut gets its rest, and both are the whole', () => {
  const odd = { ...salary, amount: cents(100_001), share: 1 }
  const horizon = isoDate('2026-02-01')
  const [cut] = dueEntries({ ...odd, until: isoDate('2026-01-11') }, null, horizon)
  const rest = dueEntries(odd, isoDate('2026-01-11'), horizon)
  // 1,000.01 x 10 / 31 = 322.58; 1,000.01 - 322.58 = 677.43
  assert.equal(cut?.amount, 32_258)
  assert.deepEqual(rest, [{ over: { from: '2026-01-11', until: '2026-02-01' }, amount: 67_743 }])
  assert.deepEqual(dueEntries(odd, isoDate('2026-02-01'), horizon), [])
})

test('recurring: a subscription from the 31st keeps to the ends of the months', () => {
  const days = dueEntries(
    { ...salary, share: 1, from: isoDate('2026-01-31') },
    null,
    isoDate('2026-06-01'),
  ).map(({ over }) => over.from)
  assert.deepEqual(days, ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'])
  assert.equal(addMonths(isoDate('2027-11-30'), 3), '2028-02-29')
})

test('recurring: a year is one entry, booked over its 365 days', () => {
  const yearly: Recurring = { ...salary, share: 1, rhythm: 'year' }
  assert.deepEqual(dueEntries(yearly, null, isoDate('2026-12-01')), [
    { over: { from: '2026-01-01', until: '2027-01-01' }, amount: 520_000 },
  ])
})

test('recurring: three months ahead of November reach to the end of February', () => {
  assert.equal(horizonOf(isoDate('2026-11-23'), 3), '2027-03-01')
})
