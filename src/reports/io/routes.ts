import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayOf } from '#kernel/zone.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import { LANGUAGES } from '../facts.ts'
import { CONTENT_TYPES, fileName, REPORT_FORMATS, type ReportFormat } from '../formats.ts'
import { noPeriod, noReport, notBegun, unknownRecipient, wasSent } from '../refusals.ts'
import { lastWhole, periodKey, periodNamed } from '../report-period.ts'
import { NewReport, RecipientList, ReportList, ReportView, SendReport } from '../shapes.ts'
import { requestDeliveries } from './delivery.ts'
import { readFacts } from './read-facts.ts'
import { renderReport } from './render.ts'
import {
  findReport,
  findView,
  listReports,
  removeReport,
  restoreReport,
  type Sent,
  saveReport,
} from './report-store.ts'
import { contextOf, Id, type ReportRouteParts, read, tags, write } from './route-parts.ts'
import { readRecipients } from './schedule-store.ts'

const FileQuery = z.object({
  format: z.enum(REPORT_FORMATS).default('pdf'),
  /** Another language than it was made in. */
  language: z.enum(LANGUAGES).optional(),
  /** PDF, text or workbook as they went out instead of drawn from the facts, where they did. */
  as_sent: z.stringbool().default(false),
  /** Shown in a frame of the program instead of saved. */
  inline: z.stringbool().default(false),
})
/** The HTML shows in a frame of our own pages, runs nothing and loads nothing. */
const FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"

/** What went out in this format; null where it did not. */
function sentBytes({ pdf, text, workbook }: Sent, format: ReportFormat): Buffer | null {
  if (format === 'pdf') return pdf
  if (format === 'xlsx') return workbook
  return format === 'text' && text !== null ? Buffer.from(text) : null
}

/** Reports: made, listed, shown, sent. */
export const reportRoutes =
  (parts: ReportRouteParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, now, timeZone, hasMail, readers } = parts
    const one = async (id: string): Promise<ReportView> => {
      const report = await findView(db, id)
      if (!report) throw noReport(id)
      return report
    }

    app.get(
      '/api/reports',
      {
        config: read,
        schema: {
          tags,
          summary: 'Stored reports, the newest first, 50 a page',
          querystring: z.object({ cursor: z.string().max(80).optional() }),
          response: { 200: ReportList, '4xx': ErrorBody },
        },
      },
      async ({ query }) => {
        const today = dayOf(now().getTime(), timeZone())
        return {
          ...(await listReports(db, query.cursor)),
          mail: hasMail,
          suggested: {
            month: periodKey(lastWhole(today, 'month')),
            quarter: periodKey(lastWhole(today, 'quarter')),
          },
        }
      },
    )

    app.post(
      '/api/reports',
      {
        config: write,
        schema: {
          tags,
          summary: 'Make and store the report of a month (`2026-10`) or a quarter (`2026-Q3`)',
          body: NewReport,
          response: { 201: ReportView, '4xx': ErrorBody },
        },
      },
      async (request, reply) => {
        const { kind, period: name, language } = request.body
        const named = periodNamed(name)
        if (!named) throw noPeriod(name)
        const { period } = named
        if (period.from > dayOf(now().getTime(), timeZone())) throw notBegun(name)
        const facts = await readFacts(parts, { kind, period })
        const context = contextOf(parts, request)
        const id = await db.transaction().execute(async (tx) => {
          const madeById = context.actor.userId
          const saved = await saveReport(tx, { facts, language, madeById, scheduleId: null })
          const after = { kind, period: name, language }
          await parts.audit(tx, context, [
            { action: 'create', kind: 'report', recordId: saved ?? '', before: null, after },
          ])
          return saved ?? ''
        })
        return reply.status(201).send(await one(id))
      },
    )

    app.get(
      '/api/reports/:id',
      {
        config: read,
        schema: {
          tags,
          summary: 'One report',
          params: Id,
          response: { 200: ReportView, '4xx': ErrorBody },
        },
      },
      async ({ params }) => one(params.id),
    )

    app.get(
      '/api/reports/:id/file',
      {
        config: read,
        schema: {
          tags,
          summary: 'The report as PDF, HTML, JSON (its facts), text or XLSX',
          params: Id,
          querystring: FileQuery,
        },
      },
      async ({ params, query }, reply) => {
        const report = await findReport(db, params.id)
        if (!report) throw noReport(params.id)
        const { format, language = report.language } = query
        const sent = query.as_sent ? sentBytes(report.sent, format) : null
        const bytes = sent ?? (await renderReport(report.facts, language, format)).bytes
        const shown = sent ? report.language : language
        if (format === 'html') {
          reply
            .header('content-security-policy', FRAME_POLICY)
            .header('x-frame-options', 'SAMEORIGIN')
        }
        const place = query.inline ? 'inline' : 'attachment'
        return reply
          .type(CONTENT_TYPES[format])
          .header(
            'content-disposition',
            `${place}; filename="${fileName(report.facts, shown, format)}"`,
          )
          .send(bytes)
      },
    )

    app.delete(
      '/api/reports/:id',
      {
        config: write,
        schema: {
          tags,
          summary: 'Remove a report that nobody was sent; for 30 days it can be brought back',
          params: Id,
        },
      },
      async (request, reply) => {
        const { id } = request.params
        const report = await one(id)
        await db.transaction().execute(async (tx) => {
          if (!(await removeReport(tx, id, now()))) throw wasSent(id)
          const before = { kind: report.kind, from: report.from, until: report.until }
          await parts.audit(tx, contextOf(parts, request), [
            { action: 'delete', kind: 'report', recordId: id, before, after: null },
          ])
        })
        return reply.status(204).send()
      },
    )

    app.post(
      '/api/reports/:id/restore',
      {
        config: write,
        schema: {
          tags,
          summary: 'Bring a removed report back',
          params: Id,
          response: { 200: ReportView, '4xx': ErrorBody },
        },
      },
      async (request) => {
        const { id } = request.params
        await db.transaction().execute(async (tx) => {
          if (!(await restoreReport(tx, id))) throw noReport(id)
          await parts.audit(tx, contextOf(parts, request), [
            { action: 'undo', kind: 'report', recordId: id, before: null, after: {} },
          ])
        })
        return one(id)
      },
    )

    app.post(
      '/api/reports/:id/send',
      {
        config: write,
        schema: {
          tags,
          summary: 'Send a stored report to people by mail',
          params: Id,
          body: SendReport,
          response: { 202: ReportView, '4xx': ErrorBody },
        },
      },
      async (request, reply) => {
        const { id } = request.params
        await one(id)
        const { recipients, with_workbook: withWorkbook, request_id: requestId } = request.body
        const context = contextOf(parts, request)
        await db.transaction().execute(async (tx) => {
          const wanted = { users: recipients, withWorkbook, readers, requestId }
          const queued = await requestDeliveries(tx, id, wanted, context.now)
          if (queued < new Set(recipients).size) throw unknownRecipient()
          await parts.audit(tx, context, [
            { action: 'update', kind: 'report', recordId: id, before: {}, after: { recipients } },
          ])
        })
        return reply.status(202).send(await one(id))
      },
    )

    app.get(
      '/api/report-recipients',
      {
        config: write,
        schema: {
          tags,
          summary: 'People who may be sent a report',
          response: { 200: RecipientList },
        },
      },
      async () => ({ items: await readRecipients(db, readers) }),
    )
  }
