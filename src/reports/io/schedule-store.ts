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
  owes_from: z.date(),
  failing_since: z.date().nullable(),
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
    select s.id, s.version, s.owes_from, s.failing_since, s.name, s.kind, s.rhythm, s.language, s.day, s.clock,
           s.with_workbook, s.active,
           coalesce(array_agg(u.id::text order by u.name collate "C") filter (where u.id is not null), '{}') as recipients,
           coalesce(array_agg(u.name order by u.name collate "C") filter (where u.id is not null), '{}') as "recipientNames"
      from reports.schedule s
      left join reports.recipient r on r.schedule_id = s.id
      left join access."user" u on u.id = r.user_id
     where s.removed_at is null
       and (${id}::uuid is null or s.id = ${id}::uuid)
     group by s.id
     order by s.name collate "C", s.id
  `.execute(db)
  return z.array(Row).parse(rows)
}

/** A schedule as the screen shows it, with what goes out next. */
export function scheduleView(schedule: Schedule, now: Date, timeZone: string): ScheduleView {
  const { owes_from: _, failing_since: failing, ...rest } = schedule
  const next = schedule.active ? nextSlot(now.getTime(), schedule, timeZone) : null
  return {
    ...rest,
    failingSince: failing?.toISOString() ?? null,
    nextAt: next && new Date(next.at).toISOString(),
    nextPeriod: next && {
      de: periodName(next.period, 'de'),
      en: periodName(next.period, 'en'),
    },
  }
}

/** Refuses people without an address and those whose role may not read reports. */
async function saveRecipients(
  tx: Db,
  id: string,
  users: readonly string[],
  readers: readonly string[],
): Promise<void> {
  await sql`delete from reports.recipient where schedule_id = ${id}::uuid`.execute(tx)
  const { numAffectedRows } = await sql`
    insert into reports.recipient (schedule_id, user_id)
    select ${id}::uuid, u.id
      from access."user" u
     where u.id = any(${users}::uuid[])
       and u.active
       and u.role = any(${readers}::text[])
       and u.email is not null
  `.execute(tx)
  if (Number(numAffectedRows ?? 0) < new Set(users).size) throw unknownRecipient()
}

export type Saving = {
  readonly now: Date
  /** Roles that may read reports. */
  readonly readers: readonly string[]
}

/** A new schedule owes reports from `now` on. */
export async function addSchedule(
  tx: Db,
  input: ScheduleInput,
  { now, readers }: Saving,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into reports.schedule (created_at, updated_at, owes_from, name, kind, rhythm, language, day, clock, with_workbook, active)
    values (${now}, ${now}, ${now}, ${input.name}, ${input.kind}, ${input.rhythm}, ${input.language},
            ${input.day}, ${input.clock}, ${input.with_workbook}, ${input.active})
    returning id
  `.execute(tx)
  const id = rows[0]?.id ?? ''
  await saveRecipients(tx, id, input.recipients, readers)
  return id
}

/**
 * Changes all of a schedule; refuses when somebody else did so since `version`. With other dates, or woken again, it owes
 * reports from `now` on: nobody gets one at once that was due while it rested.
 */
export async function changeSchedule(
  tx: Db,
  id: string,
  version: number,
  input: ScheduleInput,
  { now, readers }: Saving,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update reports.schedule
       set name = ${input.name}, kind = ${input.kind}, rhythm = ${input.rhythm},
           language = ${input.language}, day = ${input.day}, clock = ${input.clock},
           with_workbook = ${input.with_workbook}, active = ${input.active},
           owes_from = case when rhythm = ${input.rhythm} and day = ${input.day}
                             and clock = ${input.clock} and (active or not ${input.active}::boolean)
                            then owes_from
                            else ${now}::timestamptz end,
           failing_since = null,
           version = version + 1, updated_at = ${now}
     where id = ${id}::uuid
       and removed_at is null
       and version = ${version}
  `.execute(tx)
  if (numAffectedRows === 0n) {
    throw (await readSchedules(tx, id)).length === 0 ? noSchedule(id) : staleSchedule(id)
  }
  await saveRecipients(tx, id, input.recipients, readers)
}

/** Everybody who may be sent a report: not locked out, with an address and a role that may read reports. */
export async function readRecipients(
  db: Db,
  readers: readonly string[],
): Promise<{ readonly id: string; readonly label: string }[]> {
  const { rows } = await sql<{ id: string; label: string }>`
    select id::text as id, name as label
      from access."user"
     where active
       and role = any(${readers}::text[])
       and email is not null
     order by name collate "C", id
  `.execute(db)
  return rows
}

/** Removes a schedule; the reports it made stay, and say whose they are. */
export async function removeSchedule(tx: Db, id: string, now: Date): Promise<void> {
  const { numAffectedRows } = await sql`
    update reports.schedule set removed_at = ${now} where id = ${id}::uuid and removed_at is null
  `.execute(tx)
  if (numAffectedRows === 0n) throw noSchedule(id)
}

/** Brings a removed schedule back; it owes nothing of the time in which it was gone. */
export async function restoreSchedule(tx: Db, id: string, now: Date): Promise<void> {
  const { numAffectedRows } = await sql`
    update reports.schedule
       set owes_from = greatest(owes_from, ${now}::timestamptz), removed_at = null, failing_since = null
     where id = ${id}::uuid
       and removed_at is not null
  `.execute(tx)
  if (numAffectedRows === 0n) throw noSchedule(id)
}

/** Notes since when the report of a schedule cannot be read whole; null: it could. */
export async function noteFailing(db: Db, id: string, since: Date | null): Promise<void> {
  await sql`
    update reports.schedule set failing_since = ${since} where id = ${id}::uuid
       and failing_since is distinct from ${since}::timestamptz
  `.execute(db)
}
