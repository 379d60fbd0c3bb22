import { type Cents, cents } from '#kernel/money.ts'
import { EXACT_PLACES, scaled, unscaled } from './numbers.ts'

/** Places that sums are made with: Meta writes up to twelve. */
const WRITTEN_PLACES = 12

const sumScaled = (exact: readonly string[]): bigint =>
  exact.reduce((sum, text) => sum + scaled(text, WRITTEN_PLACES), 0n)

/** The exact sum of decimal texts, rounded to six places. */
export const sumExact = (exact: readonly string[]): string =>
  unscaled(scaled(unscaled(sumScaled(exact), WRITTEN_PLACES), EXACT_PLACES), EXACT_PLACES)

/**
 * Amounts as whole numbers of `10^-places` that add up to the rounded exact sum: every amount is
 * rounded down, then what is missing goes to the largest remainders (ties to the earlier row).
 * O(n log n).
 */
function distribute(exact: readonly string[], places: number): bigint[] {
  const unit = 10n ** BigInt(WRITTEN_PLACES - places)
  const total = scaled(unscaled(sumScaled(exact), WRITTEN_PLACES), places)
  const parts = exact.map((text, index) => {
    const value = scaled(text, WRITTEN_PLACES)
    const remainder = ((value % unit) + unit) % unit
    return { index, floor: (value - remainder) / unit, remainder }
  })
  const missing = Number(total - parts.reduce((sum, part) => sum + part.floor, 0n))
  const order = parts.toSorted((a, b) => Number(b.remainder - a.remainder) || a.index - b.index)
  const raised = new Set(order.slice(0, missing).map((part) => part.index))
  return parts.map(({ floor, index }) => (raised.has(index) ? floor + 1n : floor))
}

/**
 * Whole cents for each amount so that the total is right to the cent: 564 rows of Meta spend rounded
 * one by one give 161,744.57, their sum 161,744.576204 rounds to .58.
 */
export const largestRemainder = (exact: readonly string[]): Cents[] =>
  distribute(exact, 2).map((amount) => cents(Number(amount)))

/** The same with six places, for columns that keep the platform's own amounts: `numeric(18,6)`. */
export const exactShares = (exact: readonly string[]): string[] =>
  distribute(exact, EXACT_PLACES).map((amount) => unscaled(amount, EXACT_PLACES))
