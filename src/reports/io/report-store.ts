import { type QueryExecutorProvider, sql } from 'kysely'
import { z } from 'zod'
import type { Period } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import { LANGUAGES, type Language, REPORT_KINDS, ReportFacts, RHYTHMS } from '../facts.ts'
import type { DeliveryView, ReportView } from '../shapes.ts'

type Db = QueryExecutorProvider

export type NewStored = {
  readonly facts: ReportFacts
  readonly language: Language
  readonly madeById: string | null
  readonly scheduleId: string | null
}

/** Stores a report; null when its schedule has one of this period already. */
export async function saveReport(db: Db, report: NewStored): Promise<string | null> {
  const { facts, language, madeById, scheduleId } = report
  const { rows } = await sql<{ id: string }>`
    insert into reports.report
      (kind, rhythm, language, from_date, until_date, made_at, made_by_id, schedule_id, facts)
    values (${facts.kind}, ${facts.rhythm}, ${language}, ${facts.period.from}::date,
            ${facts.period.until}::date, ${facts.madeAt}::timestamptz, ${madeById}::uuid,
            ${scheduleId}::uuid, ${JSON.stringify(facts)}::jsonb)
    on conflict (schedule_id, from_date, until_date) do nothing
    returning id
  `.execute(db)
  return rows[0]?.id ?? null
}

const Stored = z.object({
  facts: ReportFacts,
  language: z.enum(LANGUAGES),
  sent_pdf: z.instanceof(Buffer).nullable(),
})
export type StoredReport = z.infer<typeof Stored>

/** A report with its facts; null when there is none. */
export async function findReport(db: Db, id: string): Promise<StoredReport | null> {
  const { rows } = await sql`
    select facts, language, sent_pdf from reports.report where id = ${id}::uuid
  `.execute(db)
  return rows[0] === undefined ? null : Stored.parse(rows[0])
}

/** Keeps the PDF that goes out, the first one for good. */
export async function keepSentPdf(db: Db, id: string, pdf: Buffer): Promise<void> {
  await sql`update reports.report set sent_pdf = ${pdf} where id = ${id}::uuid and sent_pdf is null`.execute(
    db,
  )
}

const Row = z.object({
  id: z.string(),
  kind: z.enum(REPORT_KINDS),
  rhythm: z.enum([...RHYTHMS, 'span']),
  language: z.enum(LANGUAGES),
  from: z.string(),
  until: z.string(),
  made_at: z.date(),
  made_by: z.string().nullable(),
  schedule: z.string().nullable(),
  deliveries: z.array(
    z.object({
      id: z.string(),
      recipient: z.string(),
      state: z.enum(['waiting', 'sent', 'failed']),
      attempts: z.number(),
      error: z.string().nullable(),
      sentAt: z.string().nullable(),
    }),
  ) satisfies z.ZodType<DeliveryView[]>,
})

const NEWEST = 200

/** The newest reports, or one of them, without their facts. */
export async function listReports(db: Db, id: string | null = null): Promise<ReportView[]> {
  const { rows } = await sql`
    select r.id, r.kind, r.rhythm, r.language, r.from_date as from, r.until_date as until, r.made_at,
           maker.name as made_by, s.name as schedule,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', d.id, 'recipient', u.name, 'state', d.state, 'attempts', d.attempts,
                      'error', d.error, 'sentAt', d.sent_at) order by u.name collate "C", d.id)
               from reports.delivery d
               join access."user" u on u.id = d.user_id
              where d.report_id = r.id), '[]') as deliveries
      from reports.report r
      left join access."user" maker on maker.id = r.made_by_id
      left join reports.schedule s on s.id = r.schedule_id
     where ${id}::uuid is null or r.id = ${id}::uuid
     order by r.made_at desc, r.id
     limit ${NEWEST}
  `.execute(db)
  return z
    .array(Row)
    .parse(rows)
    .map(({ made_at, made_by, ...row }) => {
      const period = { from: row.from, until: row.until } as Period
      return {
        ...row,
        periodName: { de: periodName(period, 'de'), en: periodName(period, 'en') },
        madeAt: made_at.toISOString(),
        madeBy: made_by,
      }
    })
}

/**
 * Removes a report that nobody was sent; false when it went out or is not there. Its schedule does not owe it any more,
 * or it would be there again in five minutes.
 */
export async function removeReport(tx: Db, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql<{ schedule_id: string | null }>`
    delete from reports.report r
     where r.id = ${id}::uuid
       and not exists (select from reports.delivery d where d.report_id = r.id and d.state = 'sent')
    returning schedule_id
  `.execute(tx)
  const [gone] = rows
  if (!gone) return false
  await sql`
    update reports.schedule set owes_from = greatest(owes_from, ${now}::timestamptz)
     where id = ${gone.schedule_id}::uuid
  `.execute(tx)
  return true
}

/** Whether a schedule has made its report of this period. */
export async function hasReport(
  db: Db,
  scheduleId: string,
  { from, until }: Period,
): Promise<boolean> {
  const { rows } = await sql`
    select from reports.report
     where schedule_id = ${scheduleId}::uuid
       and from_date = ${from}::date
       and until_date = ${until}::date
  `.execute(db)
  return rows.length > 0
}

/** What schedules have made: schedule, first day and the day after the last, in one text each. */
export async function madeReports(db: Db): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ made: string }>`
    select schedule_id || ' ' || from_date || ' ' || until_date as made
      from reports.report
     where schedule_id is not null
  `.execute(db)
  return new Set(rows.map(({ made }) => made))
}
