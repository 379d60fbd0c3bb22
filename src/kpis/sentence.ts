import {
  addDays,
  firstOfMonth,
  type IsoDate,
  monthOf,
  type Period,
  quarterOf,
} from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import type { Change } from './comparison.ts'
import { formatDifference, formatValue, type Language } from './format.ts'
import type { KpiResult } from './result.ts'

const MONTHS = {
  de: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(
    ' ',
  ),
  en: 'January February March April May June July August September October November December'.split(
    ' ',
  ),
} as const

const same = (a: Period, b: Period): boolean => a.from === b.from && a.until === b.until

const isYear = ({ from, until }: Period): boolean =>
  from.endsWith('-01-01') && until === firstOfMonth(from, 12)

function day(date: IsoDate, language: Language): string {
  const [year = '', month = '', dayOfMonth = ''] = date.split('-')
  return language === 'de'
    ? `${dayOfMonth}.${month}.${year}`
    : `${Number(dayOfMonth)} ${MONTHS.en[Number(month) - 1]} ${year}`
}

/** The period as people call it: a month, a quarter, a year, or its first and last day. */
export function periodName(period: Period, language: Language): string {
  const year = period.from.slice(0, 4)
  const month = Number(period.from.slice(5, 7))
  if (same(period, monthOf(period.from))) return `${MONTHS[language][month - 1]} ${year}`
  if (same(period, quarterOf(period.from))) return `Q${Math.ceil(month / 3)} ${year}`
  if (isYear(period)) return year
  const joiner = language === 'de' ? ' bis ' : ' to '
  return `${day(period.from, language)}${joiner}${day(addDays(period.until, -1), language)}`
}

/** "im Februar 2026", "in Q1 2026": the period after "than". */
function periodAsTime(period: Period, language: Language): string {
  const name = periodName(period, language)
  const isSpan = name.includes(' bis ') || name.includes(' to ')
  if (language === 'en') return isSpan ? `from ${name}` : `in ${name}`
  if (isSpan) return `vom ${name}`
  return same(period, monthOf(period.from)) ? `im ${name}` : `in ${name}`
}

export type Compared = {
  /** The figure's own name, for when it has no value. */
  readonly name: Text
  /** After the value: "gewonnen", "Leads". */
  readonly noun: Text
  /** After a value of one, where the word is another: "Lead". */
  readonly nounOfOne?: Text
  readonly result: KpiResult
  readonly change: Change
}

const WORDS = {
  de: {
    more: 'mehr als',
    less: 'weniger als',
    fewer: 'weniger als',
    same: 'wie',
    unclear: 'kein klarer Unterschied',
    missing: 'nicht definiert',
  },
  en: {
    more: 'more than',
    less: 'less than',
    fewer: 'fewer than',
    same: 'the same as',
    unclear: 'no clear difference',
    missing: 'not defined',
  },
} as const

function comparedIn(
  { name, noun, nounOfOne, result, change }: Compared,
  before: Period,
  currency: string,
  language: Language,
): string {
  const words = WORDS[language]
  if (result.value === null) return `${name[language]}: ${words.missing}`
  const counted = result.value === 1 ? (nounOfOne ?? noun) : noun
  const value = `${formatValue(result.value, result.unit, currency, language)} ${counted[language]}`
  if (change.difference === null) return value
  const time = periodAsTime(before, language)
  if (change.difference === 0) return `${value}, ${words.same} ${time}`
  const size = formatDifference(change.difference, result.unit, currency, language)
  const fewer = result.unit === 'count' ? words.fewer : words.less
  const direction = change.difference > 0 ? words.more : fewer
  const unclear = change.verdict === 'no_clear_difference' ? `; ${words.unclear}` : ''
  return `${value}, ${size} ${direction} ${time}${unclear}`
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export type Named = { readonly name: Text; readonly result: KpiResult }

/**
 * One sentence before a chart: the main figure against the period before, then up to a few figures by
 * name. "März 2026: 30 gewonnen, 6 mehr als im Februar 2026; kein klarer Unterschied. CAC 1.200 €."
 */
export function panelSentence(of: {
  readonly period: Period
  readonly before: Period
  readonly currency: string
  readonly main: Compared
  readonly others?: readonly Named[]
}): Text {
  const write = (language: Language): string => {
    const main = comparedIn(of.main, of.before, of.currency, language)
    const others = (of.others ?? [])
      .filter(({ result }) => result.value !== null)
      .map(
        ({ name, result }) =>
          `${name[language]} ${formatValue(result.value, result.unit, of.currency, language)}`,
      )
    const rest = others.length > 0 ? ` ${capitalised(others.join(', '))}.` : ''
    return `${periodName(of.period, language)}: ${main}.${rest}`
  }
  return { de: write('de'), en: write('en') }
}
