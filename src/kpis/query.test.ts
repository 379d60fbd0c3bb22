import assert from 'node:assert/strict'
import { test } from 'node:test'
import { activeFilters, KpiQuery } from './query.ts'

test('query: one value, several, none and empty ones', () => {
  const base = { from: '2026-03-01', until: '2026-04-01' }
  assert.deepEqual(KpiQuery.parse(base).channel, [])
  assert.deepEqual(KpiQuery.parse({ ...base, channel: 'email' }).channel, ['email'])
  assert.deepEqual(KpiQuery.parse({ ...base, channel: ['email', ''] }).channel, ['email'])
  assert.deepEqual(activeFilters(KpiQuery.parse({ ...base, channel: 'email' })), {
    channel: ['email'],
  })
})

test('query: refuses days that do not exist and periods that end before they begin', () => {
  assert.equal(KpiQuery.safeParse({ from: '2026-02-30', until: '2026-04-01' }).success, false)
  assert.equal(KpiQuery.safeParse({ from: '2026-04-01', until: '2026-04-01' }).success, false)
})
