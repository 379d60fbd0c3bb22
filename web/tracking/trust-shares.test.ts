import { expect, test } from 'vitest'
import { shareTable } from './trust-shares.ts'

test('shares by channel and month: most leads first, null where there was none', () => {
  const table = shareTable([
    { month: '2026-02', channel: 'email', leads: 4, attributable: 4 },
    { month: '2026-01', channel: 'unknown', leads: 5, attributable: 0 },
    { month: '2026-02', channel: 'unknown', leads: 1, attributable: 0 },
  ])
  expect(table.months).toEqual(['2026-01', '2026-02'])
  expect(table.rows).toEqual([
    { channel: 'unknown', byMonth: [0, 0], total: { leads: 6, attributable: 0 } },
    { channel: 'email', byMonth: [null, 1], total: { leads: 4, attributable: 4 } },
  ])
  // 0 of 5, 4 of 5
  expect(table.byMonth).toEqual([0, 0.8])
  expect(table.total).toEqual({ leads: 10, attributable: 4 })
})
