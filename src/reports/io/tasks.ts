import { z } from 'zod'
import { messageOf } from '#platform/failure.ts'
import type { Cron, TaskList } from '#platform/jobs.ts'
import { hasPatience, isDue, lastSlot, type Slot } from '../schedule.ts'
import { DELIVER, type DeliveryParts, deliver, requestDeliveries } from './delivery.ts'
import { type FactsParts, readFacts } from './read-facts.ts'
import { forgetRemoved, hasReport, saveReport } from './report-store.ts'
import { noteFailing, readSchedules, type Schedule } from './schedule-store.ts'

export type TaskParts<DB> = DeliveryParts<DB> & FactsParts & { readonly timeZone: () => string }

/**
 * Makes the reports that are due and queues their mails. Safe to run twice and on several servers. One that cannot be
 * made, or not whole, does not hold up the others; it is tried again the next time. A part that fails for hours is left
 * out, and the report says so.
 */
export async function sendDue<DB>(parts: TaskParts<DB>): Promise<number> {
  const { db, now, timeZone, log } = parts
  const instant = now()
  let made = 0
  let failure: { readonly error: unknown } | null = null
  for (const schedule of await readSchedules(db)) {
    if (!schedule.active || schedule.recipients.length === 0) continue
    const slot = lastSlot(instant.getTime(), schedule, timeZone())
    const facts = { now: instant.getTime(), owesFrom: schedule.owes_from.getTime() }
    if (!isDue(slot, facts)) continue
    try {
      if (await hasReport(db, schedule.id, slot.period)) continue
      if (await makeAndQueue(parts, schedule, slot, instant)) made += 1
    } catch (error) {
      log.error({ err: messageOf(error), schedule: schedule.id }, 'a report could not be made')
      failure ??= { error }
      await noteFailing(db, schedule.id, failingSince(schedule, slot) ?? instant)
    }
  }
  if (failure) throw failure.error
  return made
}

/** What failed before the slot was another report. */
const failingSince = ({ failing_since: since }: Schedule, { at }: Slot): Date | null =>
  since !== null && since.getTime() >= at ? since : null

async function makeAndQueue<DB>(
  parts: TaskParts<DB>,
  schedule: Schedule,
  slot: Slot,
  now: Date,
): Promise<boolean> {
  const { kind } = schedule
  const whole = hasPatience(failingSince(schedule, slot)?.getTime() ?? null, now.getTime())
  const facts = await readFacts(parts, { kind, period: slot.period, whole })
  return parts.db.transaction().execute(async (tx) => {
    const { language, id: scheduleId } = schedule
    const id = await saveReport(tx, { facts, language, scheduleId, madeById: null })
    await noteFailing(tx, scheduleId, null)
    if (id === null) return false
    const { recipients: users, with_workbook: withWorkbook } = schedule
    const { readers, log } = parts
    const queued = await requestDeliveries(tx, id, { users, withWorkbook, readers }, now)
    // Somebody who has left must not keep the report from the others.
    if (queued < users.length) {
      log.warn({ schedule: scheduleId, recipients: users.length, queued }, 'recipients left out')
    }
    return true
  })
}

const Payload = z.object({ id: z.string() })

/** Looks every five minutes for what is due; each mail is a job of its own, tried again when the server refuses. */
export function reportTasks<DB>(parts: TaskParts<DB>): { tasks: TaskList; cron: Cron } {
  return {
    tasks: {
      'reports.send_due': async (_payload, { log }) => {
        const made = await sendDue(parts)
        await forgetRemoved(parts.db, parts.now())
        if (made > 0) log.info({ made }, 'reports made and queued')
      },
      [DELIVER]: async (payload) => deliver(parts, Payload.parse(payload).id),
    },
    cron: { 'reports.send_due': '*/5 * * * *' },
  }
}
