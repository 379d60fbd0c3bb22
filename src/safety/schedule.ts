import { z } from 'zod'
import { addDays } from '#kernel/period.ts'
import { civilToInstant, dayOf } from '#kernel/zone.ts'

/** What a company decides about its backups; keys of the company's settings. */
export const BackupSettings = z.object({
  time_zone: z.string(),
  backup_schedule: z.enum(['daily', 'off']),
  /** Civil time, `02:30`. */
  backup_time: z.string(),
  backup_keep_daily: z.int(),
  backup_keep_weekly: z.int(),
  backup_keep_monthly: z.int(),
})
export type BackupSettings = z.infer<typeof BackupSettings>

type Daily = { readonly time: string; readonly zone: string }

const dailyOf = ({ backup_time: time, time_zone: zone }: BackupSettings): Daily => ({ time, zone })

const slotOn = (day: string, { time, zone }: Daily): number =>
  civilToInstant(`${day}T${time}`, zone).instant

/** The last moment at or before `now` at which a backup was due, in milliseconds; null without a schedule. */
export function lastSlot(now: number, settings: BackupSettings): number | null {
  if (settings.backup_schedule === 'off') return null
  const daily = dailyOf(settings)
  const today = dayOf(now, daily.zone)
  const slot = slotOn(today, daily)
  return slot <= now ? slot : slotOn(addDays(today, -1), daily)
}

/** The next moment after `now`, in milliseconds; null without a schedule. */
export function nextSlot(now: number, settings: BackupSettings): number | null {
  if (settings.backup_schedule === 'off') return null
  const daily = dailyOf(settings)
  const today = dayOf(now, daily.zone)
  const slot = slotOn(today, daily)
  return slot > now ? slot : slotOn(addDays(today, 1), daily)
}

/** After a failure the next try waits: what is broken at half past two is often broken at 02:31. */
export const RETRY_MS = 60 * 60_000

export type DueFacts = {
  readonly now: number
  /** When the tables were made: an instance has missed nothing before it was there. */
  readonly installedAt: number
  /** Start of the last backup that succeeded, and of the last that was tried. */
  readonly lastDone: number | null
  readonly lastTried: number | null
}

/** Is a backup due: has the last slot passed without one, also while the server was off? */
export function isDue(settings: BackupSettings, facts: DueFacts): boolean {
  const slot = lastSlot(facts.now, settings)
  if (slot === null || slot < facts.installedAt) return false
  if (facts.lastDone !== null && facts.lastDone >= slot) return false
  return (
    facts.lastTried === null || facts.lastTried < slot || facts.now - facts.lastTried >= RETRY_MS
  )
}

/** When it is tried next, in milliseconds, as the screen shows it; null without a schedule. */
export function nextTry(settings: BackupSettings, facts: DueFacts): number | null {
  if (isDue(settings, facts)) return facts.now
  const slot = lastSlot(facts.now, settings)
  const next = nextSlot(facts.now, settings)
  const missed = slot !== null && slot >= facts.installedAt && (facts.lastDone ?? 0) < slot
  if (!missed || facts.lastTried === null || next === null) return next
  return Math.min(next, facts.lastTried + RETRY_MS)
}
