import { assert } from '#kernel/assert.ts'
import { Z_95 } from './interval.ts'

/** One case: days watched, and whether the event (the next stage) came or it is still open. */
export type Observation = { readonly days: number; readonly happened: boolean }

/** Cases with the same duration, already counted: what SQL hands over. */
export type DurationCount = {
  readonly days: number
  readonly happened: number
  /** Still open: watched so long and no longer. */
  readonly censored: number
  /** Ended another way (lost, disqualified): it will never come, so it stays at risk to the end. */
  readonly ended?: number
}

/** State after the events of one day. `remaining` is the share still without the event. */
export type Step = {
  readonly days: number
  readonly atRisk: number
  readonly happened: number
  readonly remaining: number
  /** Standard error of `remaining` by Greenwood's formula. */
  readonly standardError: number
}

/** Count single cases by duration, shortest first. */
export function countDurations(cases: readonly Observation[]): DurationCount[] {
  const byDays = new Map<number, { happened: number; censored: number }>()
  for (const one of cases) {
    const entry = byDays.get(one.days) ?? { happened: 0, censored: 0 }
    entry[one.happened ? 'happened' : 'censored'] += 1
    byDays.set(one.days, entry)
  }
  return [...byDays].map(([days, entry]) => ({ days, ...entry })).sort((a, b) => a.days - b.days)
}

/**
 * Kaplan-Meier product-limit estimate (S05). A case that is still open counts as long as it was
 * watched (censored); one censored on the day of an event was still at risk on that day.
 * Returns one step per day with an event, in order of days. O(n log n).
 */
export function kaplanMeier(durations: readonly DurationCount[]): Step[] {
  const sorted = [...durations].sort((a, b) => a.days - b.days)
  let atRisk = sorted.reduce((sum, one) => sum + one.happened + one.censored, 0)
  let remaining = 1
  let greenwood = 0
  const steps: Step[] = []
  for (const { days, happened, censored } of sorted) {
    assert(days >= 0, `kaplanMeier: days >= 0, got ${days}`)
    if (happened > 0) {
      remaining *= 1 - happened / atRisk
      greenwood += atRisk === happened ? 0 : happened / (atRisk * (atRisk - happened))
      steps.push({
        days,
        atRisk,
        happened,
        remaining,
        standardError: remaining * Math.sqrt(greenwood),
      })
    }
    atRisk -= happened + censored
  }
  return steps
}

export type ConversionEstimate = {
  readonly value: number
  readonly low: number
  readonly high: number
  /** The longest time watched: beyond it the estimate says nothing. */
  readonly atDays: number
}

const clamp = (share: number): number => Math.min(1, Math.max(0, share))

/**
 * Share that reaches the next stage within the longest time watched, with a 95 % interval; null without
 * cases. Cases that ended another way keep their place in the denominator, so that losing them is not
 * mistaken for not knowing yet.
 */
export function conversionEstimate(durations: readonly DurationCount[]): ConversionEstimate | null {
  if (durations.length === 0) return null
  const longest = durations.reduce((most, one) => Math.max(most, one.days), 0)
  const ended = durations.reduce((sum, one) => sum + (one.ended ?? 0), 0)
  const last = kaplanMeier([...durations, { days: longest, happened: 0, censored: ended }]).at(-1)
  const value = last ? 1 - last.remaining : 0
  const half = last ? Z_95 * last.standardError : 0
  return {
    value,
    low: clamp(value - half),
    high: clamp(value + half),
    atDays: longest,
  }
}
