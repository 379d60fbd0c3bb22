import { type Cents, cents } from '#kernel/money.ts'
import { daysBetween, type IsoDate, type Period } from '#kernel/period.ts'

/** A line of the ledger: net cents over the half-open days of its period. */
export type Booking = { readonly amount: Cents; readonly over: Period }

/** Half away from zero, as in SQL's `round(numeric)`. */
const roundHalfAway = (value: number): number => Math.sign(value) * Math.round(Math.abs(value))

/** Cents booked on the days of the line before `day`: rounded once, cumulatively. */
function bookedBefore({ amount, over }: Booking, day: IsoDate): number {
  const days = daysBetween(over.from, over.until)
  const elapsed = Math.min(Math.max(daysBetween(over.from, day), 0), days)
  return roundHalfAway((amount * elapsed) / days)
}

/**
 * The part of a cost line that falls into `period`, in cents: the amount spread evenly over its days.
 * Because the rounding is cumulative, the parts of neighbouring periods always add up to the amount.
 */
export const bookedIn = (booking: Booking, period: Period): Cents =>
  cents(bookedBefore(booking, period.until) - bookedBefore(booking, period.from))
