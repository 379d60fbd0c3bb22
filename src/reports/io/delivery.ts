import { type Kysely, type QueryExecutorProvider, sql } from 'kysely'
import { z } from 'zod'
import { messageOf } from '#platform/failure.ts'
import { addJob } from '#platform/jobs.ts'
import type { Attachment, Mail } from '#platform/mail.ts'
import { CONTENT_TYPES, fileName } from '../formats.ts'
import { summaryText } from '../mail-text.ts'
import { renderReport } from './render.ts'
import { findReport, keepSent, type Sent } from './report-store.ts'

export const DELIVER = 'reports.deliver'
/** The queue pauses e, e^2, ... e^10 seconds and then e^10 again (6 hours): 13 tries take 22 hours. */
const ATTEMPTS_MAX = 13

export type Recipients = {
  readonly users: readonly string[]
  readonly withWorkbook: boolean
  /** Roles that may read reports: nobody else is sent one. */
  readonly readers: readonly string[]
  /** A request that comes again asks for no further mail. */
  readonly requestId?: string | undefined
}

/**
 * Queues one mail for each of these people who may read reports and has an address; all in the transaction of the
 * caller. Returns how many of them there are.
 */
export async function requestDeliveries<DB>(
  tx: Kysely<DB>,
  reportId: string,
  { users, withWorkbook, readers, requestId }: Recipients,
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ id: string | null }>`
    with people as (
      select u.id
        from access."user" u
       where u.id = any(${users}::uuid[])
         and u.active
         and u.role = any(${readers}::text[])
         and u.email is not null
    ), queued as (
      insert into reports.delivery (report_id, user_id, with_workbook, requested_at, request_id)
      select ${reportId}::uuid, id, ${withWorkbook}, ${now}, ${requestId ?? null}::uuid from people
      on conflict (request_id, user_id) do nothing
      returning id, user_id
    )
    select queued.id::text as id from people left join queued on queued.user_id = people.id
  `.execute(tx)
  for (const { id } of rows) {
    if (id === null) continue
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

type Found = NonNullable<Awaited<ReturnType<typeof findReport>>>

/** What a report is sent as: kept the first time, so that everybody gets the same, whenever. */
async function toSend(
  db: QueryExecutorProvider,
  id: string,
  { facts, language, sent }: Found,
  { withWorkbook, url }: { readonly withWorkbook: boolean; readonly url: string },
): Promise<Sent> {
  const isKept = sent.pdf !== null && sent.text !== null
  if (isKept && (sent.workbook !== null || !withWorkbook)) return sent
  const draw = async (format: 'pdf' | 'xlsx') => (await renderReport(facts, language, format)).bytes
  return keepSent(db, id, {
    ...(sent.text === null ? summaryText(facts, language, url) : sent),
    pdf: sent.pdf ?? (await draw('pdf')),
    workbook: sent.workbook ?? (withWorkbook ? await draw('xlsx') : null),
  })
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
  const url = `${publicUrl}/reports?report=${found.report_id}`
  const withWorkbook = found.with_workbook
  const { subject, text, pdf, workbook } = await toSend(db, found.report_id, report, {
    withWorkbook,
    url,
  })
  const attached = (format: 'pdf' | 'xlsx', content: Buffer | null): Attachment[] => {
    if (content === null) return []
    const filename = fileName(report.facts, report.language, format)
    return [{ filename, content, contentType: CONTENT_TYPES[format] }]
  }
  try {
    await sendMail({
      to: found.email,
      subject: subject ?? '',
      text: text ?? '',
      messageId: `<${id}@${new URL(publicUrl).hostname}>`,
      attachments: [...attached('pdf', pdf), ...attached('xlsx', withWorkbook ? workbook : null)],
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
