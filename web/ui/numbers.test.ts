import { expect, test } from 'vitest'
import { parseMoney, parseNumber } from './numbers.ts'

test.each([
  ['1.234,56', 1234.56],
  ['1234,56', 1234.56],
  ['1.234', 1234],
  ['12.5', 12.5],
  ['-3,5 %', -3.5],
  ['1.234.567', 1_234_567],
  [',5', 0.5],
  ['', null],
  ['  ', null],
  ['abc', undefined],
  ['1,2,3', undefined],
  ['1.23.4', undefined],
  ['12a', undefined],
])('German %j is %j', (text, expected) => {
  expect(parseNumber(text, 'de')).toBe(expected)
})

test.each([
  ['1,234.56', 1234.56],
  ['1,234', 1234],
  ['12,5', 12.5],
])('English %j is %j', (text, expected) => {
  expect(parseNumber(text, 'en')).toBe(expected)
})

test.each([
  ['1.234,56 €', 123_456],
  ['0,07', 7],
  ['-0,5', -50],
  ['19,990', 1999],
  ['1,005', undefined],
  ['10', 1000],
  ['', null],
])('amount %j is %j cents', (text, expected) => {
  expect(parseMoney(text, 'de')).toBe(expected)
})
