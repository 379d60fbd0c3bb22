import type { Unit } from './unit.ts'

export type Language = 'de' | 'en'

const LOCALE = { de: 'de-DE', en: 'en-GB' } as const

const formats = new Map<string, Intl.NumberFormat>()

/** Making a format takes a hundred times as long as using it. */
function formatOf(language: Language, fraction: number, currency?: string): Intl.NumberFormat {
  const key = `${language} ${fraction} ${currency ?? ''}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(LOCALE[language], {
      ...(currency && { style: 'currency', currency }),
      minimumFractionDigits: fraction,
      maximumFractionDigits: fraction,
    })
    formats.set(key, format)
  }
  return format
}

const number = (value: number, language: Language, fraction = 0): string =>
  formatOf(language, fraction).format(value)

const percent = (value: number, language: Language, fraction: number): string =>
  language === 'de'
    ? `${number(value * 100, 'de', fraction)} %`
    : `${number(value * 100, 'en', fraction)}%`

/** Cents as a sum of money without cents from 1,000 units on, where they would only be noise. */
function money(value: number, currency: string, language: Language): string {
  const fraction = Math.abs(value) >= 100_000 ? 0 : 2
  return formatOf(language, fraction, currency).format(value / 100)
}

const WORDS = {
  days: { de: 'Tage', en: 'days' },
  minutes: { de: 'Minuten', en: 'minutes' },
  months: { de: 'Monate', en: 'months' },
  years: { de: 'Jahre', en: 'years' },
} as const

/** A civil day as generated sentences write it: `01.04.2026`, `1 Apr 2026`. */
export const formatDay = (day: string, language: Language): string =>
  new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )

/** A value as generated sentences write it; an en dash for what is not defined. */
export function formatValue(
  value: number | null,
  unit: Unit,
  currency: string,
  language: Language,
): string {
  if (value === null) return '–'
  switch (unit) {
    case 'money':
      return money(value, currency, language)
    case 'money_per_day':
      return `${money(value, currency, language)} ${language === 'de' ? 'je Tag' : 'a day'}`
    case 'rate':
      return percent(value, language, 1)
    case 'ratio':
      return `${number(value, language, 1)} (${percent(value, language, 0)})`
    case 'count':
      return number(value, language)
    case 'days':
    case 'minutes':
    case 'months':
    case 'years':
      return `${number(value, language, 1)} ${WORDS[unit][language]}`
    default:
      return unit satisfies never
  }
}

/** The size of a difference: between rates in percentage points, else as the value itself. */
export function formatDifference(
  difference: number,
  unit: Unit,
  currency: string,
  language: Language,
): string {
  const size = Math.abs(difference)
  if (unit !== 'rate') return formatValue(size, unit, currency, language)
  const points = language === 'de' ? 'Prozentpunkte' : 'points'
  return `${number(size * 100, language, 1)} ${points}`
}
