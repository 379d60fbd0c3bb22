import { DAY, type DemoCalendar, workInstantBetween, workInstants } from './calendar.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { MonthPlan } from './plan.ts'

/** When a lead reached the stages of the funnel, instants in milliseconds. */
export type LeadCourse = {
  readonly mqlAt: number
  sqlAt: number | null
  opportunityAt: number | null
}

/** Share of a month's SQL whose MQL, and of its opportunities whose SQL, is of the month before. */
const CARRIED = { sql: 0.25, opportunity: 0.3 }
/** At most this share of a month's leads moves on only in the month after. */
const CARRIED_MAX = 0.2
const LONGEST_DAYS = { sql: 24, opportunity: 30 }
/** A lead stays at least this long in a stage. */
const SHORTEST_DAYS = 0.8

const carriedInto = (count: number, before: number, share: number): number =>
  Math.min(Math.round(count * share), Math.floor(before * CARRIED_MAX))

/** The leads of a step in the order they entered it, split into early and late ones. */
function earlyAndLate(courses: readonly LeadCourse[], at: (course: LeadCourse) => number) {
  const sorted = courses.toSorted((a, b) => at(a) - at(b))
  const cut = Math.ceil(sorted.length * 0.8)
  return { early: sorted.slice(0, cut), late: sorted.toReversed() }
}

type Step = {
  readonly wanted: (plan: MonthPlan) => number
  readonly carriedShare: number
  readonly longestDays: number
  readonly entered: (course: LeadCourse) => number
  readonly isTaken: (course: LeadCourse) => boolean
  readonly take: (course: LeadCourse, at: number) => void
}

const TO_SQL: Step = {
  wanted: ({ sql }) => sql,
  carriedShare: CARRIED.sql,
  longestDays: LONGEST_DAYS.sql,
  entered: ({ mqlAt }) => mqlAt,
  isTaken: ({ sqlAt }) => sqlAt !== null,
  take: (course, at) => {
    course.sqlAt = at
  },
}

const TO_OPPORTUNITY: Step = {
  wanted: ({ opportunities }) => opportunities,
  carriedShare: CARRIED.opportunity,
  longestDays: LONGEST_DAYS.opportunity,
  entered: ({ sqlAt }) => sqlAt ?? 0,
  isTaken: ({ opportunityAt }) => opportunityAt !== null,
  take: (course, at) => {
    course.opportunityAt = at
  },
}

/**
 * Moves as many leads on in each month as planned, some of them from the month before. `entered` holds the
 * leads of the step by month; returns those that moved on, by the month they did.
 */
function moveOn(
  calendar: DemoCalendar,
  plans: readonly MonthPlan[],
  entered: readonly (readonly LeadCourse[])[],
  step: Step,
  chance: Chance,
): LeadCourse[][] {
  return plans.map((plan, index) => {
    const month = calendar.month(index)
    const [start, end] = [calendar.at(month.from, 0), calendar.at(month.until, 0)]
    const before = entered[index - 1] ?? []
    const carried = carriedInto(step.wanted(plan), before.length, step.carriedShare)
    const late = earlyAndLate(before, step.entered)
      .late.filter((course) => !step.isTaken(course))
      .slice(0, carried)
    const own = chance
      .shuffled(earlyAndLate(entered[index] ?? [], step.entered).early)
      .slice(0, step.wanted(plan) - late.length)
    for (const course of [...late, ...own]) {
      const earliest = Math.max(start, step.entered(course) + SHORTEST_DAYS * DAY)
      const latest = Math.min(end, earliest + step.longestDays * DAY)
      step.take(course, workInstantBetween(calendar, earliest, latest, chance))
    }
    return [...late, ...own]
  })
}

/** The leads that became MQL, by that month, and the instants their opportunities were opened. */
export function funnelCourses(
  calendar: DemoCalendar,
  plans: readonly MonthPlan[],
): { readonly mql: LeadCourse[][]; readonly opened: LeadCourse[][] } {
  const chance = chanceOf('funnel')
  const mql = plans.map((plan, index) =>
    workInstants(calendar, calendar.month(index), plan.mql, chance).map(
      (mqlAt): LeadCourse => ({ mqlAt, sqlAt: null, opportunityAt: null }),
    ),
  )
  const sql = moveOn(calendar, plans, mql, TO_SQL, chance)
  const opened = moveOn(calendar, plans, sql, TO_OPPORTUNITY, chance)
  return { mql, opened }
}
