import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { IsoDate, Period } from '#kernel/period.ts'
import type { Text } from '#kernel/record.ts'
import { periodName } from '#kpis/sentence.ts'
import type { Cron, TaskList } from '#platform/jobs.ts'
import { isDue, lastSlot, slotsIn } from '../schedule.ts'
import { WORDS } from '../words.ts'
import { DELIVER, type DeliveryParts, deliver, requestDeliveries } from './delivery.ts'
import { type FactsParts, readFacts } from './read-facts.ts'
import { hasReport, saveReport } from './report-store.ts'
import { readSchedules, type Schedule } from './schedule-store.ts'

export type TaskParts<DB> = DeliveryParts<DB> & FactsParts & { readonly timeZone: () => string }

/** Makes the reports that are due and queues their mails. Safe to run twice and on several servers. */
export async function sendDue<DB>(parts: TaskParts<DB>): Promise<number> {
  const { db, now, timeZone } = parts
  const instant = now()
  let made = 0
  for (const schedule of await readSchedules(db)) {
    if (!schedule.active || schedule.recipients.length === 0) continue
    const slot = lastSlot(instant.getTime(), schedule, timeZone())
    const facts = { now: instant.getTime(), madeAt: schedule.created_at.getTime() }
    if (!isDue(slot, facts)) continue
    if (await hasReport(db, schedule.id, slot.period.from)) continue
    if (await makeAndQueue(parts, schedule, slot.period, instant)) made += 1
  }
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
    const recipients = { users: schedule.recipients, withWorkbook: schedule.with_workbook }
    await requestDeliveries(tx, id, recipients, now)
    return true
  })
}

/** What goes out in these days, for the calendar. */
export async function scheduledIn<DB>(db: Kysely<DB>, days: Period, timeZone: string) {
  const schedules = (await readSchedules(db)).filter(({ active }) => active)
  return schedules.flatMap((schedule) =>
    slotsIn(days, schedule, timeZone).map(
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
