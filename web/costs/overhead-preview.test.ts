import { expect, test } from 'vitest'
import { changedSpreads } from './overhead-preview.ts'

const table = (spreads: Record<string, number>, left: number) => ({
  channels: {
    rows: Object.entries(spreads).map(([key, spread]) => ({ key, own: 0, spread })),
    unallocated: { cents: left, reasons: { no_weights: 0, rest: left, kept: 0, no_place: 0 } },
    total: 0,
  },
})

test('preview: the largest change first, channels of either key, what stays with none last', () => {
  const before = table({ email: 100, event: 900 }, 0)
  const after = table({ email: 80, trade_fair: 600, event: 300 }, 20)
  expect(changedSpreads(before, after)).toEqual([
    { key: 'event', before: 900, after: 300 },
    { key: 'trade_fair', before: 0, after: 600 },
    { key: 'email', before: 100, after: 80 },
    { key: null, before: 0, after: 20 },
  ])
})
