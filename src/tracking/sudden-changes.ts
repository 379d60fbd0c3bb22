import { ratio } from '#kernel/ratio.ts'

/** Visits of a source on a day, and on the same weekday of the weeks before, latest first. */
export type WeekdayCounts = { readonly visits: number; readonly weeksBefore: readonly number[] }

export type Drop = {
  readonly expected: number
  /** What the count had to fall below. */
  readonly least: number
}

/** Rules for finding changes in the measuring; each figure is one that people can check. */
export const CHANGE_RULES = {
  /** Same weekdays that a drop is measured against, and how many of them must be known. */
  weeks: 8,
  fewestWeeks: 6,
  deviations: 4,
  /** Visits on a day from which a source that no rule knows is worth a note. */
  newSourceVisits: 5,
  /** Days that the consent rate is taken over, days before to compare with, visitors needed in each. */
  consentDays: 7,
  consentDaysBefore: 28,
  consentVisitors: 200,
  /** Points of the consent rate (0 to 1) that the jump must have besides being no chance. */
  consentPoints: 0.1,
  /** The same change is noted again after so many days at the earliest. */
  quietDays: 28,
} as const

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * A sudden drop: the count lies more than four standard deviations under the mean of the same weekday in the last
 * eight weeks (at least six known). The deviation is that of the sample (n - 1), but never less than that of
 * counting itself (root of the mean): few weeks that happen to be alike raise no alarm, and a source of up to
 * 16 visits a day cannot raise one at all. Null where there is none.
 */
export function suddenDrop({ visits, weeksBefore }: WeekdayCounts): Drop | null {
  const known = weeksBefore.slice(0, CHANGE_RULES.weeks)
  if (known.length < CHANGE_RULES.fewestWeeks) return null
  const expected = mean(known)
  const variance =
    known.reduce((sum, count) => sum + (count - expected) ** 2, 0) / (known.length - 1)
  const deviation = Math.sqrt(Math.max(variance, expected))
  const least = expected - CHANGE_RULES.deviations * deviation
  return visits < least ? { expected, least } : null
}

export type ConsentCounts = { readonly consented: number; readonly visitors: number }

/**
 * A jump of the consent rate: at least ten points, and more than four standard errors of the difference (pooled), on
 * 200 visitors each. Null where there is none.
 */
export function consentJump(
  now: ConsentCounts,
  before: ConsentCounts,
): { readonly rate: number; readonly rateBefore: number } | null {
  const { consentVisitors, consentPoints, deviations } = CHANGE_RULES
  if (now.visitors < consentVisitors || before.visitors < consentVisitors) return null
  const rate = now.consented / now.visitors
  const rateBefore = before.consented / before.visitors
  const pooled = ratio(now.consented + before.consented, now.visitors + before.visitors) ?? 0
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / now.visitors + 1 / before.visitors))
  const difference = Math.abs(rate - rateBefore)
  return difference >= consentPoints && difference > deviations * error
    ? { rate, rateBefore }
    : null
}
