import { daysBetween, type IsoDate, type Period } from '#kernel/period.ts'

/** Whether a cohort had the usual time to reach the next stage. */
export type Maturity = {
  readonly mature: boolean
  /** Days since the youngest member of the cohort entered. */
  readonly ageDays: number
  readonly usualDays: number
}

/**
 * A cohort is mature when its youngest member is at least as old as the usual time to the next stage
 * (the 90th percentile of the durations seen so far). Null when nothing reached the stage yet: then
 * nobody knows what is usual.
 */
export function maturity(
  cohort: Period,
  today: IsoDate,
  usualDays: number | null,
): Maturity | null {
  if (usualDays === null) return null
  const ageDays = daysBetween(cohort.until, today) + 1
  return { mature: ageDays >= usualDays, ageDays, usualDays }
}
