import {
  firstOfMonth,
  isIsoDate,
  isoDate,
  monthOf,
  type Period,
  periodBefore,
  quarterOf,
} from '#kernel/period.ts'
import { dayOf } from '#kernel/zone.ts'
import type { ReportFacts, Rhythm } from './facts.ts'

/** `2026-10` as its month, `2026-Q3` as its quarter; null for anything else. */
export function periodNamed(text: string): { period: Period; rhythm: Rhythm } | null {
  const quarter = /^(\d{4})-?Q([1-4])$/i.exec(text)
  if (quarter) {
    const month = String((Number(quarter[2]) - 1) * 3 + 1).padStart(2, '0')
    return { period: quarterOf(isoDate(`${quarter[1]}-${month}-01`)), rhythm: 'quarter' }
  }
  const first = `${text}-01`
  if (!/^\d{4}-\d{2}$/.test(text) || !isIsoDate(first)) return null
  return { period: monthOf(first), rhythm: 'month' }
}

const same = (a: Period, b: Period): boolean => a.from === b.from && a.until === b.until

/** What people call the span: a month, a quarter, or just a span. */
export function rhythmOf(period: Period): Rhythm | 'span' {
  if (same(period, monthOf(period.from))) return 'month'
  return same(period, quarterOf(period.from)) ? 'quarter' : 'span'
}

/** `2026-10`, `2026-Q3`, `2026-01-05_2026-02-01`: for names of files and addresses. */
export function periodKey(period: Period): string {
  const [year = '', month = ''] = period.from.split('-')
  switch (rhythmOf(period)) {
    case 'month':
      return `${year}-${month}`
    case 'quarter':
      return `${year}-Q${Math.ceil(Number(month) / 3)}`
    default:
      return `${period.from}_${period.until}`
  }
}

/** The last whole month or quarter that is over on `today`. */
export function lastWhole(today: string, rhythm: Rhythm): Period {
  const day = isoDate(today)
  return rhythm === 'month'
    ? { from: firstOfMonth(day, -1), until: firstOfMonth(day) }
    : periodBefore(quarterOf(day))
}

/** Was the report made before its period was over? Then part of a period stands beside whole ones. */
export const isRunning = ({
  madeAt,
  company,
  period,
}: Pick<ReportFacts, 'madeAt' | 'company' | 'period'>): boolean =>
  dayOf(Date.parse(madeAt), company.timeZone) < period.until

/** How many periods of the same length stand beside each other in a comparison. */
const COMPARED = 5

/** The period and those of the same length before it, oldest first. */
export function comparedPeriods(period: Period): Period[] {
  const periods = [period]
  for (let count = 1; count < COMPARED; count += 1) {
    periods.unshift(periodBefore(periods[0] ?? period))
  }
  return periods
}
