import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  contains,
  daysOf,
  isIsoDate,
  isoDate,
  monthOf,
  period,
  periodBefore,
  quarterOf,
  yearBefore,
} from './period.ts'

test('period: neighbouring quarters share no day', () => {
  const first = quarterOf(isoDate('2026-02-10'))
  const second = quarterOf(isoDate('2026-04-01'))
  assert.deepEqual(first, { from: '2026-01-01', until: '2026-04-01' })
  assert.ok(!contains(first, isoDate('2026-04-01')) && contains(second, isoDate('2026-04-01')))
})

test('period: February has 28 or 29 days', () => {
  assert.equal(daysOf(monthOf(isoDate('2026-02-03'))), 28)
  assert.equal(daysOf(monthOf(isoDate('2024-02-03'))), 29)
})

test('period: the month before March is February, not 31 days', () => {
  assert.deepEqual(periodBefore(period('2026-03-01', '2026-04-01')), {
    from: '2026-02-01',
    until: '2026-03-01',
  })
})

test('period: the ten days before ten days', () => {
  assert.deepEqual(periodBefore(period('2026-03-11', '2026-03-21')), {
    from: '2026-03-01',
    until: '2026-03-11',
  })
})

test('period: a year before 29 February is 28 February', () => {
  assert.deepEqual(yearBefore(period('2024-02-29', '2024-03-01')), {
    from: '2023-02-28',
    until: '2023-03-01',
  })
})

test('period: days that do not exist are no dates', () => {
  assert.ok(!isIsoDate('2026-02-29') && !isIsoDate('2026-13-01') && !isIsoDate('1.2.2026'))
})
