/** Everything that turns values into text people read. Pure; the hook is in `use-formats.ts`. */

export type FormatSettings = {
  readonly language: 'de' | 'en'
  /** ISO 4217 code of the company. */
  readonly currency: string
  /** IANA name; instants are shown on the company's clock. */
  readonly timeZone: string
}

/** What a figure without a value looks like. Never 0, never blank. */
export const NOT_DEFINED = '–'

type Maybe = number | null | undefined

export type Formats = {
  /** Cents: `1.234,56 €`. */
  readonly money: (cents: Maybe) => string
  /** Cents without decimals, for figures at a glance: `1.235 €`. */
  readonly moneyRounded: (cents: Maybe) => string
  /** A fraction as percent: 0.033 -> `3,3 %`. */
  readonly rate: (fraction: Maybe, digits?: number) => string
  /** A number with thousands marks; `digits` decimals (default: as many as it has, at most 2). */
  readonly number: (value: Maybe, digits?: number) => string
  /** A civil day `yyyy-mm-dd`: `21.11.2026`. */
  readonly date: (day: string | null | undefined) => string
  /** An instant on the company's clock: `21.11.2026, 14:05`. */
  readonly instant: (iso: string | null | undefined) => string
  /** A month of a civil day: `November 2026`; short `Nov 26`. */
  readonly month: (day: string, style?: 'long' | 'short') => string
  /** The quarter of a civil day: `Q4 2026`. */
  readonly quarter: (day: string) => string
  /** Days with unit: `12,5 Tage`. */
  readonly days: (value: Maybe) => string
}

const isNumber = (value: Maybe): value is number =>
  typeof value === 'number' && !Number.isNaN(value)

export function createFormats({ language, currency, timeZone }: FormatSettings): Formats {
  const locale = language === 'de' ? 'de-DE' : 'en-GB'
  const day: Intl.DateTimeFormatOptions =
    language === 'de'
      ? { day: '2-digit', month: '2-digit', year: 'numeric' }
      : { day: 'numeric', month: 'short', year: 'numeric' }
  const moneyFormat = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const moneyRoundedFormat = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    maximumFractionDigits: 0,
  })
  const dateFormat = new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' })
  const instantFormat = new Intl.DateTimeFormat(locale, {
    ...day,
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  })
  const months = {
    long: new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
    short: new Intl.DateTimeFormat(locale, { month: 'short', year: '2-digit', timeZone: 'UTC' }),
  }
  const number = (value: Maybe, digits?: number): string =>
    isNumber(value)
      ? new Intl.NumberFormat(locale, {
          minimumFractionDigits: digits ?? 0,
          maximumFractionDigits: digits ?? 2,
        }).format(value + 0)
      : NOT_DEFINED
  const dayOf = (text: string) => new Date(`${text.slice(0, 10)}T00:00:00Z`)
  const valid = (date: Date) => !Number.isNaN(date.getTime())

  return {
    money: (value) => (isNumber(value) ? moneyFormat.format(value / 100 + 0) : NOT_DEFINED),
    moneyRounded: (value) =>
      isNumber(value) ? moneyRoundedFormat.format(Math.round(value / 100) + 0) : NOT_DEFINED,
    rate: (fraction, digits = 1) =>
      isNumber(fraction)
        ? new Intl.NumberFormat(locale, {
            style: 'percent',
            minimumFractionDigits: digits,
            maximumFractionDigits: digits,
          }).format(fraction + 0)
        : NOT_DEFINED,
    number,
    date: (text) => (text && valid(dayOf(text)) ? dateFormat.format(dayOf(text)) : NOT_DEFINED),
    instant: (iso) => {
      if (!iso) return NOT_DEFINED
      const date = new Date(iso)
      return valid(date) ? instantFormat.format(date) : NOT_DEFINED
    },
    month: (text, style = 'long') => months[style].format(dayOf(text)),
    quarter: (text) => `Q${Math.ceil(Number(text.slice(5, 7)) / 3)} ${text.slice(0, 4)}`,
    days: (value) => {
      if (!isNumber(value)) return NOT_DEFINED
      const unit = language === 'de' ? (value === 1 ? 'Tag' : 'Tage') : value === 1 ? 'day' : 'days'
      return `${number(Math.round(value * 10) / 10)} ${unit}`
    },
  }
}
