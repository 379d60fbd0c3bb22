import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BackupSettings, isDue, lastSlot, nextSlot, nextTry } from './schedule.ts'

const settings: BackupSettings = {
  time_zone: 'Europe/Berlin',
  backup_schedule: 'daily',
  backup_time: '02:30',
  backup_keep_daily: 7,
  backup_keep_weekly: 4,
  backup_keep_monthly: 6,
}
const at = (text: string): number => Date.parse(text)
const iso = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString()

// Berlin: UTC+1 until 29 March 2026 02:00, then UTC+2 until 25 October 03:00.
const cases = [
  {
    now: '2026-03-02T01:29:59Z',
    last: '2026-03-01T01:30:00.000Z',
    next: '2026-03-02T01:30:00.000Z',
  },
  {
    now: '2026-03-02T01:30:00Z',
    last: '2026-03-02T01:30:00.000Z',
    next: '2026-03-03T01:30:00.000Z',
  },
  // 02:30 does not exist on 29 March: the clock shows 03:30 an hour after 01:30.
  {
    now: '2026-03-28T12:00:00Z',
    last: '2026-03-28T01:30:00.000Z',
    next: '2026-03-29T01:30:00.000Z',
  },
  {
    now: '2026-03-29T12:00:00Z',
    last: '2026-03-29T01:30:00.000Z',
    next: '2026-03-30T00:30:00.000Z',
  },
  // 02:30 is there twice on 25 October: the first counts, so there is one backup that day.
  {
    now: '2026-10-25T01:00:00Z',
    last: '2026-10-25T00:30:00.000Z',
    next: '2026-10-26T01:30:00.000Z',
  },
]
for (const { now, last, next } of cases) {
  test(`schedule: around ${now}`, () => {
    assert.equal(iso(lastSlot(at(now), settings)), last)
    assert.equal(iso(nextSlot(at(now), settings)), next)
  })
}

test('schedule: off means never', () => {
  const off = { ...settings, backup_schedule: 'off' as const }
  assert.equal(lastSlot(at('2026-03-02T12:00:00Z'), off), null)
  assert.equal(nextSlot(at('2026-03-02T12:00:00Z'), off), null)
})

const NOON = at('2026-03-02T12:00:00Z') // the slot was 01:30Z
const facts = {
  now: NOON,
  installedAt: at('2026-01-01T00:00:00Z'),
  lastDone: null,
  lastTried: null,
}
const due = [
  { name: 'missed while the server was off: due', facts, is: true },
  {
    name: 'installed after the slot: nothing was missed',
    facts: { ...facts, installedAt: at('2026-03-02T08:00:00Z') },
    is: false,
  },
  {
    name: 'done after the slot: not due, whoever started it',
    facts: {
      ...facts,
      lastDone: at('2026-03-02T06:00:00Z'),
      lastTried: at('2026-03-02T06:00:00Z'),
    },
    is: false,
  },
  {
    name: 'yesterday’s success does not count for today',
    facts: {
      ...facts,
      lastDone: at('2026-03-01T01:30:00Z'),
      lastTried: at('2026-03-01T01:30:00Z'),
    },
    is: true,
  },
  {
    name: 'failed half an hour ago: waits',
    facts: { ...facts, lastTried: at('2026-03-02T11:30:00Z') },
    is: false,
    next: '2026-03-02T12:30:00.000Z',
  },
  {
    name: 'failed an hour ago: tried again',
    facts: { ...facts, lastTried: at('2026-03-02T11:00:00Z') },
    is: true,
  },
]
for (const { name, facts: given, is, next } of due) {
  test(`schedule: ${name}`, () => {
    assert.equal(isDue(settings, given), is)
    const expected = next ?? (is ? '2026-03-02T12:00:00.000Z' : '2026-03-03T01:30:00.000Z')
    assert.equal(iso(nextTry(settings, given)), expected)
  })
}
