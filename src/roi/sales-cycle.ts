import { type IsoDate, type Period, yearBefore } from '#kernel/period.ts'

/** How long a deal takes, and where that is known from. */
export type Cycle = { readonly days: number | null; readonly basis: 'setting' | 'median' | null }

/**
 * Days a deal takes: what the company says (`usual`), else the median of the deals won in the year up to `until`, which
 * `medianOf` tells.
 */
export async function salesCycle(
  usual: number | null,
  until: IsoDate,
  medianOf: (year: Period) => Promise<number | null>,
): Promise<Cycle> {
  if (usual !== null) return { days: usual, basis: 'setting' }
  const days = await medianOf({ from: yearBefore({ from: until, until }).from, until })
  return { days, basis: days === null ? null : 'median' }
}
