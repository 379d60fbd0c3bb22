import type { IsoDate, Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import { dayOf, instantToCivil } from '#kernel/zone.ts'
import { formatDay, formatValue } from '#kpis/format.ts'
import { periodName } from '#kpis/sentence.ts'
import type { Unit } from '#kpis/unit.ts'
import type { Cell, Tone } from './document.ts'
import type { FigureFacts, Language, ReportFacts } from './facts.ts'
import { WORDS, type Words } from './words.ts'

const LOCALE = { de: 'de-DE', en: 'en-GB' } as const

/** Writes numbers, days and words of one report in one language. */
export type Writer = {
  readonly language: Language
  readonly currency: string
  readonly words: Words
  readonly text: (text: Text) => string
  readonly value: (value: number | null, unit: Unit) => string
  /** Money in whole units or thousands, for axes. */
  readonly axis: (value: number, unit: Unit) => string
  readonly day: (day: IsoDate) => string
  readonly period: (period: Period) => string
  readonly shortPeriod: (period: Period) => string
  readonly instant: (iso: string) => string
  readonly percent: (share: number) => string
  /** "18,2–33,0 %" */
  readonly span: (rates: { readonly low: number; readonly high: number }) => string
  readonly cell: (value: number | null, unit: Unit, tone?: Tone) => Cell
  readonly say: (text: string) => Cell
  readonly change: (figure: FigureFacts) => Cell
  readonly changeOf: (figure: FigureFacts) => Changed | null
}

export type Changed = { readonly size: string; readonly word: string; readonly tone: Tone }

const toneOf = (good: boolean | null): Tone => (good === null ? 'neutral' : good ? 'good' : 'bad')

/** "Okt. 2026", "Q3 2026". */
function shortName(period: Period, language: Language): string {
  const name = periodName(period, language)
  if (name.startsWith('Q') || / (bis|to) /.test(name) || /^\d{4}$/.test(name)) return name
  return new Intl.DateTimeFormat(LOCALE[language], {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${period.from}T00:00:00Z`))
}

export function writerFor(facts: ReportFacts, language: Language): Writer {
  const words = WORDS[language]
  const { currency, timeZone } = facts.company
  const locale = LOCALE[language]
  const value = (number: number | null, unit: Unit) =>
    withMinus(formatValue(number, unit, currency, language))
  const percent = (share: number) => {
    const shown = new Intl.NumberFormat(locale, {
      maximumFractionDigits: Math.abs(share) < 0.0995 ? 1 : 0,
      signDisplay: 'exceptZero',
    })
      .format(share * 100)
      .replaceAll('-', '−')
    return language === 'de' ? `${shown} %` : `${shown}%`
  }
  const day = (date: IsoDate) => formatDay(date, language)
  const cell = (number: number | null, unit: Unit, tone?: Tone): Cell => ({
    value: number,
    text: value(number, unit),
    unit,
    ...(tone && { tone }),
  })
  return {
    language,
    currency,
    words,
    text: (text) => text[language],
    value,
    axis: (number, unit) => axisLabel(number, unit, currency, locale),
    day,
    period: (period) => periodName(period, language),
    shortPeriod: (period) => shortName(period, language),
    instant: (iso) => {
      const instant = Date.parse(iso)
      const civil = dayOf(instant, timeZone)
      return `${day(civil)}, ${instantToCivil(instant, timeZone).slice(11, 16)}`
    },
    percent,
    span: ({ low, high }) => {
      const first = value(low, 'rate').replace(/\s?%$/, '')
      return `${first}–${value(high, 'rate')}`
    },
    cell,
    say: (text) => ({ value: text, text }),
    changeOf: (figure) => changeOf(figure, { percent, value, words, locale }),
    change: (figure) => {
      const change = changeOf(figure, { percent, value, words, locale })
      if (!change) return { value: null, text: '–' }
      const { size, word, tone } = change
      const said = word === words.unclear ? `(${word})` : word
      return { value: figure.difference, text: `${size} ${said}`.trim(), unit: figure.unit, tone }
    },
  }
}

/** How much a figure changed, in words; null where there is nothing to compare with. */
function changeOf(
  figure: FigureFacts,
  { words, ...sizes }: Omit<Sizes, 'points'> & { readonly words: Words },
): Changed | null {
  const { difference, verdict, good } = figure
  if (difference === null) return null
  const size = sizeOfChange(figure, { ...sizes, points: words.points })
  if (verdict === 'no_clear_difference') return { size, word: words.unclear, tone: 'neutral' }
  // What reads as no change is none, whatever its cents say.
  const tone = /[1-9]/.test(size) ? toneOf(good) : 'neutral'
  const word = tone === 'good' ? words.better : tone === 'bad' ? words.worse : ''
  return { size, word, tone }
}

type Sizes = {
  readonly percent: (share: number) => string
  readonly value: (value: number | null, unit: Unit) => string
  readonly points: string
  readonly locale: string
}

/** "+2,7 Pkt." between rates, "−8,4 %" between amounts, the difference itself where there was nothing, or less, before. */
function sizeOfChange(figure: FigureFacts, { percent, value, points, locale }: Sizes): string {
  const { before, unit } = figure
  const difference = figure.difference ?? 0
  if (unit === 'rate') {
    const shown = new Intl.NumberFormat(locale, {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
      signDisplay: 'exceptZero',
    }).format(difference * 100)
    return `${withMinus(shown)} ${points}`
  }
  if (before !== null && before > 0) return percent(difference / before)
  const sign = difference > 0 ? '+' : difference < 0 ? '−' : ''
  return `${sign}${value(Math.abs(difference), unit)}`
}

/** The sign that is as wide as a plus. */
const withMinus = (text: string): string => text.replaceAll('-', '−')

/** "1,2 Mio. €", "450 Tsd. €", "30 %": short numbers for axes and bars. */
function axisLabel(value: number, unit: Unit, currency: string, locale: string): string {
  if (unit === 'rate') {
    return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(
      value,
    )
  }
  const isMoney = unit === 'money' || unit === 'money_per_day'
  const shown = new Intl.NumberFormat(locale, {
    notation: 'compact',
    maximumSignificantDigits: 3,
    useGrouping: 'always',
    ...(isMoney && { style: 'currency', currency }),
  }).format(isMoney ? value / 100 : value)
  return withMinus(shown)
}
