import { expect, test } from 'vitest'
import { leadKind } from '#leads/lead.ts'
import { mentionedIds } from './use-reference-names.ts'

test('ids of a history are asked for once per kind, known names and other fields are not', () => {
  const item = (field: string, before: unknown, after: unknown) => ({
    at: '2026-01-01T00:00:00Z',
    type: 'update',
    title: '',
    changes: [{ field, before, after }],
  })
  const items = [
    item('owner_id', 'u1', 'u2'),
    item('owner_id', null, 'u1'),
    item('campaign_id', 'c1', null),
    item('source', 'google', 'messe'),
  ]
  expect([...mentionedIds(leadKind, items, { u2: 'Anna' })]).toEqual([
    ['user', ['u1']],
    ['campaign', ['c1']],
  ])
})
