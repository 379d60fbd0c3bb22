import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { civilOfSerial, isDatePattern, parseDate, parseInstant, readWritten } from './dates.ts'

const read = (text: string, pattern: string) => {
  const written = readWritten(text, pattern)
  return written && [written.day, written.time, written.offset]
}

test('dates: every notation of the exports seen in the wild', () => {
  assert.deepEqual(read('15 Apr, 2021 00:03:00', 'd MMM, yyyy HH:mm:ss'), [
    '2021-04-15',
    '00:03:00',
    null,
  ])
  assert.deepEqual(read('2018-02-26 19:58:54', 'iso'), ['2018-02-26', '19:58:54', null])
  assert.deepEqual(read('2018-07-22T20:40:41Z', 'iso'), ['2018-07-22', '20:40:41', 0])
  assert.deepEqual(read('2026-10-01 10:00 +0200', 'iso'), ['2026-10-01', '10:00:00', 120])
  assert.deepEqual(read('22.07.21', 'dd.mm.yy'), ['2021-07-22', null, null])
  assert.deepEqual(read('1.10.2026', 'dd.mm.yyyy'), ['2026-10-01', null, null])
  assert.deepEqual(read('31.12.2025 14:30 Uhr', 'dd.mm.yyyy'), ['2025-12-31', '14:30:00', null])
  assert.deepEqual(read('11/16/2024', 'm/d/yyyy'), ['2024-11-16', null, null])
  assert.deepEqual(read('09/01/2026 3:05 PM', 'm/d/yyyy'), ['2026-09-01', '15:05:00', null])
  assert.deepEqual(read('12/31/2026 12:00 AM', 'm/d/yyyy'), ['2026-12-31', '00:00:00', null])
  assert.deepEqual(read('20-11-2024', 'dd-mm-yyyy'), ['2024-11-20', null, null])
  assert.deepEqual(read('20260923', 'yyyymmdd'), ['2026-09-23', null, null])
  assert.deepEqual(read('Thu, 5 Feb 2026', 'd MMM yyyy'), ['2026-02-05', null, null])
  assert.deepEqual(read('Fri, Jun 5, 2026', 'MMM d, yyyy'), ['2026-06-05', null, null])
  assert.deepEqual(read('1. März 2026', 'd. MMMM yyyy'), ['2026-03-01', null, null])
  assert.deepEqual(read('31.12.2025', 'TT.MM.JJJJ'), ['2025-12-31', null, null])
})

test('dates: days and times that do not exist are refused, not rolled over', () => {
  assert.equal(read('31.02.2024', 'dd.mm.yyyy'), null)
  assert.equal(read('29.02.2023', 'dd.mm.yyyy'), null)
  assert.equal(read('13/13/2024', 'm/d/yyyy'), null)
  assert.equal(read('01.01.2024 24:00', 'dd.mm.yyyy'), null)
  assert.equal(read('01.01.2024', 'm/d/yyyy'), null)
})

test('dates: two digits of a year are 1970 to 2069', () => {
  assert.equal(readWritten('01.01.69', 'dd.mm.yy')?.day, '2069-01-01')
  assert.equal(readWritten('01.01.70', 'dd.mm.yy')?.day, '1970-01-01')
})

test('dates: patterns are checked', () => {
  for (const pattern of [
    'iso',
    'dd.mm.yyyy',
    'm/d/yyyy',
    'd MMM, yyyy HH:mm:ss',
    'excel',
    'yyyymmdd',
  ])
    assert.equal(isDatePattern(pattern), true, pattern)
  for (const pattern of ['dd', 'hello', 'HH:mm'])
    assert.equal(isDatePattern(pattern), false, pattern)
})

// Microsoft: serial 1 is 1900-01-01, 61 is 1900-03-01 (29 February 1900 is counted), 43831 is 2020-01-01;
// the 1904 system is 1,462 days behind.
test('dates: serial numbers of spreadsheets', () => {
  assert.equal(civilOfSerial(1, false), '1900-01-01')
  assert.equal(civilOfSerial(61, false), '1900-03-01')
  assert.equal(civilOfSerial(43_831, false), '2020-01-01')
  assert.equal(civilOfSerial(43_831.5, false), '2020-01-01T12:00:00')
  assert.equal(civilOfSerial(43_831 - 1462, true), '2020-01-01')
  assert.deepEqual(read('44080', 'excel'), ['2020-09-06', null, null])
})

test('dates: naive times are read in the zone, doubtful ones carry a note', () => {
  const berlin = (text: string) => parseInstant(text, ['iso', 'dd.mm.yyyy'], 'Europe/Berlin')
  assert.deepEqual(berlin('2024-07-15 12:00'), { value: '2024-07-15T10:00:00.000Z' })
  assert.deepEqual(berlin('15.07.2024'), { value: '2024-07-14T22:00:00.000Z' })
  assert.deepEqual(berlin('2024-07-15T12:00:00Z'), { value: '2024-07-15T12:00:00.000Z' })
  assert.deepEqual(berlin('2024-03-31 02:30'), {
    value: '2024-03-31T01:30:00.000Z',
    note: 'imports.dst_gap',
  })
  assert.deepEqual(berlin('2024-10-27 02:30'), {
    value: '2024-10-27T00:30:00.000Z',
    note: 'imports.dst_overlap',
  })
  assert.deepEqual(berlin('bald'), { problem: 'imports.date' })
  assert.deepEqual(berlin('NA'), { value: null })
  assert.deepEqual(parseDate('2024-12-31T23:30:00Z', ['iso'], 'Europe/Berlin'), {
    value: '2025-01-01',
  })
  assert.deepEqual(parseDate({ civil: '2024-12-31T23:30:00' }, [], 'UTC'), { value: '2024-12-31' })
})

const PATTERNS = ['iso', 'dd.mm.yyyy', 'd/m/yyyy', 'm/d/yyyy', 'dd-mm-yyyy', 'yyyymmdd'] as const
const written = (day: string, pattern: (typeof PATTERNS)[number]): string => {
  const [y, m, d] = day.split('-')
  return {
    iso: day,
    'dd.mm.yyyy': `${d}.${m}.${y}`,
    'd/m/yyyy': `${Number(d)}/${Number(m)}/${y}`,
    'm/d/yyyy': `${Number(m)}/${Number(d)}/${y}`,
    'dd-mm-yyyy': `${d}-${m}-${y}`,
    yyyymmdd: `${y}${m}${d}`,
  }[pattern]
}

test('dates: any day survives being written in any pattern', () => {
  const days = fc
    .integer({ min: 0, max: 36_000 })
    .map((count) => new Date(count * 86_400_000).toISOString().slice(0, 10))
  fc.assert(
    fc.property(days, fc.constantFrom(...PATTERNS), (day, pattern) => {
      assert.equal(readWritten(written(day, pattern), pattern)?.day, day)
    }),
  )
})
