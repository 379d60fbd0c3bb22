import type { Values } from '#kernel/record.ts'
import { CYCLE_MONTHS, type DemoCalendar, MONTHS, SECOND_YEAR } from './calendar.ts'
import { type DemoRecord, numbered } from './catalogue.ts'
import { type MonthPlan, PUBLISHED_MONTH } from './plan.ts'

/** A little more than what will be: some months reach it, some do not. */
const AMBITION = 1.03
const TEN_THOUSAND_EUROS = 1_000_000
const HUNDRED_EUROS = 10_000

const rounded = (amount: number, to: number): number => Math.round(amount / to) * to

/** What the company wants of each month of its second year: one target at the head of each block. */
export function targetRecords(calendar: DemoCalendar, plans: readonly MonthPlan[]): DemoRecord[] {
  const { averageAmount, cycleDays } = PUBLISHED_MONTH
  const values = Array.from({ length: MONTHS - SECOND_YEAR }, (_, place): Values[] => {
    const month = SECOND_YEAR + place
    const opened = plans[month - CYCLE_MONTHS]
    const won = (opened?.won ?? 0) * averageAmount * AMBITION
    // Stock x rate x value / cycle, as if the three months before were like this one.
    const velocity = ((opened?.won ?? 0) * CYCLE_MONTHS * averageAmount * AMBITION) / cycleDays
    const target = (kpi: string, value: Values): Values => ({
      kpi,
      period: 'month',
      from_date: calendar.month(month).from,
      ...value,
    })
    return [
      target('revenue_won', { amount: rounded(won, TEN_THOUSAND_EUROS) }),
      target('cac', { amount: (14_000 - place * 400) * 100 }),
      target('pipeline_velocity', { amount: rounded(velocity, HUNDRED_EUROS) }),
      target('mql_to_sql', { rate: 0.31 }),
      target('attributable_lead_share', { rate: 0.88 }),
    ]
  })
  return numbered('target', values.flat())
}
