import type { Unit } from '#kpis/unit.ts'
import { type Formats, NOT_DEFINED } from '../ui/formats.ts'
import type { ShownChange } from './shapes.ts'

export type Language = 'de' | 'en'

/** A value and its unit apart: the number is big, the unit quiet. */
export type FigureText = { readonly value: string; readonly unit: string }

const WORDS = {
  days: { de: 'Tage', en: 'days' },
  months: { de: 'Monate', en: 'months' },
  years: { de: 'Jahre', en: 'years' },
  points: { de: 'Pkt.', en: 'pts' },
  perDay: { de: '/ Tag', en: '/ day' },
} as const

const MINUTES = {
  de: { m: 'Min.', h: 'Std.', d: 'Tage' },
  en: { m: 'min', h: 'h', d: 'days' },
} as const

/** Cents from this amount on are noise at a glance: 1,000 units of the currency. */
const ROUNDED_FROM_CENTS = 100_000

const money = (cents: number, formats: Formats): string =>
  Math.abs(cents) >= ROUNDED_FROM_CENTS ? formats.moneyRounded(cents) : formats.money(cents)

function minutes(value: number, formats: Formats, language: Language): FigureText {
  const words = MINUTES[language]
  const size = Math.abs(value)
  if (size < 120) return { value: formats.number(value, size < 10 ? 1 : 0), unit: words.m }
  if (size < 2880) return { value: formats.number(value / 60, 1), unit: words.h }
  return { value: formats.number(value / 1440, 1), unit: words.d }
}

/** A figure at a glance. The unit is '' where the number carries it already (€, %). */
export function figureText(
  value: number | null | undefined,
  unit: Unit,
  formats: Formats,
  language: Language,
): FigureText {
  if (value === null || value === undefined) return { value: NOT_DEFINED, unit: '' }
  switch (unit) {
    case 'money':
      return { value: money(value, formats), unit: '' }
    case 'money_per_day':
      return { value: money(value, formats), unit: WORDS.perDay[language] }
    case 'rate':
      return { value: formats.rate(value), unit: '' }
    case 'ratio':
      return { value: formats.number(value, 2), unit: `(${formats.rate(value, 0)})` }
    case 'count':
      return { value: formats.number(value), unit: '' }
    case 'minutes':
      return minutes(value, formats, language)
    case 'days':
    case 'months':
    case 'years':
      return { value: formats.number(value, 1), unit: WORDS[unit][language] }
    default:
      return unit satisfies never
  }
}

/** Value and unit in one text. */
export function figureLine(
  value: number | null | undefined,
  unit: Unit,
  formats: Formats,
  language: Language,
): string {
  const text = figureText(value, unit, formats, language)
  return text.unit === '' ? text.value : `${text.value} ${text.unit}`
}

/** Everything that is known of the value, for the explanation: money to the cent, rates to a hundredth. */
export function exactLine(
  value: number | null | undefined,
  unit: Unit,
  formats: Formats,
  language: Language,
): string {
  if (value === null || value === undefined) return NOT_DEFINED
  switch (unit) {
    case 'money':
      return formats.money(value)
    case 'money_per_day':
      return `${formats.money(value)} ${WORDS.perDay[language]}`
    case 'rate':
      return formats.rate(value, 2)
    case 'ratio':
      return `${formats.number(value, 3)} (${formats.rate(value, 1)})`
    case 'days':
      return `${formats.number(value)} ${WORDS.days[language]}`
    default:
      return figureLine(value, unit, formats, language)
  }
}

const signed = (text: string, value: number): string =>
  value > 0 ? `+${text}` : value < 0 ? `−${text}` : text

/**
 * A change in few characters: relative for amounts and counts (`+12 %`), in points for rates
 * (`+2,1 Pkt.`), in its own unit for ratios. null where nothing can be compared.
 */
export function changeText(
  change: ShownChange,
  unit: Unit,
  formats: Formats,
  language: Language,
): string | null {
  const { difference, relative } = change
  if (difference === null) return null
  if (unit === 'rate') {
    return `${signed(formats.number(Math.abs(difference) * 100, 1), difference)} ${WORDS.points[language]}`
  }
  if (unit === 'ratio') return signed(formats.number(Math.abs(difference), 2), difference)
  if (relative === null) {
    return signed(figureLine(Math.abs(difference), unit, formats, language), difference)
  }
  const digits = Math.abs(relative) < 0.0995 ? 1 : 0
  return signed(formats.rate(Math.abs(relative), digits), relative)
}

/** The change in full, for the explanation and for screen readers: `+6 (+25,0 %)`. */
export function changeLine(
  change: ShownChange,
  unit: Unit,
  formats: Formats,
  language: Language,
): string | null {
  const { difference, relative } = change
  if (difference === null) return null
  if (unit === 'rate') return changeText(change, unit, formats, language)
  const size = signed(figureLine(Math.abs(difference), unit, formats, language), difference)
  if (relative === null || unit === 'ratio') return size
  return `${size} (${signed(formats.rate(Math.abs(relative)), relative)})`
}
