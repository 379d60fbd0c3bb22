import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoDate, period } from '#kernel/period.ts'
import { maturity } from './maturity.ts'

test('maturity: the youngest of March is 31 days old on 1 May', () => {
  // last day of the cohort is 31 March; 1 May lies 31 days later
  const march = period('2026-03-01', '2026-04-01')
  const today = isoDate('2026-05-01')
  assert.deepEqual(maturity(march, today, 31), { mature: true, ageDays: 31, usualDays: 31 })
  assert.equal(maturity(march, today, 32)?.mature, false)
  assert.equal(maturity(march, today, null), null)
})
