import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { idsToKeep } from './retention.ts'

const ZONE = 'Europe/Berlin'
const backup = (at: string) => ({ id: at, at: Date.parse(at) })

test('retention: newest of three days, two weeks, two months', () => {
  // 2026-03-02 is a Monday. Backups at 01:30Z (02:30 in Berlin).
  const days = ['02-27', '02-28', '03-01', '03-02', '03-03', '03-04'].map(
    (day) => `2026-${day}T01:30:00Z`,
  )
  const twice = '2026-03-04T15:00:00Z'
  const kept = idsToKeep([...days, twice].map(backup), { daily: 3, weekly: 2, monthly: 2 }, ZONE)
  assert.deepEqual([...kept].sort(), [
    '2026-02-28T01:30:00Z', // the month of February
    '2026-03-01T01:30:00Z', // the week before (Monday 23 February to Sunday 1 March)
    '2026-03-02T01:30:00Z', // three days: 2, 3, 4 March
    '2026-03-03T01:30:00Z',
    '2026-03-04T15:00:00Z', // of two on one day the newer
  ])
})

test('retention: a day begins at midnight of the company', () => {
  // 23:30Z on 1 March is 00:30 on 2 March in Berlin: the same day as 12:00Z on 2 March.
  const backups = ['2026-03-01T23:30:00Z', '2026-03-02T12:00:00Z'].map(backup)
  const kept = idsToKeep(backups, { daily: 2, weekly: 0, monthly: 0 }, ZONE)
  assert.deepEqual([...kept], ['2026-03-02T12:00:00Z'])
})

const anyBackups = fc
  .uniqueArray(fc.integer({ min: 1_750_000_000, max: 1_790_000_000 }), { maxLength: 60 })
  .map((times) => times.map((at) => ({ id: String(at), at: at * 1000 })))
const anyCount = fc.integer({ min: 0, max: 12 })

test('retention: the newest stays, nobody stays beyond the numbers, and a second look removes nothing more', () => {
  fc.assert(
    fc.property(anyBackups, anyCount, anyCount, anyCount, (backups, daily, weekly, monthly) => {
      const keep = idsToKeep(backups, { daily, weekly, monthly }, ZONE)
      const newest = backups.toSorted((a, b) => b.at - a.at)[0]
      assert(newest === undefined ? keep.size === 0 : keep.has(newest.id))
      assert(keep.size <= Math.max(1, daily + weekly + monthly))
      const left = backups.filter(({ id }) => keep.has(id))
      assert.deepEqual(idsToKeep(left, { daily, weekly, monthly }, ZONE), keep)
    }),
  )
})
