import { type DemoCalendar, SECOND_YEAR } from './calendar.ts'
import { type Chance, chanceOf, divideAmount, roundAmount } from './chance.ts'
import type { DealCourse } from './pipeline.ts'
import { FIRST_YEAR, PUBLISHED_MONTH } from './plan.ts'

/** An opportunity with its amount in cents, and whether social media brought it (first year only). */
export type Deal = {
  readonly course: DealCourse
  readonly amount: number
  /** Null: left to chance, from the second year on. */
  readonly social: boolean | null
}

const SPREAD = 0.42
const USUAL_MEDIAN = 2_180_000

const within = (calendar: DemoCalendar, instant: number | null, from: number, until: number) =>
  instant !== null &&
  instant >= calendar.at(calendar.month(from).from, 0) &&
  instant < calendar.at(calendar.month(until).from, 0)

/** Every `part` of `whole` places, evenly spread. */
const isMarked = (place: number, part: number, whole: number): boolean =>
  Math.floor(((place + 1) * part) / whole) > Math.floor((place * part) / whole)

const byEnd = (a: DealCourse, b: DealCourse) => (a.closedAt ?? 0) - (b.closedAt ?? 0)

/** Gives the amounts to the deals so that they add up to `total`. */
function share(deals: readonly DealCourse[], total: number, chance: Chance) {
  const amounts = divideAmount(
    total,
    deals.map(() => chance.skewed(1, SPREAD)),
  )
  return deals.map((course, index) => [course, amounts[index] ?? 0] as const)
}

/**
 * Amounts and social origin. Won in the first year: 14 of 50 by social media, 420,000 of 1,500,000 EUR,
 * both 28 %. Won in the published month: 30 deals of 25,000 EUR on average.
 */
export function withAmounts(calendar: DemoCalendar, courses: readonly DealCourse[]): Deal[] {
  const chance = chanceOf('amounts')
  const won = courses.filter(({ outcome }) => outcome === 'won').toSorted(byEnd)
  const wonIn = (from: number, until: number) =>
    won.filter(({ closedAt }) => within(calendar, closedAt, from, until))
  const firstYear = wonIn(0, SECOND_YEAR)
  const { socialWon, wonAmount, socialWonAmount } = FIRST_YEAR
  const social = firstYear.filter((_, place) => isMarked(place, socialWon, firstYear.length))
  const others = firstYear.filter((course) => !social.includes(course))
  const published = wonIn(calendar.published, calendar.published + 1)
  const amounts = new Map([
    ...share(social, socialWonAmount, chance),
    ...share(others, wonAmount - socialWonAmount, chance),
    ...share(published, PUBLISHED_MONTH.averageAmount * PUBLISHED_MONTH.won, chance),
  ])
  const socialOf = (course: DealCourse): boolean | null => {
    if (course.month >= SECOND_YEAR) return null
    if (firstYear.includes(course)) return social.includes(course)
    return chance.happens(socialWon / FIRST_YEAR.won)
  }
  return courses.map((course) => ({
    course,
    amount: amounts.get(course) ?? roundAmount(chance.skewed(USUAL_MEDIAN, SPREAD)),
    social: socialOf(course),
  }))
}
