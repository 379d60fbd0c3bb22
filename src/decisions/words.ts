import { isoDate } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import { formatValue } from '#kpis/format.ts'
import { kpiById } from '#kpis/registry.ts'
import { periodName } from '#kpis/sentence.ts'
import { spanOf, type TargetPeriod } from '#kpis/targets.ts'
import type { Unit } from '#kpis/unit.ts'

export const both = (write: (language: 'de' | 'en') => string): Text => ({
  de: write('de'),
  en: write('en'),
})

/** What people wrote themselves is the same in both languages. */
export const alike = (text: string): Text => ({ de: text, en: text })

/** What is said of one channel, campaign ... must not read as if it were of the whole company. */
const FILTERED = { de: ' (mit Filter)', en: ' (filtered)' } as const

/** "CPL, März 2026: 63,00 €" */
export function figureWords(
  figure: {
    readonly kpi: string
    readonly from: string
    readonly until: string
    readonly value: number | null
    readonly filtered: boolean
  },
  currency: string,
): Text {
  const kpi = kpiById(figure.kpi)
  const period = { from: isoDate(figure.from), until: isoDate(figure.until) }
  return both((language) => {
    const name = `${kpi?.name[language] ?? figure.kpi}${figure.filtered ? FILTERED[language] : ''}`
    const value = formatValue(figure.value, kpi?.unit ?? 'count', currency, language)
    return `${name}, ${periodName(period, language)}: ${value}`
  })
}

/** "Ziel Leads, Q1 2027: 120 statt 100" */
export function targetWords(
  target: {
    readonly kpi: string
    readonly period: TargetPeriod
    readonly from: string
    readonly before: number | null
    readonly after: number | null
    readonly filtered: boolean
  },
  currency: string,
): Text {
  const kpi = kpiById(target.kpi)
  const unit: Unit = kpi?.unit ?? 'count'
  const span = spanOf(target.period, isoDate(target.from))
  return both((language) => {
    const value = (number: number | null) =>
      number === null
        ? language === 'de'
          ? 'keines'
          : 'none'
        : formatValue(number, unit, currency, language)
    const part = target.filtered ? FILTERED[language] : ''
    const name = `${kpi?.name[language] ?? target.kpi}${part}, ${periodName(span, language)}`
    return language === 'de'
      ? `Ziel ${name}: ${value(target.after)} statt ${value(target.before)}`
      : `Target ${name}: ${value(target.after)} instead of ${value(target.before)}`
  })
}

/** The value that was expected, with its unit; empty where none was said. */
export function expectedWords(kpiId: string, value: number | null, currency: string): Text {
  const kpi = kpiById(kpiId)
  if (!kpi || value === null) return { de: '', en: '' }
  return both((language) => formatValue(value, kpi.unit, currency, language))
}
