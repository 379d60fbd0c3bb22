import { addDays, daysBetween, type IsoDate, isoDate, type Period } from '#kernel/period.ts'
import type { Values } from '#kernel/record.ts'
import type { Kpi } from '#kpis/define.ts'
import type { KpiResult } from '#kpis/result.ts'
import { compareWithTarget, type TargetState } from '#kpis/targets.ts'
import type { Unit } from '#kpis/unit.ts'
import { MILESTONE_DAYS } from './agreement.ts'

/** What people write (euros, percent) in the unit of the figure (cents, fraction). Ratios and counts stay. */
export function inFigureUnit(value: number, unit: Unit): number {
  // Through text, so that 0.07 % does not become 0.0007000000000000001.
  if (unit === 'money' || unit === 'money_per_day') return Math.round(value * 100)
  return unit === 'rate' ? Number((value / 100).toPrecision(12)) : value
}

/** A day on which a campaign is held against what was agreed. */
export type Milestone = {
  readonly days: number
  /** Day 0 up to, not including, this many days later: what the figure is asked for. */
  readonly period: Period
  /** In the unit of the figure; null where nothing was expected for this day. */
  readonly expected: number | null
  readonly actual: number | null
  readonly state: TargetState | 'future' | 'none'
}

export type StopCheck = {
  readonly days: number
  readonly period: Period
  readonly limit: number
  readonly actual: number | null
  /**
   * stop: worse than the limit on that day, or money spent and nothing for it (`actual` is null then). unknown: the
   * figure is not defined, or neither way is better.
   */
  readonly state: 'future' | 'go_on' | 'stop' | 'unknown'
}

/** What a figure came to in the first days of an agreement. */
export type Measured = Pick<KpiResult, 'value' | 'reason' | 'inputs'>

/** Money was spent and nothing came of it: a cost per lead without a lead is no number, and worse than any. */
const cameToNothing = (kpi: Pick<Kpi, 'betterWhen' | 'unit'>, measured: Measured | undefined) =>
  kpi.betterWhen === 'lower' &&
  kpi.unit === 'money' &&
  measured?.reason === 'denominator_zero' &&
  Object.values(measured.inputs).some((value) => (value ?? 0) > 0)

const numberOr = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** The days of an agreement that need the figure: 30, 60, 90 and the one of the stop rule. Empty without a day 0. */
export function daysOfAgreement(agreement: Values): number[] {
  if (typeof agreement.begins_on !== 'string') return []
  const stop = numberOr(agreement.stop_on_day)
  return [...new Set([...MILESTONE_DAYS, ...(stop === null ? [] : [stop])])]
}

/** The first `days` days of an agreement. */
export function firstDays(agreement: Values, days: number): Period {
  const from = isoDate(String(agreement.begins_on))
  return { from, until: addDays(from, days) }
}

/** Expected against actual on day 30, 60 and 90. `measured`: the figure of the first n days, by n. */
export function milestonesOf(
  agreement: Values,
  kpi: Pick<Kpi, 'id' | 'betterWhen' | 'unit'>,
  measured: ReadonlyMap<number, Measured>,
  today: IsoDate,
): Milestone[] {
  if (typeof agreement.begins_on !== 'string') return []
  return MILESTONE_DAYS.map((days) => {
    const period = firstDays(agreement, days)
    const written = numberOr(agreement[`expected_${days}`])
    const expected = written === null ? null : inFigureUnit(written, kpi.unit)
    const begun = period.from < today
    const found = begun ? measured.get(days) : undefined
    const actual = found?.value ?? null
    const state = (): Milestone['state'] => {
      if (expected === null) return 'none'
      if (!begun) return 'future'
      if (period.until <= today && cameToNothing(kpi, found)) return 'bad'
      const held = { value: expected, period, source: 'own' as const }
      return compareWithTarget(kpi, actual, held, today).state
    }
    return { days, period, expected, actual, state: state() }
  })
}

/** Whether the stop rule says stop; null where it is words only. */
export function stopCheckOf(
  agreement: Values,
  kpi: Pick<Kpi, 'betterWhen' | 'unit'>,
  measured: ReadonlyMap<number, Measured>,
  today: IsoDate,
): StopCheck | null {
  const days = numberOr(agreement.stop_on_day)
  const written = numberOr(agreement.stop_value)
  if (typeof agreement.begins_on !== 'string' || days === null || written === null) return null
  const period = firstDays(agreement, days)
  const limit = inFigureUnit(written, kpi.unit)
  const found = period.until <= today ? measured.get(days) : undefined
  const actual = found?.value ?? null
  const state = (): StopCheck['state'] => {
    if (period.until > today) return 'future'
    if (cameToNothing(kpi, found)) return 'stop'
    if (actual === null || kpi.betterWhen === 'neither') return 'unknown'
    const worse = kpi.betterWhen === 'higher' ? actual < limit : actual > limit
    return worse ? 'stop' : 'go_on'
  }
  return { days, period, limit, actual, state: state() }
}

/** The day of an agreement that `today` is: 0 on its first day, negative before. */
export const dayOfAgreement = (agreement: Values, today: IsoDate): number | null =>
  typeof agreement.begins_on === 'string' ? daysBetween(isoDate(agreement.begins_on), today) : null
