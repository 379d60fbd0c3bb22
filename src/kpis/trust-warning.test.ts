import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEFAULT_SETTINGS } from './settings.ts'
import { trustWarning } from './trust-warning.ts'

test('trust warning: under 70 % always, above only after a fall of more than 5 points', () => {
  assert(trustWarning(0.69, 0.69, DEFAULT_SETTINGS)?.de.startsWith('Nur 69,0'))
  assert.equal(trustWarning(0.7, 0.7, DEFAULT_SETTINGS), null)
  assert(trustWarning(0.8, 0.86, DEFAULT_SETTINGS)?.en.includes('fell'))
  assert.equal(trustWarning(0.8, 0.84, DEFAULT_SETTINGS), null)
  assert.equal(trustWarning(null, 0.9, DEFAULT_SETTINGS), null)
})
