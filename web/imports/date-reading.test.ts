import { expect, test } from 'vitest'
import { readings } from './date-reading.ts'

test('each example is read both ways, telling examples first', () => {
  // 5/5/2026 is 5 May either way; 3/4/2026 is 3 April or 4 March.
  expect(readings(['5/5/2026', '3/4/2026'], ['d/m/yyyy', 'm/d/yyyy'])).toEqual([
    { text: '3/4/2026', days: ['2026-04-03', '2026-03-04'] },
    { text: '5/5/2026', days: ['2026-05-05', '2026-05-05'] },
  ])
})

test('examples that all can read come before those that only one can, each once', () => {
  const found = readings(['13/4/2026', '3/4/2026', '3/4/2026', ''], ['d/m/yyyy', 'm/d/yyyy'])
  expect(found.map(({ text }) => text)).toEqual(['3/4/2026', '13/4/2026'])
})

test('what a pattern cannot read is null', () => {
  expect(readings(['13/4/2026'], ['d/m/yyyy', 'm/d/yyyy'])).toEqual([
    { text: '13/4/2026', days: ['2026-04-13', null] },
  ])
})
