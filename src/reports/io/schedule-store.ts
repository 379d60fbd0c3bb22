import { type QueryExecutorProvider, sql } from 'kysely'
import { z } from 'zod'
import { periodName } from '#kpis/sentence.ts'
import { LANGUAGES, REPORT_KINDS, RHYTHMS } from '../facts.ts'
import { noSchedule, staleSchedule, unknownRecipient } from '../refusals.ts'
import { nextSlot } from '../schedule.ts'
import type { ScheduleInput, ScheduleView } from '../shapes.ts'

type Db = QueryExecutorProvider

const Row = z.object({
  id: z.string(),
  version: z.number(),
  created_at: z.date(),
  name: z.string(),
  kind: z.enum(REPORT_KINDS),
  rhythm: z.enum(RHYTHMS),
  language: z.enum(LANGUAGES),
  day: z.number(),
  clock: z.string(),
  with_workbook: z.boolean(),
  active: z.boolean(),
  recipients: z.array(z.string()),
  recipientNames: z.array(z.string()),
})
export type Schedule = z.infer<typeof Row>

/** Every schedule, or one of them, with who gets it. */
export async function readSchedules(db: Db, id: string | null = null): Promise<Schedule[]> {
  const { rows } = await sql`
    select s.id, s.version, s.created_at, s.name, s.kind, s.rhythm, s.language, s.day, s.clock,
           s.with_workbook, s.active,
           coalesce(array_agg(u.id::text order by u.name collate "C") filter (where u.id is not null), '{}') as recipients,
           coalesce(array_agg(u.name order by u.name collate "C") filter (where u.id is not null), '{}') as "recipientNames"
      from reports.schedule s
      left join reports.recipient r on r.schedule_id = s.id
      left join access."user" u on u.id = r.user_id
     where ${id}::uuid is null or s.id = ${id}::uuid
     group by s.id
     order by s.name collate "C", s.id
  `.execute(db)
  return z.array(Row).parse(rows)
}

/** A schedule as the screen shows it, with what goes out next. */
export function scheduleView(schedule: Schedule, now: Date, timeZone: string): ScheduleView {
  const { created_at: _, ...rest } = schedule
  const next = schedule.active ? nextSlot(now.getTime(), schedule, timeZone) : null
  return {
    ...rest,
    nextAt: next && new Date(next.at).toISOString(),
    nextPeriod: next && {
      de: periodName(next.period, 'de'),
      en: periodName(next.period, 'en'),
    },
  }
}

async function saveRecipients(tx: Db, id: string, users: readonly string[]): Promise<void> {
  await sql`delete from reports.recipient where schedule_id = ${id}::uuid`.execute(tx)
  const { numAffectedRows } = await sql`
    insert into reports.recipient (schedule_id, user_id)
    select ${id}::uuid, u.id
      from access."user" u
     where u.id = any(${users}::uuid[])
       and u.active
       and u.email is not null
  `.execute(tx)
  if (Number(numAffectedRows ?? 0) < new Set(users).size) throw unknownRecipient()
}

/** A new schedule owes reports from `now` on. */
export async function addSchedule(tx: Db, input: ScheduleInput, now: Date): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into reports.schedule (created_at, updated_at, name, kind, rhythm, language, day, clock, with_workbook, active)
    values (${now}, ${now}, ${input.name}, ${input.kind}, ${input.rhythm}, ${input.language}, ${input.day},
            ${input.clock}, ${input.with_workbook}, ${input.active})
    returning id
  `.execute(tx)
  const id = rows[0]?.id ?? ''
  await saveRecipients(tx, id, input.recipients)
  return id
}

/** Changes all of a schedule; refuses when somebody else did so since `version`. */
export async function changeSchedule(
  tx: Db,
  id: string,
  version: number,
  input: ScheduleInput,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update reports.schedule
       set name = ${input.name}, kind = ${input.kind}, rhythm = ${input.rhythm},
           language = ${input.language}, day = ${input.day}, clock = ${input.clock},
           with_workbook = ${input.with_workbook}, active = ${input.active},
           version = version + 1, updated_at = now()
     where id = ${id}::uuid
       and version = ${version}
  `.execute(tx)
  if (numAffectedRows === 0n) {
    throw (await readSchedules(tx, id)).length === 0 ? noSchedule(id) : staleSchedule(id)
  }
  await saveRecipients(tx, id, input.recipients)
}

/** Removes a schedule; the reports it made stay. */
export async function removeSchedule(tx: Db, id: string): Promise<void> {
  const { numAffectedRows } =
    await sql`delete from reports.schedule where id = ${id}::uuid`.execute(tx)
  if (numAffectedRows === 0n) throw noSchedule(id)
}
