import { expect, test } from 'vitest'
import { parseDay } from './days.ts'

test.each([
  ['21.11.2026', '2026-11-21'],
  ['1.3.26', '2026-03-01'],
  ['2026-11-21', '2026-11-21'],
  ['21/11/2026', '2026-11-21'],
  ['21 Nov 2026', '2026-11-21'],
  ['5. März 2026', '2026-03-05'],
  ['5 May 2026', '2026-05-05'],
  ['31.12.2025', '2025-12-31'],
  ['30.02.2026', null],
  ['5 Foo 2026', null],
  ['gestern', null],
  ['', null],
])('%j is %j', (text, day) => {
  expect(parseDay(text)).toBe(day)
})
