import type { Values } from '#kernel/record.ts'
import { type DemoCalendar, daysIn, isWorkday, SECOND_YEAR } from './calendar.ts'
import { type DemoRecord, numbered } from './catalogue.ts'
import { chanceOf, divide } from './chance.ts'
import type { MonthPlan } from './plan.ts'

/** Of 1,000 visitors: first year, second year. */
const VISITORS: readonly (readonly [string, number, number])[] = [
  ['organic_search', 430, 405],
  ['paid_search', 180, 190],
  ['direct', 165, 140],
  ['organic_social', 55, 48],
  ['paid_social', 70, 82],
  ['email', 48, 52],
  ['referral', 46, 36],
  ['display', 0, 27],
  ['ai_assistant', 6, 20],
]

const SESSIONS_PER_VISITOR = 1.27
const WEEKEND = 0.34

/** Visitors by day and channel; each month adds up to its plan exactly. */
export function dailyCountRecords(
  calendar: DemoCalendar,
  plans: readonly MonthPlan[],
): DemoRecord[] {
  const chance = chanceOf('visitors')
  const values = plans.flatMap((plan, month): Values[] => {
    const cells = daysIn(calendar.month(month)).flatMap((date) =>
      VISITORS.map(([channel, first, second]) => {
        const share = month < SECOND_YEAR ? first : second
        const day = isWorkday(date) ? 1 : WEEKEND
        return { date, channel, weight: share * day * (0.85 + chance.next() * 0.3) }
      }).filter(({ weight }) => weight > 0),
    )
    const visitors = divide(
      plan.visitors,
      cells.map(({ weight }) => weight),
    )
    return cells.map(({ date, channel }, place) => ({
      date,
      channel,
      visitors: visitors[place] ?? 0,
      sessions: Math.round((visitors[place] ?? 0) * SESSIONS_PER_VISITOR),
      counted_by: 'Webstatistik',
    }))
  })
  return numbered('daily_count', values)
}
