import { offsetAt } from '#kernel/zone.ts'

export const BUSINESS_DAYS = ['monday_to_friday', 'monday_to_saturday', 'every_day'] as const
export type BusinessDays = (typeof BUSINESS_DAYS)[number]

/** When somebody is there to answer, by the clock on the wall. Public holidays count as ordinary days. */
export type BusinessHours = {
  readonly days: BusinessDays
  /** Minutes after midnight. */
  readonly opensAt: number
  readonly closesAt: number
}

const DAYS_A_WEEK: Readonly<Record<BusinessDays, number>> = {
  monday_to_friday: 5,
  monday_to_saturday: 6,
  every_day: 7,
}

export const businessDaysAWeek = (days: BusinessDays): number => DAYS_A_WEEK[days]

/** `08:30` as minutes after midnight, `24:00` included; null for anything else. */
export function minutesOfClock(clock: string): number | null {
  const match = /^(\d{2}):(\d{2})$/.exec(clock)
  if (!match) return null
  const minutes = Number(match[1]) * 60 + Number(match[2])
  return Number(match[2]) < 60 && minutes <= 1440 ? minutes : null
}

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440
/** 1970-01-05, a Monday: weeks are counted from here. */
const MONDAY_MS = 4 * DAY_MINUTES * MINUTE_MS

/** Business minutes from the Monday of the count to what the clock shows, as if it were UTC. */
function businessPosition(clockMillis: number, { days, opensAt, closesAt }: BusinessHours): number {
  const minutes = (clockMillis - MONDAY_MS) / MINUTE_MS
  const day = Math.floor(minutes / DAY_MINUTES)
  const week = Math.floor(day / 7)
  const dayOfWeek = day - week * 7
  const open = closesAt - opensAt
  const daysAWeek = businessDaysAWeek(days)
  const today =
    dayOfWeek < daysAWeek ? Math.min(Math.max(minutes - day * DAY_MINUTES - opensAt, 0), open) : 0
  return (week * daysAWeek + Math.min(dayOfWeek, daysAWeek)) * open + today
}

/**
 * Minutes of business hours between two instants, never negative. The clock on the wall counts: a clock
 * change within business hours neither adds nor takes an hour. The same rule in SQL: kpis.business_minutes.
 */
export function businessMinutes(
  from: Date,
  until: Date,
  zone: string,
  hours: BusinessHours,
): number {
  const at = (instant: Date) =>
    businessPosition(instant.getTime() + offsetAt(instant.getTime(), zone), hours)
  return Math.max(0, at(until) - at(from))
}
