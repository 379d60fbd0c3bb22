import { type Kysely, type QueryExecutorProvider, sql } from 'kysely'
import { z } from 'zod'
import { messageOf } from '#platform/failure.ts'
import { addJob } from '#platform/jobs.ts'
import type { Mail } from '#platform/mail.ts'
import { CONTENT_TYPES, fileName } from '../formats.ts'
import { summaryText } from '../mail-text.ts'
import { renderReport } from './render.ts'
import { findReport, keepSentPdf } from './report-store.ts'

export const DELIVER = 'reports.deliver'
/** With the growing pauses of the queue: about a day. */
const ATTEMPTS_MAX = 12

export type Recipients = {
  readonly users: readonly string[]
  readonly withWorkbook: boolean
  /** Roles that may read reports: nobody else is sent one. */
  readonly readers: readonly string[]
}

/**
 * Queues one mail for each of these people who may read reports and has an address; all in the transaction of the
 * caller. Returns for how many.
 */
export async function requestDeliveries<DB>(
  tx: Kysely<DB>,
  reportId: string,
  { users, withWorkbook, readers }: Recipients,
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    insert into reports.delivery (report_id, user_id, with_workbook, requested_at)
    select ${reportId}::uuid, u.id, ${withWorkbook}, ${now}
      from access."user" u
     where u.id = any(${users}::uuid[])
       and u.active
       and u.role = any(${readers}::text[])
       and u.email is not null
    returning id
  `.execute(tx)
  for (const { id } of rows) {
    await addJob(tx, DELIVER, { id }, { key: `${DELIVER}:${id}`, maxAttempts: ATTEMPTS_MAX })
  }
  return rows.length
}

export type DeliveryParts<DB> = {
  readonly db: Kysely<DB>
  readonly now: () => Date
  readonly sendMail: ((mail: Mail) => Promise<void>) | null
  /** Where people reach the program. */
  readonly publicUrl: string
  /** Roles that may read reports. */
  readonly readers: readonly string[]
}

const Waiting = z.object({
  report_id: z.string(),
  email: z.string().nullable(),
  may_read: z.boolean(),
  state: z.enum(['waiting', 'sent', 'failed']),
  with_workbook: z.boolean(),
})

async function waiting(db: QueryExecutorProvider, id: string, readers: readonly string[]) {
  const { rows } = await sql`
    select d.report_id, u.email, d.state, d.with_workbook,
           coalesce(u.active and u.role = any(${readers}::text[]), false) as may_read
      from reports.delivery d
      join access."user" u on u.id = d.user_id
     where d.id = ${id}::uuid
  `.execute(db)
  return rows[0] === undefined ? null : Waiting.parse(rows[0])
}

/**
 * Sends one mail: the summary as its text, the PDF with it. One that went out is not sent again; a failure is noted and
 * thrown, so that the queue tries later. The id of the message is that of the delivery: a mail that was taken although the
 * answer was lost can be told as a double.
 */
export async function deliver<DB>(parts: DeliveryParts<DB>, id: string): Promise<void> {
  const { db, now, sendMail, publicUrl, readers } = parts
  const found = await waiting(db, id, readers)
  if (!found || found.state === 'sent') return
  const report = await findReport(db, found.report_id)
  if (!report) return
  // Whoever was locked out or lost the role since then gets no figures any more.
  if (found.email === null || !found.may_read) {
    await note(db, id, 'reports.recipient')
    return
  }
  if (!sendMail) {
    await note(db, id, 'reports.no_mail_server')
    return
  }
  const { facts, language } = report
  const bytes = report.sent_pdf ?? (await renderReport(facts, language, 'pdf')).bytes
  const pdf = {
    bytes,
    fileName: fileName(facts, language, 'pdf'),
    contentType: CONTENT_TYPES.pdf,
  }
  await keepSentPdf(db, found.report_id, bytes)
  const workbook = found.with_workbook ? await renderReport(facts, language, 'xlsx') : null
  const url = `${publicUrl}/reports?report=${found.report_id}`
  try {
    await sendMail({
      to: found.email,
      ...summaryText(facts, language, url),
      messageId: `<${id}@${new URL(publicUrl).hostname}>`,
      attachments: [pdf, ...(workbook ? [workbook] : [])].map((file) => ({
        filename: file.fileName,
        content: file.bytes,
        contentType: file.contentType,
      })),
    })
  } catch (error) {
    await note(db, id, messageOf(error))
    throw error
  }
  await sql`
    update reports.delivery
       set state = 'sent', attempts = attempts + 1, error = null, sent_at = ${now()}
     where id = ${id}::uuid
  `.execute(db)
}

async function note(db: QueryExecutorProvider, id: string, error: string): Promise<void> {
  await sql`
    update reports.delivery
       set state = 'failed', attempts = attempts + 1, error = ${error.slice(0, 500)}
     where id = ${id}::uuid
  `.execute(db)
}
