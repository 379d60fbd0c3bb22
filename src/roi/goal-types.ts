import { text } from '#kernel/fields.ts'
import { daysOf, type IsoDate, type Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import type { ReturnKind } from './return-kinds.ts'

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
  /** The kinds of return that belong to the goal; the others are counted, too. */
  readonly returns: readonly ReturnKind[]
  /** How long such a goal usually takes to show. `minimum` null: the guides give none. */
  readonly minimumMonths: number | null
  readonly usualMonths: Months | null
}

export const GOALS: Readonly<Record<GoalType, GoalDefinition>> = {
  awareness: {
    name: text('Bekanntheit und Meinungsführerschaft', 'Awareness and thought leadership'),
    question: text('Kennt uns der Markt?', 'Does the market know us?'),
    kpis: ['cpm', 'cost_per_1000_reached', 'ctr', 'visitor_to_mql', 'influenced_share'],
    returns: ['attributed', 'proxy'],
    minimumMonths: 6,
    usualMonths: [6, 12],
  },
  lead_generation: {
    name: text('Leadgewinnung', 'Lead generation'),
    question: text('Bringt es Anfragen, aus denen Kunden werden?', 'Does it bring leads that buy?'),
    kpis: ['leads', 'cpl', 'cost_per_mql', 'cost_per_sql', 'mql_to_sql', 'cac', 'clv_cac_ratio'],
    returns: ['direct', 'attributed', 'lead_value', 'pipeline', 'social_selling'],
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
    returns: ['direct', 'attributed', 'retention'],
    minimumMonths: null,
    usualMonths: null,
  },
  recruiting: {
    name: text('Recruiting und Arbeitgebermarke', 'Recruiting and employer branding'),
    question: text('Kommen Bewerbungen, aus denen Einstellungen werden?', 'Does it bring hires?'),
    kpis: ['hires', 'job_applications', 'cost_per_1000_reached', 'ctr'],
    returns: ['recruiting', 'proxy'],
    minimumMonths: null,
    usualMonths: null,
  },
}

/** Usual lengths beside the goals (G1, G2, G5). */
export const USUAL_MONTHS = {
  b2b_sales_cycle: [3, 9],
  social_selling: [6, 9],
} as const satisfies Record<string, Months>

/** How long a test runs, and when it is looked at (G1, G2). */
export const TEST_PHASE_WEEKS = [3, 6] as const
export const CHECKPOINT_DAYS = [30, 60, 90] as const
/** First contact: ideally within minutes, at the latest so many hours later. */
export const FIRST_CONTACT_HOURS = 24

/** Whole months that fit into a period: 15 January to 15 April are 3, a day less is 2. */
export function monthsOf({ from, until }: Period): number {
  const index = (day: IsoDate) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  const isUnfinished = Number(until.slice(8)) < Number(from.slice(8))
  return index(until) - index(from) - (isUnfinished ? 1 : 0)
}

export type WindowWarning =
  | { readonly code: 'shorter_than_goal'; readonly months: number; readonly minimumMonths: number }
  | { readonly code: 'shorter_than_cycle'; readonly days: number; readonly cycleDays: number }

/**
 * Why a period is too short for what it is asked: shorter than the minimum of its goal, or than the measured sales
 * cycle. Both can hold. An ROI is never shown without these.
 */
export function windowWarnings(
  period: Period,
  goal: GoalType | null,
  cycleDays: number | null,
): WindowWarning[] {
  const minimumMonths = goal === null ? null : GOALS[goal].minimumMonths
  const months = monthsOf(period)
  const days = daysOf(period)
  return [
    ...(minimumMonths !== null && months < minimumMonths
      ? [{ code: 'shorter_than_goal' as const, months, minimumMonths }]
      : []),
    ...(cycleDays !== null && days < cycleDays
      ? [{ code: 'shorter_than_cycle' as const, days, cycleDays }]
      : []),
  ]
}
