import { type Kysely, type QueryExecutorProvider, sql } from 'kysely'
import { z } from 'zod'
import { messageOf } from '#platform/failure.ts'
import { addJob } from '#platform/jobs.ts'
import type { Mail } from '#platform/mail.ts'
import { summaryText } from '../mail-text.ts'
import { unknownRecipient } from '../refusals.ts'
import { renderReport } from './render.ts'
import { findReport, keepSentPdf } from './report-store.ts'

export const DELIVER = 'reports.deliver'
/** With the growing pauses of the queue: about a day. */
const ATTEMPTS_MAX = 12

export type Recipients = {
  readonly users: readonly string[]
  readonly withWorkbook: boolean
}

/** Queues one mail for each person; all in the transaction of the caller. Refuses people without an address. */
export async function requestDeliveries<DB>(
  tx: Kysely<DB>,
  reportId: string,
  { users, withWorkbook }: Recipients,
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    insert into reports.delivery (report_id, user_id, with_workbook, requested_at)
    select ${reportId}::uuid, u.id, ${withWorkbook}, ${now}
      from access."user" u
     where u.id = any(${users}::uuid[])
       and u.active
       and u.email is not null
    returning id
  `.execute(tx)
  if (rows.length < new Set(users).size) throw unknownRecipient()
  for (const { id } of rows) {
    await addJob(tx, DELIVER, { id }, { key: `${DELIVER}:${id}`, maxAttempts: ATTEMPTS_MAX })
  }
}

export type DeliveryParts<DB> = {
  readonly db: Kysely<DB>
  readonly now: () => Date
  readonly sendMail: ((mail: Mail) => Promise<void>) | null
  /** Where people reach the program. */
  readonly publicUrl: string
}

const Waiting = z.object({
  report_id: z.string(),
  email: z.string(),
  state: z.enum(['waiting', 'sent', 'failed']),
  with_workbook: z.boolean(),
})

async function waiting(db: QueryExecutorProvider, id: string) {
  const { rows } = await sql`
    select d.report_id, u.email, d.state, d.with_workbook
      from reports.delivery d
      join access."user" u on u.id = d.user_id
     where d.id = ${id}::uuid
       and u.email is not null
  `.execute(db)
  return rows[0] === undefined ? null : Waiting.parse(rows[0])
}

/**
 * Sends one mail: the summary as its text, the PDF with it. One that went out is not sent again; a failure is noted and
 * thrown, so that the queue tries later. The id of the message is that of the delivery: a mail that was taken although the
 * answer was lost can be told as a double.
 */
export async function deliver<DB>(parts: DeliveryParts<DB>, id: string): Promise<void> {
  const { db, now, sendMail, publicUrl } = parts
  const found = await waiting(db, id)
  if (!found || found.state === 'sent') return
  const report = await findReport(db, found.report_id)
  if (!report) return
  if (!sendMail) {
    await note(db, id, 'reports.no_mail_server')
    return
  }
  const { facts, language } = report
  const pdf = await renderReport(facts, language, 'pdf')
  const bytes = report.sent_pdf ?? pdf.bytes
  const workbook = found.with_workbook ? await renderReport(facts, language, 'xlsx') : null
  const url = `${publicUrl}/reports?report=${found.report_id}`
  try {
    await sendMail({
      to: found.email,
      ...summaryText(facts, language, url),
      messageId: `<${id}@${new URL(publicUrl).hostname}>`,
      attachments: [{ ...pdf, bytes }, ...(workbook ? [workbook] : [])].map((file) => ({
        filename: file.fileName,
        content: file.bytes,
        contentType: file.contentType,
      })),
    })
  } catch (error) {
    await note(db, id, messageOf(error))
    throw error
  }
  await keepSentPdf(db, found.report_id, bytes)
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
