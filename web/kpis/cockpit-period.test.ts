import { expect, test } from 'vitest'
import type { IsoDate } from '#kernel/period.ts'
import { dayIn, readPeriod, stepPeriod, switchKind, writePeriod } from './cockpit-period.ts'

const today = '2026-11-22' as IsoDate

test('the cockpit opens on the last complete month', () => {
  expect(readPeriod({}, today)).toEqual({
    kind: 'month',
    period: { from: '2026-10-01', until: '2026-11-01' },
  })
})

test('month, quarter and range are read from the address', () => {
  expect(readPeriod({ period: '2026-03' }, today).period).toEqual({
    from: '2026-03-01',
    until: '2026-04-01',
  })
  expect(readPeriod({ period: '2026-Q4' }, today).period).toEqual({
    from: '2026-10-01',
    until: '2027-01-01',
  })
  // The last day stands in the address; the period ends before the day after it.
  expect(readPeriod({ from: '2026-02-10', last: '2026-02-28' }, today)).toEqual({
    kind: 'range',
    period: { from: '2026-02-10', until: '2026-03-01' },
  })
})

test('nonsense in the address falls back on the last complete month', () => {
  for (const address of [
    { period: '2026-13' },
    { period: '2026-Q5' },
    { from: '2026-03-02', last: '2026-03-01' },
  ]) {
    expect(readPeriod(address, today).period.from).toBe('2026-10-01')
  }
})

test('what is written is read again', () => {
  for (const address of [
    { period: '2026-03' },
    { period: '2026-Q1' },
    { from: '2026-01-05', last: '2026-01-20' },
  ]) {
    const written = Object.entries(writePeriod(readPeriod(address, today))).filter(
      ([, value]) => value !== undefined,
    )
    expect(Object.fromEntries(written)).toEqual(address)
  }
})

test('steps go over the year and keep the length', () => {
  const january = readPeriod({ period: '2026-01' }, today)
  expect(writePeriod(stepPeriod(january, -1)).period).toBe('2025-12')
  const quarter = readPeriod({ period: '2026-Q4' }, today)
  expect(writePeriod(stepPeriod(quarter, 1)).period).toBe('2027-Q1')
  const range = readPeriod({ from: '2026-03-01', last: '2026-03-10' }, today)
  expect(stepPeriod(range, -1).period).toEqual({ from: '2026-02-19', until: '2026-03-01' })
})

test('switching keeps the end in sight', () => {
  const quarter = readPeriod({ period: '2026-Q1' }, today)
  expect(writePeriod(switchKind(quarter, 'month')).period).toBe('2026-03')
  const march = readPeriod({ period: '2026-03' }, today)
  expect(writePeriod(switchKind(march, 'quarter')).period).toBe('2026-Q1')
})

test('a day is that of the clock on the wall of the company', () => {
  // 23:30 UTC is already the next day in Berlin (UTC+1 in winter).
  expect(dayIn(new Date('2026-01-31T23:30:00Z'), 'Europe/Berlin')).toBe('2026-02-01')
  expect(dayIn(new Date('2026-01-31T23:30:00Z'), 'UTC')).toBe('2026-01-31')
})
