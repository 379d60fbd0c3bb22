import { describe, expect, test } from 'vitest'
import { createFormats } from './formats.ts'

const german = createFormats({ language: 'de', currency: 'EUR', timeZone: 'Europe/Berlin' })
const english = createFormats({ language: 'en', currency: 'EUR', timeZone: 'Europe/Berlin' })
/** Formats use no-break spaces; tests read better with plain ones. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('German formats as the design page shows them', () => {
  test('money, rate, date, quarter', () => {
    expect(plain(german.money(123_456))).toBe('1.234,56 €')
    expect(plain(german.moneyRounded(123_456))).toBe('1.235 €')
    expect(plain(german.rate(0.033))).toBe('3,3 %')
    expect(german.date('2026-11-21')).toBe('21.11.2026')
    expect(german.quarter('2026-11-21')).toBe('Q4 2026')
    expect(german.month('2026-11-21')).toBe('November 2026')
    expect(plain(german.days(12.54))).toBe('12,5 Tage')
    expect(plain(german.days(1))).toBe('1 Tag')
  })

  test('not defined is a dash, zero is zero and never minus zero', () => {
    expect(german.money(null)).toBe('–')
    expect(german.rate(null)).toBe('–')
    expect(german.date(null)).toBe('–')
    expect(german.instant('nonsense')).toBe('–')
    expect(plain(german.money(-0))).toBe('0,00 €')
    expect(german.number(0)).toBe('0')
  })

  test('an instant is shown on the clock of the company: 23:30 UTC is the next day in Berlin', () => {
    expect(german.instant('2026-11-21T23:30:00Z')).toBe('22.11.2026, 00:30')
  })
})

test('English formats', () => {
  expect(english.money(123_456)).toBe('€1,234.56')
  expect(english.rate(0.033)).toBe('3.3%')
  expect(english.date('2026-11-21')).toBe('21 Nov 2026')
})

test('a company of another currency', () => {
  const brazil = createFormats({ language: 'de', currency: 'BRL', timeZone: 'UTC' })
  expect(plain(brazil.money(100))).toBe('1,00 R$')
})
