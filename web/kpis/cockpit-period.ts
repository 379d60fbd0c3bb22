import {
  addDays,
  firstOfMonth,
  type IsoDate,
  isIsoDate,
  monthOf,
  type Period,
  quarterOf,
} from '#kernel/period.ts'

/** How the period is chosen: a calendar month, a calendar quarter, or any two days. */
export type PeriodKind = 'month' | 'quarter' | 'range'

export type ChosenPeriod = { readonly kind: PeriodKind; readonly period: Period }

/** What the address holds; `from` and `last` are both inclusive there, as people write spans. */
export type PeriodAddress = {
  readonly period?: string | undefined
  readonly from?: string | undefined
  readonly last?: string | undefined
}

/** The last complete month before `today`: what a person asks for who opens the cockpit. */
export const lastMonth = (today: IsoDate): Period => monthOf(firstOfMonth(today, -1))

/** Reads `?period=2026-03`, `?period=2026-Q1` or `?from=2026-01-01&last=2026-03-15`. */
export function readPeriod(address: PeriodAddress, today: IsoDate): ChosenPeriod {
  const { period = '', from = '', last = '' } = address
  const quarter = /^(\d{4})-Q([1-4])$/.exec(period)
  if (quarter) {
    const month = String((Number(quarter[2]) - 1) * 3 + 1).padStart(2, '0')
    return { kind: 'quarter', period: quarterOf(`${quarter[1]}-${month}-01` as IsoDate) }
  }
  const day = `${period}-01`
  if (isIsoDate(day)) return { kind: 'month', period: monthOf(day) }
  if (isIsoDate(from) && isIsoDate(last) && from <= last) {
    return { kind: 'range', period: { from, until: addDays(last, 1) } }
  }
  return { kind: 'month', period: lastMonth(today) }
}

/** The address of a period; the parts it does not need are undefined, which removes them. */
export function writePeriod({ kind, period }: ChosenPeriod): PeriodAddress {
  switch (kind) {
    case 'month':
      return { period: period.from.slice(0, 7), from: undefined, last: undefined }
    case 'quarter': {
      const quarter = Math.ceil(Number(period.from.slice(5, 7)) / 3)
      return { period: `${period.from.slice(0, 4)}-Q${quarter}`, from: undefined, last: undefined }
    }
    case 'range':
      return { period: undefined, from: period.from, last: addDays(period.until, -1) }
    default:
      return kind satisfies never
  }
}

/** The period before (-1) or after (+1): calendar steps, or the same number of days. */
export function stepPeriod({ kind, period }: ChosenPeriod, step: 1 | -1): ChosenPeriod {
  if (kind === 'month') return { kind, period: monthOf(firstOfMonth(period.from, step)) }
  if (kind === 'quarter') return { kind, period: quarterOf(firstOfMonth(period.from, 3 * step)) }
  const days = Math.round((Date.parse(period.until) - Date.parse(period.from)) / 86_400_000)
  return {
    kind,
    period: {
      from: addDays(period.from, days * step),
      until: addDays(period.until, days * step),
    },
  }
}

/**
 * Month to quarter and back, keeping the end in sight: Q1 becomes March, March becomes Q1,
 * a range becomes the month or quarter of its last day.
 */
export function switchKind({ period }: ChosenPeriod, kind: PeriodKind): ChosenPeriod {
  const last = addDays(period.until, -1)
  switch (kind) {
    case 'month':
      return { kind, period: monthOf(last) }
    case 'quarter':
      return { kind, period: quarterOf(last) }
    case 'range':
      return { kind, period }
    default:
      return kind satisfies never
  }
}

/** The civil day of an instant on the clock of a time zone. */
export function dayIn(instant: Date, timeZone: string): IsoDate {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(instant)
  return parts as IsoDate
}
