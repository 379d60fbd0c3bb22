import { expect, test } from 'vitest'
import { markedIndexes, sparklinePath } from './sparkline-path.ts'

test('lowest at the bottom, highest at the top', () => {
  // 10 high with an inset of 2: 8 is the bottom, 2 the top; x runs from 2 to 18.
  expect(sparklinePath([0, 10, 5], 20, 10)).toEqual({
    line: 'M2 8L10 2L18 5',
    last: { x: 18, y: 5 },
  })
})

test('a flat line lies in the middle', () => {
  expect(sparklinePath([3, 3], 20, 10).line).toBe('M2 5L18 5')
})

test('gaps interrupt the line', () => {
  expect(sparklinePath([0, null, 4, 2], 32, 10).line).toBe('M2 8h0.1M20.7 2L30 5')
  expect(sparklinePath([1, null], 20, 10).last).toBeNull()
  expect(sparklinePath([null, null], 20, 10)).toEqual({ line: '', last: null })
})

test('marks belong to the month that holds the day', () => {
  const months = [
    { from: '2026-01-01', until: '2026-02-01' },
    { from: '2026-02-01', until: '2026-03-01' },
  ]
  expect(markedIndexes(months, ['2026-02-01', '2026-02-20', '2025-01-01'])).toEqual([1])
})
