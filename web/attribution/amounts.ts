import type { Formats } from '../ui/formats.ts'
import { NOT_DEFINED } from '../ui/formats.ts'
import type { Unit } from './shapes.ts'

export type Language = 'de' | 'en'
type Maybe = number | null | undefined

/** How amounts of an answer are written: cents as money, conversions with one decimal. */
export type AmountFormats = {
  /** To the cent. */
  readonly exact: (amount: Maybe) => string
  /** At a glance: money without cents. */
  readonly short: (amount: Maybe) => string
  /** With a sign. */
  readonly difference: (amount: Maybe) => string
  /** For axes: `1,2 Mio. €`. */
  readonly axis: (amount: number) => string
}

const signed = (amount: Maybe, format: (amount: Maybe) => string): string =>
  amount === null || amount === undefined || Number.isNaN(amount)
    ? NOT_DEFINED
    : amount > 0
      ? `+${format(amount)}`
      : format(amount).replace('-', '−')

export function amountFormats(
  unit: Unit,
  formats: Formats,
  { language, currency }: { readonly language: Language; readonly currency: string },
): AmountFormats {
  const locale = language === 'de' ? 'de-DE' : 'en-GB'
  if (unit === 'conversions') {
    const number = (amount: Maybe) => formats.number(amount, Number.isInteger(amount) ? 0 : 1)
    return {
      exact: (amount) => formats.number(amount, 2),
      short: number,
      difference: (amount) => signed(amount, number),
      axis: (amount) => formats.number(amount),
    }
  }
  const compact = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
  })
  return {
    exact: formats.money,
    short: formats.moneyRounded,
    difference: (amount) => signed(amount, formats.moneyRounded),
    axis: (amount) => compact.format(amount / 100),
  }
}

/** Points of a share with a sign: `+3,2`. */
export const pointsText = (share: Maybe, formats: Formats): string =>
  signed(typeof share === 'number' ? Math.round(share * 1000) / 10 : share, (points) =>
    formats.number(points, 1),
  )
