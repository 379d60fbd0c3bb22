import {
  addDays,
  daysOf,
  firstOfMonth,
  type IsoDate,
  monthOf,
  type Period,
} from '#kernel/period.ts'
import { civilToInstant, dayOf } from '#kernel/zone.ts'
import type { Chance } from './chance.ts'

/** Months of the demo company; index 0 is the first, 23 the last. */
export const MONTHS = 24
/** Index of the first month of the second year. */
export const SECOND_YEAR = 12
/** Opportunities stay open for about as many months. */
export const CYCLE_MONTHS = 3

const PUBLISHED_MONTH_DAYS = 30

export type DemoCalendar = {
  readonly timeZone: string
  /** Index of the month that holds the published funnel. */
  readonly published: number
  /** The month of an index; negative ones lie before the first. */
  readonly month: (index: number) => Period
  /** The first and the second year, and both. */
  readonly years: readonly [Period, Period]
  readonly whole: Period
  /** The instant of a civil day and the minutes since midnight. */
  readonly at: (day: IsoDate, minutes: number) => number
  readonly dayOf: (instant: number) => IsoDate
}

/**
 * The months that end with `lastMonth` (its first day). The published funnel month is the latest one of 30
 * days (its velocity counts 120 opportunities in 30 days) whose opportunities are all closed by the end.
 */
export function demoCalendar(lastMonth: IsoDate, timeZone: string): DemoCalendar {
  const first = firstOfMonth(lastMonth, 1 - MONTHS)
  const month = (index: number): Period => monthOf(firstOfMonth(first, index))
  let published = MONTHS - 1 - CYCLE_MONTHS
  while (daysOf(month(published)) !== PUBLISHED_MONTH_DAYS) published -= 1
  const span = (from: number, until: number): Period => ({
    from: month(from).from,
    until: month(until).from,
  })
  return {
    timeZone,
    published,
    month,
    years: [span(0, SECOND_YEAR), span(SECOND_YEAR, MONTHS)],
    whole: span(0, MONTHS),
    ...clockOf(timeZone),
  }
}

/** Civil time and instants, remembered by day: a demo company asks some hundred thousand times. */
function clockOf(timeZone: string): Pick<DemoCalendar, 'at' | 'dayOf'> {
  const noons = new Map<IsoDate, number>()
  const days = new Map<number, IsoDate>()
  return {
    at: (day, minutes) => {
      // Clocks change at night: what is far enough from it can be counted from noon.
      if (minutes < NIGHT_ENDS) return civilToInstant(`${day}T${clock(minutes)}`, timeZone).instant
      let noon = noons.get(day)
      if (noon === undefined) {
        noon = civilToInstant(`${day}T12:00`, timeZone).instant
        noons.set(day, noon)
      }
      return noon + (minutes - 12 * 60) * MINUTE
    },
    dayOf: (instant) => {
      const quarter = Math.floor(instant / QUARTER)
      let day = days.get(quarter)
      if (day === undefined) {
        day = dayOf(quarter * QUARTER, timeZone)
        days.set(quarter, day)
      }
      return day
    },
  }
}

const NIGHT_ENDS = 6 * 60
/** Every civil day of every zone begins at a full quarter of an hour. */
const QUARTER = 900_000

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** The days of a period. */
export const daysIn = (period: Period): IsoDate[] =>
  Array.from({ length: daysOf(period) }, (_, index) => addDays(period.from, index))

/** Monday to Friday; the epoch was a Thursday. */
export const isWorkday = (day: IsoDate): boolean => (Date.parse(day) / DAY + 3) % 7 < 5

const OPENS = 8 * 60
const CLOSES = 18 * 60 - 1

/** `count` instants in the office hours of a month, in order. */
export function workInstants(
  calendar: DemoCalendar,
  month: Period,
  count: number,
  chance: Chance,
): number[] {
  const days = daysIn(month).filter(isWorkday)
  return Array.from({ length: count }, () =>
    calendar.at(chance.pick(days), chance.integer(OPENS, CLOSES)),
  ).sort((a, b) => a - b)
}

const TRIES = 12

/** An instant in [from, until), in office hours where there are any between the two. */
export function workInstantBetween(
  calendar: DemoCalendar,
  from: number,
  until: number,
  chance: Chance,
): number {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const day = calendar.dayOf(from + chance.next() * (until - from))
    const instant = calendar.at(day, chance.integer(OPENS, CLOSES))
    if (isWorkday(day) && instant >= from && instant < until) return instant
  }
  return Math.ceil((from + (chance.next() * (until - from)) / 2) / MINUTE) * MINUTE
}

/** The instant itself in office hours, else soon after the office opens again. */
export function nextWorkInstant(calendar: DemoCalendar, instant: number, chance: Chance): number {
  const day = calendar.dayOf(instant)
  const opens = calendar.at(day, OPENS)
  if (isWorkday(day) && instant >= opens && instant <= calendar.at(day, CLOSES)) return instant
  let next = instant < opens ? day : addDays(day, 1)
  while (!isWorkday(next)) next = addDays(next, 1)
  return calendar.at(next, OPENS + chance.integer(2, 95))
}

export const MINUTE = 60_000
export const DAY = 86_400_000

/** The instant as records hold it. */
export const iso = (instant: number): string => new Date(instant).toISOString()

/** The index of the month that an instant lies in. */
export function monthIndex(calendar: DemoCalendar, instant: number): number {
  const count = (day: IsoDate) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  return count(calendar.dayOf(instant)) - count(calendar.whole.from)
}
