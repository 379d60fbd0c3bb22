import { type Cents, cents } from '#kernel/money.ts'

/** A rate of the table: one unit of `currency` is worth `rate` of the company's from `from_date` on. */
export type CurrencyRate = {
  readonly currency: string
  readonly from_date: string
  readonly rate: number
}

/** Is this written like an ISO 4217 code? */
export const isCurrencyCode = (code: string): boolean => /^[A-Z]{3}$/.test(code)

/** The rate that holds on a day: the newest that is not later. Null without one: no rate is made up. */
export function rateOn(
  rates: readonly CurrencyRate[],
  currency: string,
  day: string,
): number | null {
  let found: CurrencyRate | null = null
  for (const rate of rates) {
    if (rate.currency !== currency || rate.from_date > day) continue
    if (found === null || rate.from_date > found.from_date) found = rate
  }
  return found?.rate ?? null
}

/** An amount of another currency in cents of the company's, rounded half away from zero. */
export const converted = (foreign: number, rate: number): Cents =>
  cents(Math.sign(foreign) * Math.round(Number((Math.abs(foreign) * rate).toFixed(6))))

/** Net cents of a gross amount: gross / (1 + rate), rounded half away from zero. */
export const netOf = (gross: number, vatRate: number): Cents =>
  cents(Math.sign(gross) * Math.round(Number((Math.abs(gross) / (1 + vatRate)).toFixed(6))))
