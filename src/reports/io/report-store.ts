import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Period } from '#kernel/period.ts'
import { periodName } from '#kpis/sentence.ts'
import { LANGUAGES, type Language, REPORT_KINDS, ReportFacts, RHYTHMS } from '../facts.ts'
import { badCursor } from '../refusals.ts'
import type { DeliveryView, ReportView } from '../shapes.ts'

type Db = QueryExecutorProvider

type NewStored = {
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

const Sent = z.object({
  subject: z.string().nullable(),
  text: z.string().nullable(),
  pdf: z.instanceof(Buffer).nullable(),
  workbook: z.instanceof(Buffer).nullable(),
})
/** What of a report went out by mail, as it went; null where none of it did. */
export type Sent = z.infer<typeof Sent>

const Stored = z.object({ facts: ReportFacts, language: z.enum(LANGUAGES) }).extend(Sent.shape)

const SENT = sql`sent_subject as subject, sent_text as text, sent_pdf as pdf, sent_workbook as workbook`

/** A report with its facts and what of it was sent; null when there is none. */
export async function findReport(
  db: Db,
  id: string,
): Promise<{ facts: ReportFacts; language: Language; sent: Sent } | null> {
  const { rows } = await sql`
    select facts, language, ${SENT} from reports.report where id = ${id}::uuid and removed_at is null
  `.execute(db)
  if (rows[0] === undefined) return null
  const { facts, language, ...sent } = Stored.parse(rows[0])
  return { facts, language, sent }
}

/** Keeps what goes out; what went out before stays. Returns what is kept: that is what everybody gets. */
export async function keepSent(db: Db, id: string, given: Sent): Promise<Sent> {
  const { rows } = await sql`
    update reports.report
       set sent_subject = coalesce(sent_subject, ${given.subject}::text),
           sent_text = coalesce(sent_text, ${given.text}::text),
           sent_pdf = coalesce(sent_pdf, ${given.pdf}::bytea),
           sent_workbook = coalesce(sent_workbook, ${given.workbook}::bytea)
     where id = ${id}::uuid
    returning ${SENT}
  `.execute(db)
  return Sent.parse(rows[0])
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
  schedule_removed: z.boolean(),
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

const PAGE = 50
/** What the last report of a page is found again by. */
const Cursor = z.tuple([z.iso.datetime(), z.uuid()])

function afterCursor(cursor: string | undefined): RawBuilder<boolean> {
  if (cursor === undefined) return sql`true`
  const [at, id] = cursor.split(' ')
  const parsed = Cursor.safeParse([at, id])
  if (!parsed.success) throw badCursor()
  return sql`(r.made_at, r.id) < (${parsed.data[0]}::timestamptz, ${parsed.data[1]}::uuid)`
}

/** A page of the stored reports without their facts, the newest first, and where the next page begins. */
export async function listReports(
  db: Db,
  cursor?: string,
): Promise<{ items: ReportView[]; next: string | null }> {
  const found = await readReports(db, afterCursor(cursor), PAGE + 1)
  const items = found.slice(0, PAGE)
  const last = items.at(-1)
  return { items, next: found.length > PAGE && last ? `${last.madeAt} ${last.id}` : null }
}

/** One stored report without its facts; null when there is none. */
export const findView = async (db: Db, id: string): Promise<ReportView | null> =>
  (await readReports(db, sql`r.id = ${id}::uuid`, 1))[0] ?? null

async function readReports(
  db: Db,
  condition: RawBuilder<boolean>,
  limit: number,
): Promise<ReportView[]> {
  const { rows } = await sql`
    select r.id, r.kind, r.rhythm, r.language, r.from_date as from, r.until_date as until, r.made_at,
           maker.name as made_by, s.name as schedule,
           s.removed_at is not null as schedule_removed,
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
     where r.removed_at is null
       and ${condition}
     order by r.made_at desc, r.id desc
     limit ${limit}
  `.execute(db)
  return z
    .array(Row)
    .parse(rows)
    .map(({ made_at, made_by, schedule_removed: scheduleRemoved, ...row }) => {
      const period = { from: row.from, until: row.until } as Period
      return {
        ...row,
        periodName: { de: periodName(period, 'de'), en: periodName(period, 'en') },
        madeAt: made_at.toISOString(),
        madeBy: made_by,
        scheduleRemoved,
      }
    })
}

/**
 * Removes a report that nobody was sent; false when it went out or is not there. Its schedule does not owe it any more,
 * or it would be there again in five minutes.
 */
export async function removeReport(tx: Db, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql<{ schedule_id: string | null }>`
    update reports.report r
       set removed_at = ${now}
     where r.id = ${id}::uuid
       and r.removed_at is null
       and not exists (select from reports.delivery d where d.report_id = r.id and d.state = 'sent')
    returning schedule_id
  `.execute(tx)
  const [gone] = rows
  if (!gone) return false
  await sql`
    update reports.delivery set state = 'failed', error = 'reports.removed'
     where report_id = ${id}::uuid and state = 'waiting'
  `.execute(tx)
  await sql`
    update reports.schedule set owes_from = greatest(owes_from, ${now}::timestamptz)
     where id = ${gone.schedule_id}::uuid
  `.execute(tx)
  return true
}

/** Brings a removed report back; false when there is none. */
export async function restoreReport(tx: Db, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update reports.report set removed_at = null where id = ${id}::uuid and removed_at is not null
  `.execute(tx)
  return numAffectedRows === 1n
}

const REMOVED_KEPT_DAYS = 30

/** Takes away what was removed long ago, with all that hangs on it. */
export async function forgetRemoved(db: Db, now: Date): Promise<void> {
  await sql`
    delete from reports.report
     where removed_at < ${now}::timestamptz - make_interval(days => ${REMOVED_KEPT_DAYS})
  `.execute(db)
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
       and removed_at is null
  `.execute(db)
  return new Set(rows.map(({ made }) => made))
}
