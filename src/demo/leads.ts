import {
  DAY,
  type DemoCalendar,
  daysIn,
  isWorkday,
  MINUTE,
  MONTHS,
  monthIndex,
  SECOND_YEAR,
} from './calendar.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { Deal } from './deals.ts'
import type { LeadCourse } from './funnel.ts'
import { type Company, company, type Person, person } from './names.ts'
import { type Origin, type OriginWish, originSource, SOCIAL_CHANNELS } from './origins.ts'
import { FIRST_YEAR, type MonthPlan } from './plan.ts'

/** A lead before it is written: who, from where, when; instants in milliseconds. */
export type LeadDraft = {
  readonly createdAt: number
  readonly seenAt: number
  /** Null: never became MQL. */
  readonly course: LeadCourse | null
  readonly deal: Deal | null
  readonly origin: Origin
  readonly person: Person
  readonly company: Company
}

export const isSocial = (origin: Origin): boolean => SOCIAL_CHANNELS.includes(origin.channel)

/** Share of leads that nobody can say the origin of, by month: a new field helps, a new banner hurts. */
function unknownShare(month: number): number {
  if (month < 9) return 0.24
  if (month < SECOND_YEAR) return 0.18
  if (month < MONTHS - 2) return 0.13
  return month === MONTHS - 2 ? 0.24 : 0.2
}

const placeOf = (calendar: DemoCalendar, createdAt: number) => {
  const month = monthIndex(calendar, createdAt)
  return { month, unknownShare: unknownShare(month) }
}

const SAME_DAY = 0.35
const RIPENING_DAYS = { median: 5, spread: 0.8, most: 45 }
const KNOWN_BEFORE = 0.4

type Birth = { readonly createdAt: number; readonly seenAt: number }

/** When a lead that became MQL had come in. Nothing is older than the first day of the CRM. */
function birthOf(calendar: DemoCalendar, mqlAt: number, chance: Chance): Birth {
  const start = calendar.at(calendar.whole.from, 0)
  const { median, spread, most } = RIPENING_DAYS
  const days = chance.happens(SAME_DAY)
    ? chance.integer(20, 240) / 1440
    : Math.min(most, chance.skewed(median, spread))
  const earliest = start + chance.integer(1, 300) * MINUTE
  const createdAt = Math.min(mqlAt - MINUTE, Math.max(earliest, mqlAt - whole(days * DAY)))
  const known = knownFrom(calendar, monthIndex(calendar, createdAt))
  return { createdAt, ...seen(createdAt, known, chance) }
}

const whole = (span: number): number => Math.round(span / MINUTE) * MINUTE

function seen(createdAt: number, start: number, chance: Chance): { seenAt: number } {
  const days = chance.happens(KNOWN_BEFORE) ? Math.min(90, chance.skewed(11, 0.9)) : 0
  return { seenAt: Math.max(start, createdAt - whole(days * DAY)) }
}

/** The years are kept apart: what is known of a lead does not reach back into the first. */
const knownFrom = (calendar: DemoCalendar, month: number): number =>
  calendar.at(calendar.years[month < SECOND_YEAR ? 0 : 1].from, 0)

/** Leads that are no MQL: at any hour, fewer at weekends. */
function otherBirths(calendar: DemoCalendar, month: number, count: number, chance: Chance) {
  const start = knownFrom(calendar, month)
  const days = daysIn(calendar.month(month)).map((day) => [day, isWorkday(day) ? 1 : 0.3] as const)
  return Array.from({ length: count }, (): Birth => {
    const createdAt = calendar.at(chance.weighted(days), chance.integer(6 * 60, 22 * 60))
    return { createdAt, ...seen(createdAt, start, chance) }
  })
}

/** Which MQL of the first year came by social media: those of social deals, and others up to 142. */
function socialCourses(
  mql: readonly (readonly LeadCourse[])[],
  dealOf: ReadonlyMap<LeadCourse, Deal>,
  chance: Chance,
): ReadonlySet<LeadCourse> {
  const all = mql.slice(0, SECOND_YEAR).flat()
  const given = all.filter((course) => dealOf.get(course)?.social === true)
  const free = chance.shuffled(
    all.filter((course) => (dealOf.get(course)?.social ?? null) === null),
  )
  return new Set([...given, ...free.slice(0, FIRST_YEAR.socialMql - given.length)])
}

/** All leads, oldest first. */
export function leadDrafts(
  calendar: DemoCalendar,
  plans: readonly MonthPlan[],
  mql: readonly (readonly LeadCourse[])[],
  deals: readonly Deal[],
): LeadDraft[] {
  const chance = chanceOf('leads')
  const names = chanceOf('names')
  const origin = originSource('origins')
  const dealOf = new Map(
    deals.flatMap((deal) => (deal.course.lead ? [[deal.course.lead, deal] as const] : [])),
  )
  const social = socialCourses(mql, dealOf, chance)
  type Wish = Omit<OriginWish, 'month' | 'unknownShare'>
  const draft = (birth: Birth, wish: Wish, course: LeadCourse | null): LeadDraft => ({
    ...birth,
    course,
    deal: (course && dealOf.get(course)) ?? null,
    origin: origin({ ...wish, ...placeOf(calendar, birth.createdAt) }),
    person: person(names),
    company: company(names),
  })
  const drafts = plans.flatMap((plan, month) => {
    const isFirstYear = month < SECOND_YEAR
    const courses = mql[month] ?? []
    const others = otherBirths(calendar, month, plan.leads - courses.length, chance)
    return [
      ...courses.map((course) =>
        draft(
          birthOf(calendar, course.mqlAt, chance),
          {
            isGood: course.opportunityAt !== null,
            social: isFirstYear ? social.has(course) : null,
          },
          course,
        ),
      ),
      ...others.map((birth) => draft(birth, { isGood: false, social: null }, null)),
    ]
  })
  return drafts.toSorted((a, b) => a.createdAt - b.createdAt)
}
