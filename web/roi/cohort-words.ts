import type { Cohort } from '#roi/cohort-shapes.ts'
import type { Formats } from '../ui/formats.ts'
import type { useCohortTexts } from './cohort-texts.ts'

type T = ReturnType<typeof useCohortTexts>

/** `nach 3 Monaten`, `im selben Monat`. */
export const afterText = (t: T, age: number): string =>
  age === 0 ? t('figure.breakEven.at0') : t('figure.breakEven.after', { count: age })

/** What a cell shows: per cent of the cost where there is any, else the money. */
export const cellText = (value: number, cost: number | null, formats: Formats): string =>
  cost !== null && cost > 0 ? formats.rate(value / cost, 0) : formats.moneyRounded(value)

export function breakEvenText(t: T, { breakEven, cost, rest }: Cohort): string {
  if (cost === null || cost <= 0) return '–'
  if (breakEven === null) return t(rest === null ? 'table.open' : 'table.never')
  return t(breakEven.expected ? 'table.after.expected' : 'table.after', { count: breakEven.age })
}
