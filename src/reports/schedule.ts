import { addDays, firstOfMonth, type IsoDate, isoDate, type Period } from '#kernel/period.ts'
import { civilToInstant, dayOf } from '#kernel/zone.ts'
import type { Rhythm } from './facts.ts'
import { lastWhole } from './report-period.ts'

export type Rule = {
  readonly rhythm: Rhythm
  /** Day of the month in which the period has ended, 1 to 28. */
  readonly day: number
  /** `07:30`, by the clock of the company. */
  readonly clock: string
}

/** A report that goes out: what about, and when (milliseconds). */
export type Slot = { readonly period: Period; readonly at: number; readonly on: IsoDate }

function slotOf(period: Period, { day, clock }: Rule, timeZone: string): Slot {
  const on = addDays(firstOfMonth(period.until), day - 1)
  return { period, on, at: civilToInstant(`${on}T${clock}`, timeZone).instant }
}

/** The last report that should have gone out at `now`. */
export function lastSlot(now: number, rule: Rule, timeZone: string): Slot {
  const today = dayOf(now, timeZone)
  const period = lastWhole(today, rule.rhythm)
  const slot = slotOf(period, rule, timeZone)
  return slot.at <= now ? slot : slotOf(lastWhole(period.from, rule.rhythm), rule, timeZone)
}

/** The next one after `now`. */
export function nextSlot(now: number, rule: Rule, timeZone: string): Slot {
  const last = lastSlot(now, rule, timeZone)
  return slotOf(after(last.period, rule.rhythm), rule, timeZone)
}

const after = ({ until }: Period, rhythm: Rhythm): Period => ({
  from: until,
  until: firstOfMonth(until, rhythm === 'month' ? 1 : 3),
})

/** Every report that goes out in these days. */
export function slotsIn(days: Period, rule: Rule, timeZone: string): Slot[] {
  const slots: Slot[] = []
  let period = lastWhole(isoDate(days.from), rule.rhythm)
  for (;;) {
    const slot = slotOf(period, rule, timeZone)
    if (slot.on >= days.until) return slots
    if (slot.on >= days.from) slots.push(slot)
    period = after(period, rule.rhythm)
  }
}

const PATIENCE_MS = 6 * 3_600_000

/**
 * Is a part that fails waited for? What passes (a lock, a restart of the database) passes within hours; after that a
 * report without the part is better than none. Instants in milliseconds; null: nothing has failed yet.
 */
export const hasPatience = (failingSince: number | null, now: number): boolean =>
  failingSince === null || now - failingSince < PATIENCE_MS

/**
 * Is a report due: has the last slot passed without one? A schedule owes nothing from before it was made, woken or given
 * other dates, and what was missed while no server ran is made up for.
 */
export function isDue(
  slot: Slot,
  facts: { readonly now: number; readonly owesFrom: number },
): boolean {
  return slot.at <= facts.now && slot.at >= facts.owesFrom
}
