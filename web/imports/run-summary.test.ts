import { expect, test } from 'vitest'
import { withoutDetail } from './rule-text.ts'
import { leadingDate, verdictOf } from './run-summary.ts'

const counts = (patch: object) => ({
  read: 10,
  new: 0,
  changed: 0,
  same: 0,
  rejected: 0,
  skipped: 0,
  ...patch,
})

test('one sentence for a dry run', () => {
  expect(verdictOf(counts({ new: 10 }))).toBe('good')
  expect(verdictOf(counts({ new: 9, rejected: 1 }))).toBe('rejected')
  expect(verdictOf(counts({ same: 10 }))).toBe('nothing')
  expect(verdictOf(counts({ rejected: 10 }))).toBe('none')
  expect(verdictOf(counts({ read: 0 }))).toBe('none')
})

test('a rule that stands for many rows names no single value', () => {
  expect(withoutDetail('„{value}“ ist kein Datum.')).toBe('„…“ ist kein Datum.')
})

test('leads tell the month before costs, and kinds without days tell none', () => {
  expect(leadingDate(['cost', 'lead'])).toEqual({ kind: 'lead', field: 'created_on' })
  expect(leadingDate(['campaign', 'cost'])).toEqual({ kind: 'cost', field: 'from_date' })
  expect(leadingDate(['account'])).toBeNull()
})
