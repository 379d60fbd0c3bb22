import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { IsoDate, Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import { periodName } from '#kpis/sentence.ts'
import { messageOf } from '#platform/failure.ts'
import type { Cron, TaskList } from '#platform/jobs.ts'
import { isDue, lastSlot, type Slot, slotsIn } from '../schedule.ts'
import { WORDS } from '../words.ts'
import { DELIVER, type DeliveryParts, deliver, requestDeliveries } from './delivery.ts'
import { type FactsParts, readFacts } from './read-facts.ts'
import { hasReport, madeReports, saveReport } from './report-store.ts'
import { readSchedules, type Schedule } from './schedule-store.ts'

export type TaskParts<DB> = DeliveryParts<DB> & FactsParts & { readonly timeZone: () => string }

/**
 * Makes the reports that are due and queues their mails. Safe to run twice and on several servers. One that cannot be
 * made does not hold up the others; it is tried again the next time.
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
      if (await makeAndQueue(parts, schedule, slot.period, instant)) made += 1
    } catch (error) {
      log.error({ err: messageOf(error), schedule: schedule.id }, 'a report could not be made')
      failure ??= { error }
    }
  }
  if (failure) throw failure.error
  return made
}

async function makeAndQueue<DB>(
  parts: TaskParts<DB>,
  schedule: Schedule,
  period: Period,
  now: Date,
): Promise<boolean> {
  const facts = await readFacts(parts, schedule.kind, period)
  return parts.db.transaction().execute(async (tx) => {
    const { language, id: scheduleId } = schedule
    const id = await saveReport(tx, { facts, language, scheduleId, madeById: null })
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

/** What goes out in these days, for the calendar. */
export async function scheduledIn<DB>(db: Kysely<DB>, days: Period, timeZone: string) {
  const schedules = (await readSchedules(db)).filter(({ active }) => active)
  const made = await madeReports(db)
  // Dates from before a schedule owed anything stand there only where a report was made.
  const isShown = ({ id, owes_from }: Schedule, { at, period }: Slot) =>
    at >= owes_from.getTime() || made.has(`${id} ${period.from} ${period.until}`)
  return schedules.flatMap((schedule) =>
    slotsIn(days, schedule, timeZone)
      .filter((slot) => isShown(schedule, slot))
      .map(
        ({
          on,
          period,
        }): {
          on: IsoDate
          title: Text
          recipients: readonly string[]
          link: string
        } => ({
          on,
          title: {
            de: `${WORDS.de.titles[schedule.kind]} ${periodName(period, 'de')}`,
            en: `${WORDS.en.titles[schedule.kind]} ${periodName(period, 'en')}`,
          },
          recipients: schedule.recipientNames,
          link: '/reports',
        }),
      ),
  )
}

const Payload = z.object({ id: z.string() })

/** Looks every five minutes for what is due; each mail is a job of its own, tried again when the server refuses. */
export function reportTasks<DB>(parts: TaskParts<DB>): { tasks: TaskList; cron: Cron } {
  return {
    tasks: {
      'reports.send_due': async (_payload, { log }) => {
        const made = await sendDue(parts)
        if (made > 0) log.info({ made }, 'reports made and queued')
      },
      [DELIVER]: async (payload) => deliver(parts, Payload.parse(payload).id),
    },
    cron: { 'reports.send_due': '*/5 * * * *' },
  }
}
