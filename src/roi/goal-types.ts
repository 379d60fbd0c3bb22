import { text } from '#kernel/fields.ts'
import { daysOf, type IsoDate, type Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'

export const GOAL_TYPES = [
  'awareness',
  'lead_generation',
  'customer_retention',
  'recruiting',
] as const
export type GoalType = (typeof GOAL_TYPES)[number]

/** Months, both ends included, as the guides give them (G1, G2, G5). */
export type Months = readonly [from: number, until: number]

export type GoalDefinition = {
  readonly name: Text
  readonly question: Text
  /** The figures (ids of kpis) that tell whether the goal is met. */
  readonly kpis: readonly string[]
  /** How long such a goal usually takes to show. `minimum` null: the guides give none. */
  readonly minimumMonths: number | null
  readonly usualMonths: Months | null
}

export const GOALS: Readonly<Record<GoalType, GoalDefinition>> = {
  awareness: {
    name: text('Bekanntheit und Meinungsführerschaft', 'Awareness and thought leadership'),
    question: text('Kennt uns der Markt?', 'Does the market know us?'),
    kpis: ['cpm', 'cost_per_1000_reached', 'ctr', 'visitor_to_mql', 'influenced_share'],
    minimumMonths: 6,
    usualMonths: [6, 12],
  },
  lead_generation: {
    name: text('Leadgewinnung', 'Lead generation'),
    question: text('Bringt es Anfragen, aus denen Kunden werden?', 'Does it bring leads that buy?'),
    kpis: [
      ...['leads', 'cpl', 'cost_per_mql', 'cost_per_sql', 'mql_to_sql', 'cac', 'clv_cac_ratio'],
      // First contact: ideally within minutes, at the latest a day later (G1).
      'contacted_within_24_hours',
    ],
    minimumMonths: 3,
    usualMonths: [3, 6],
  },
  customer_retention: {
    name: text('Kundenbindung und Community', 'Customer retention and community'),
    question: text('Bleiben Kunden, und kaufen sie mehr?', 'Do customers stay and buy more?'),
    kpis: [
      'renewal_rate',
      'repurchase_rate',
      'upsell_revenue',
      'recommendations',
      'revenue_per_customer',
    ],
    minimumMonths: null,
    usualMonths: null,
  },
  recruiting: {
    name: text('Recruiting und Arbeitgebermarke', 'Recruiting and employer branding'),
    question: text('Kommen Bewerbungen, aus denen Einstellungen werden?', 'Does it bring hires?'),
    kpis: ['hires', 'job_applications', 'cost_per_1000_reached', 'ctr'],
    minimumMonths: null,
    usualMonths: null,
  },
}

/** Usual lengths beside the goals (G1, G2, G5). */
export const USUAL_MONTHS = {
  b2b_sales_cycle: [3, 9],
  social_selling: [6, 9],
} as const satisfies Record<string, Months>

/** Whole months that fit into a period: 15 January to 15 April are 3, a day less is 2. */
export function monthsOf({ from, until }: Period): number {
  const index = (day: IsoDate) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  const isUnfinished = Number(until.slice(8)) < Number(from.slice(8))
  return index(until) - index(from) - (isUnfinished ? 1 : 0)
}

/** The goal that takes the least time: a period that is too short for it is too short for every goal with a minimum. */
const QUICKEST = GOAL_TYPES.filter((id) => GOALS[id].minimumMonths !== null).reduce((a, b) =>
  (GOALS[b].minimumMonths ?? 0) < (GOALS[a].minimumMonths ?? 0) ? b : a,
)

export type WindowWarning =
  | {
      readonly code: 'shorter_than_goal'
      readonly goal: GoalType
      readonly months: number
      readonly minimumMonths: number
    }
  | {
      readonly code: 'shorter_than_social_selling'
      readonly months: number
      readonly minimumMonths: number
    }
  | { readonly code: 'shorter_than_cycle'; readonly days: number; readonly cycleDays: number }

/**
 * Why a period is too short for what it is asked: shorter than the minimum of its goal (without one: of the quickest),
 * than social selling takes where it counts, or than the measured sales cycle. All can hold. An ROI is never shown
 * without these.
 */
export function windowWarnings(
  period: Period,
  goal: GoalType | null,
  cycleDays: number | null,
  sellsSocially = false,
): WindowWarning[] {
  const asked = goal ?? QUICKEST
  const { minimumMonths } = GOALS[asked]
  const [socialMonths] = USUAL_MONTHS.social_selling
  const months = monthsOf(period)
  const days = daysOf(period)
  return [
    ...(minimumMonths !== null && months < minimumMonths
      ? [{ code: 'shorter_than_goal' as const, goal: asked, months, minimumMonths }]
      : []),
    ...(sellsSocially && months < socialMonths
      ? [
          {
            code: 'shorter_than_social_selling' as const,
            months,
            minimumMonths: socialMonths,
          },
        ]
      : []),
    ...(cycleDays !== null && days < cycleDays
      ? [{ code: 'shorter_than_cycle' as const, days, cycleDays }]
      : []),
  ]
}
