import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoDate } from '#kernel/period.ts'
import { between, stretchesOf } from './tally.ts'

const days = (...all: readonly string[]) => all.map(isoDate)

test('stretches: months before the first border, then from border to border', () => {
  const stretches = stretchesOf(
    days('2026-04-15', '2026-06-01'),
    'months_before',
    isoDate('2026-02-20'),
  )
  assert.deepEqual(stretches, [
    { from: null, until: '2026-02-01' },
    { from: '2026-02-01', until: '2026-03-01' },
    { from: '2026-03-01', until: '2026-04-01' },
    { from: '2026-04-01', until: '2026-04-15' },
    { from: '2026-04-15', until: '2026-06-01' },
  ])
})

test('stretches: weeks begin on Monday and are cut at the borders; nothing before `since`', () => {
  // 2 March 2026 is a Monday
  const since = isoDate('2026-03-01')
  assert.deepEqual(stretchesOf(days('2026-03-01', '2026-03-12'), 7, null, since), [
    { from: '2026-03-01', until: '2026-03-02' },
    { from: '2026-03-02', until: '2026-03-09' },
    { from: '2026-03-09', until: '2026-03-12' },
  ])
})

test('stretches: a typing error of 1900 does not make a thousand months', () => {
  const stretches = stretchesOf(days('2026-04-01'), 'months_before', isoDate('1900-01-01'))
  assert.equal(stretches.length, 121)
  assert.equal(stretches[0]?.from, null)
})

test('between: sums what lies inside, unknown sums count nothing', () => {
  const stretch = (from: string | null, until: string, count: number | null) => ({
    from: from === null ? null : isoDate(from),
    until: isoDate(until),
    sums: { count },
  })
  const all = [
    stretch(null, '2026-01-01', 1),
    stretch('2026-01-01', '2026-02-01', 10),
    stretch('2026-02-01', '2026-03-01', null),
    stretch('2026-03-01', '2026-04-01', 100),
  ]
  assert.equal(between(all, 'count', null, isoDate('2026-04-01')), 111)
  assert.equal(between(all, 'count', isoDate('2026-01-01'), isoDate('2026-03-01')), 10)
})
