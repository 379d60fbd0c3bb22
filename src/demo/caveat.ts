import { FIRST_YEAR, PUBLISHED_MONTH } from './plan.ts'

const whole = (count: number): string => count.toLocaleString('de-DE')
const euros = (amount: number): string => `${whole(amount / 100)} EUR`

/** Why the two published examples do not make one ordinary company; shown with the demo and in its diary. */
export const DEMO_CAVEAT = {
  de: `Zwei veröffentlichte Beispiele in einer Firma: Im ersten Jahr werden ${FIRST_YEAR.won} Aufträge über ${euros(FIRST_YEAR.wonAmount)} gewonnen, im Monat des veröffentlichten Trichters allein ${PUBLISHED_MONTH.won} über ${euros(PUBLISHED_MONTH.won * PUBLISHED_MONTH.averageAmount)}. In ein gewöhnliches Jahr passen beide nicht; deshalb wächst die Demofirma im zweiten Jahr auf ein Vielfaches.`,
  en: 'Two published examples in one company: 50 orders of EUR 1,500,000 are won in the whole first year, 30 of EUR 750,000 in the month of the published funnel alone. They do not fit one ordinary year; so the demo company grows to a multiple of itself in the second.',
} as const
