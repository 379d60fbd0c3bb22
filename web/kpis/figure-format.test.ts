import { expect, test } from 'vitest'
import { createFormats } from '../ui/formats.ts'
import { changeText, exactLine, figureLine, figureText } from './figure-format.ts'
import type { ShownChange } from './shapes.ts'

const german = createFormats({ language: 'de', currency: 'EUR', timeZone: 'Europe/Berlin' })
/** Intl puts a no-break space before units. */
const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')

const change = (part: Partial<ShownChange>): ShownChange => ({
  difference: null,
  relative: null,
  interval: null,
  verdict: 'more',
  good: null,
  ...part,
})

test('figures are written as Germans write them', () => {
  const line = (value: number | null, unit: Parameters<typeof figureLine>[1]) =>
    plain(figureLine(value, unit, german, 'de'))
  expect(line(123_456, 'money')).toBe('1.235 €')
  expect(line(4_950, 'money')).toBe('49,50 €')
  expect(line(0.0333, 'rate')).toBe('3,3 %')
  expect(line(2, 'ratio')).toBe('2,00 (200 %)')
  expect(line(49.1008, 'days')).toBe('49,1 Tage')
  expect(line(833_333, 'money_per_day')).toBe('8.333 € / Tag')
  expect(line(1234, 'count')).toBe('1.234')
  expect(line(null, 'money')).toBe('–')
})

test('waiting times choose a readable unit', () => {
  const line = (value: number) => plain(figureLine(value, 'minutes', german, 'de'))
  expect(line(4.5)).toBe('4,5 Min.')
  expect(line(90)).toBe('90 Min.')
  expect(line(150)).toBe('2,5 Std.')
  expect(line(4320)).toBe('3,0 Tage')
})

test('a unit stands apart from its number', () => {
  expect(figureText(12, 'days', german, 'de')).toEqual({ value: '12,0', unit: 'Tage' })
})

test('the explanation tells all decimals', () => {
  expect(plain(exactLine(123_456, 'money', german, 'de'))).toBe('1.234,56 €')
  expect(plain(exactLine(0.033333, 'rate', german, 'de'))).toBe('3,33 %')
})

test('changes: points for rates, per cent for amounts, own unit for ratios', () => {
  const text = (part: Partial<ShownChange>, unit: Parameters<typeof changeText>[1]) =>
    plain(changeText(change(part), unit, german, 'de'))
  expect(text({ difference: 0.021, relative: 0.1 }, 'rate')).toBe('+2,1 Pkt.')
  expect(text({ difference: -600, relative: -0.0333 }, 'money')).toBe('−3,3 %')
  expect(text({ difference: 6, relative: 0.25 }, 'count')).toBe('+25 %')
  expect(text({ difference: 6, relative: null }, 'count')).toBe('+6')
  expect(text({ difference: -0.5, relative: -0.2 }, 'ratio')).toBe('−0,50')
  expect(text({ difference: null }, 'count')).toBeUndefined()
})
