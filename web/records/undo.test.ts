import { expect, test } from 'vitest'
import { leadKind } from '#leads/lead.ts'
import { undoChanges } from './undo.ts'

test('undo names every writable field that differs, with the value of before', () => {
  const before = { stage: 'new', mql_at: null, source: 'google', channel_rule: 'source' }
  const now = { stage: 'mql', mql_at: '2026-01-01T00:00:00Z', source: 'google', channel_rule: 'x' }
  expect(undoChanges(leadKind, before, now)).toEqual({ stage: 'new', mql_at: null })
})
