import type { Text } from '#kernel/record.ts'
import type { Facts } from './facts.ts'
import type { KpiSettings } from './settings.ts'

/** A period that ends before what was spent in it can have come back. */
export type PeriodWarning = {
  readonly code: 'period_too_short'
  readonly periodDays: number
  /** Days a deal usually takes, and where they are from. */
  readonly cycleDays: number
  readonly basis: 'setting' | 'median'
}

/**
 * The warning of a figure whose return lags behind its cost: the period is shorter than the usual sales
 * cycle, by the setting, else by the median of the deals won in the period. Null when it is long enough,
 * or nobody knows what is usual.
 */
export function periodWarning(
  facts: Facts,
  settings: Pick<KpiSettings, 'usual_cycle_days'>,
): PeriodWarning | null {
  const periodDays = facts.period_days ?? null
  const median = facts.cycle_days_median ?? null
  const cycleDays = settings.usual_cycle_days ?? median
  if (periodDays === null || cycleDays === null || periodDays >= cycleDays) return null
  const basis = settings.usual_cycle_days === null ? 'median' : 'setting'
  return { code: 'period_too_short', periodDays, cycleDays, basis }
}

const BASIS: Readonly<Record<PeriodWarning['basis'], Text>> = {
  setting: { de: 'laut Einstellungen', en: 'by the settings' },
  median: {
    de: 'Median der im Zeitraum gewonnenen Verkaufschancen',
    en: 'median of the opportunities won in the period',
  },
}

/** The warning as a sentence with its reason. */
export function periodWarningText({ periodDays, cycleDays, basis }: PeriodWarning): Text {
  const days = Math.round(cycleDays)
  return {
    de: `Der Zeitraum (${periodDays} Tage) ist kürzer als der übliche Verkaufszyklus (${days} Tage, ${BASIS[basis].de}): Ein Teil der Erträge zu diesen Kosten kommt erst danach.`,
    en: `The period (${periodDays} days) is shorter than the usual sales cycle (${days} days, ${BASIS[basis].en}): part of the return on this cost comes only after it.`,
  }
}
