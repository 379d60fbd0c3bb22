import { expect, test } from 'vitest'
import { clickSums, lastDays } from './link-clicks.ts'

test('last days: today on the company’s clock is the last of them', () => {
  // 23:30 UTC on the first of March is the second in Berlin.
  expect(lastDays(new Date('2026-03-01T23:30:00Z'), 'Europe/Berlin', 3)).toEqual({
    from: '2026-02-28',
    until: '2026-03-03',
    days: ['2026-02-28', '2026-03-01', '2026-03-02'],
  })
})

test('sums: people and programs apart', () => {
  const items = [
    { date: '2026-03-01', clicks: 2, botClicks: 1 },
    { date: '2026-03-02', clicks: 3, botClicks: 0 },
  ]
  expect(clickSums(items)).toEqual({ people: 5, bots: 1 })
})
