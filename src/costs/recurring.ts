import { type Cents, cents } from '#kernel/money.ts'
import { type IsoDate, isoDate, type Period } from '#kernel/period.ts'
import { bookedIn } from './booking.ts'

export type Rhythm = 'month' | 'quarter' | 'year'

/** A recurring cost as far as its periods go; `until` null: no end in sight. */
export type Recurring = {
  readonly amount: Cents
  /** Of the amount that is a cost here, 0 to 1. */
  readonly share: number
  readonly rhythm: Rhythm
  readonly from: IsoDate
  readonly until: IsoDate | null
}

const MONTHS: Readonly<Record<Rhythm, number>> = { month: 1, quarter: 3, year: 12 }

/** The same day `months` later; the last of a month where that has fewer days. */
export function addMonths(day: IsoDate, months: number): IsoDate {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 8)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return isoDate(`${first}${String(Math.min(date, last)).padStart(2, '0')}`)
}

/** A made entry: cents over its days. */
export type Due = { readonly over: Period; readonly amount: Cents }

/**
 * The periods that begin before `horizon`, with what of them falls on the days from `since` on: every day before that
 * is booked. A period that the end or `since` cuts costs the part of its days, so that all its parts are the whole. At
 * most 400 at once: nobody means more.
 */
export function dueEntries(cost: Recurring, since: IsoDate | null, horizon: IsoDate): Due[] {
  const step = MONTHS[cost.rhythm]
  const whole = cents(Math.round(Number((cost.amount * cost.share).toFixed(6))))
  const due: Due[] = []
  for (let index = 0; due.length < 400; index += 1) {
    const over = {
      from: addMonths(cost.from, index * step),
      until: addMonths(cost.from, (index + 1) * step),
    }
    if (over.from >= horizon || (cost.until !== null && over.from >= cost.until)) break
    const from = since !== null && since > over.from ? since : over.from
    const until = cost.until !== null && cost.until < over.until ? cost.until : over.until
    if (from >= until) continue
    due.push({ over: { from, until }, amount: bookedIn({ amount: whole, over }, { from, until }) })
  }
  return due
}

/** The day before which periods are made ahead: the first of the month `months` after the next one. */
export const horizonOf = (today: IsoDate, months: number): IsoDate =>
  addMonths(isoDate(`${today.slice(0, 8)}01`), months + 1)
