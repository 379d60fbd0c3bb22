import { assert } from './assert.ts'
import type { Brand } from './brand.ts'

/** A civil day, `yyyy-mm-dd`, without a time zone. Compares as text. */
export type IsoDate = Brand<string, 'IsoDate'>

/** Half-open: contains `from`, does not contain `until`. */
export type Period = { readonly from: IsoDate; readonly until: IsoDate }

const DAY_MS = 86_400_000

/** True for a day that exists: 2024-02-29 yes, 2023-02-29 no. */
export function isIsoDate(text: string): text is IsoDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text
}

export function isoDate(text: string): IsoDate {
  assert(isIsoDate(text), `isoDate: expected yyyy-mm-dd, got ${text}`)
  return text
}

/** A period from two days; `from` must lie before `until`. */
export function period(from: string, until: string): Period {
  const result = { from: isoDate(from), until: isoDate(until) }
  assert(result.from < result.until, `period: ${from} must be before ${until}`)
  return result
}

export const contains = (p: Period, day: IsoDate): boolean => p.from <= day && day < p.until

/** The day `count` days after (or before, if negative) `day`. */
export const addDays = (day: IsoDate, count: number): IsoDate =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10) as IsoDate

/** Days from `from` to `until`, negative when reversed. */
export const daysBetween = (from: IsoDate, until: IsoDate): number =>
  Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)

export const daysOf = (p: Period): number => daysBetween(p.from, p.until)

/** The first day of the month `count` months after the month of `day`. */
export function firstOfMonth(day: IsoDate, count = 0): IsoDate {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7)) - 1 + count
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10) as IsoDate
}

/** The calendar month that contains `day`. */
export const monthOf = (day: IsoDate): Period => ({
  from: firstOfMonth(day),
  until: firstOfMonth(day, 1),
})

/** The calendar quarter that contains `day`. */
export function quarterOf(day: IsoDate): Period {
  const back = (Number(day.slice(5, 7)) - 1) % 3
  return { from: firstOfMonth(day, -back), until: firstOfMonth(day, 3 - back) }
}

const isFirstOfMonth = (day: IsoDate): boolean => day.endsWith('-01')

/** Whole months from `from` to `until` when both are firsts of a month, else null. */
function wholeMonths(p: Period): number | null {
  if (!isFirstOfMonth(p.from) || !isFirstOfMonth(p.until)) return null
  const index = (day: IsoDate) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  return index(p.until) - index(p.from)
}

/** The period of the same length just before: whole months step by months, other periods by days. */
export function periodBefore(p: Period): Period {
  const months = wholeMonths(p)
  return months === null
    ? { from: addDays(p.from, -daysOf(p)), until: p.from }
    : { from: firstOfMonth(p.from, -months), until: p.from }
}

/** The period of the same length just after. */
export function periodAfter(p: Period): Period {
  const months = wholeMonths(p)
  const until = months === null ? addDays(p.until, daysOf(p)) : firstOfMonth(p.until, months)
  return { from: p.until, until }
}

/** The same period one year earlier; 29 February becomes 28 February. */
export function yearBefore(p: Period): Period {
  const shift = (day: IsoDate): IsoDate => {
    const shifted = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
    return isIsoDate(shifted) ? shifted : isoDate(`${shifted.slice(0, 8)}28`)
  }
  return { from: shift(p.from), until: shift(p.until) }
}
