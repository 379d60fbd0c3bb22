import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayOf } from '#kernel/zone.ts'
import { actorOf } from '#platform/http.ts'
import { ErrorBody } from '#platform/http-errors.ts'
import type { AuditWriter, Db, WriteContext } from '#platform/records/binding.ts'
import { LANGUAGES } from '../facts.ts'
import { REPORT_FORMATS } from '../formats.ts'
import { noPeriod, noReport, noSchedule, notBegun, unknownRecipient, wasSent } from '../refusals.ts'
import { lastWhole, periodKey, periodNamed } from '../report-period.ts'
import {
  NewReport,
  RecipientList,
  ReportList,
  ReportView,
  ScheduleInput,
  ScheduleList,
  ScheduleView,
  SendReport,
} from '../shapes.ts'
import { requestDeliveries } from './delivery.ts'
import { type FactsParts, readFacts } from './read-facts.ts'
import { renderReport } from './render.ts'
import { findReport, listReports, removeReport, saveReport } from './report-store.ts'
import {
  addSchedule,
  changeSchedule,
  readRecipients,
  readSchedules,
  removeSchedule,
  scheduleView,
} from './schedule-store.ts'

export type ReportRouteParts = FactsParts & {
  readonly db: Db
  readonly audit: AuditWriter
  readonly timeZone: () => string
  readonly hasMail: boolean
  /** Roles that may read reports. */
  readonly readers: readonly string[]
}

const tags = ['Reports']
const read = { permission: 'reports:read' }
const write = { permission: 'reports:write' }
const Id = z.object({ id: z.uuid() })
const FileQuery = z.object({
  format: z.enum(REPORT_FORMATS).default('pdf'),
  /** Another language than it was made in. */
  language: z.enum(LANGUAGES).optional(),
  /** The PDF as it went out instead of one drawn from the facts. */
  as_sent: z.stringbool().default(false),
  /** Shown in a frame of the program instead of saved. */
  inline: z.stringbool().default(false),
})
/** The HTML shows in a frame of our own pages, runs nothing and loads nothing. */
const FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"

/** Reports: made, listed, shown, sent, and who gets them when. */
export const reportRoutes =
  (parts: ReportRouteParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, now, timeZone, hasMail, readers } = parts
    const contextOf = (request: FastifyRequest): WriteContext => {
      const { userId, name } = actorOf(request)
      return { actor: { userId, name }, now: now(), timeZone: timeZone(), requestId: request.id }
    }
    const one = async (id: string): Promise<ReportView> => {
      const [report] = await listReports(db, id)
      if (!report) throw noReport(id)
      return report
    }

    app.get(
      '/api/reports',
      {
        config: read,
        schema: {
          tags,
          summary: 'Stored reports, the newest first',
          response: { 200: ReportList },
        },
      },
      async () => {
        const today = dayOf(now().getTime(), timeZone())
        return {
          items: await listReports(db),
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
        const facts = await readFacts(parts, kind, period)
        const context = contextOf(request)
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
        const language = query.language ?? report.language
        const file = await renderReport(report.facts, language, query.format)
        const isSent = query.as_sent && query.format === 'pdf' && report.sent_pdf !== null
        if (query.format === 'html') {
          reply
            .header('content-security-policy', FRAME_POLICY)
            .header('x-frame-options', 'SAMEORIGIN')
        }
        const place = query.inline ? 'inline' : 'attachment'
        return reply
          .type(file.contentType)
          .header('content-disposition', `${place}; filename="${file.fileName}"`)
          .send(isSent ? report.sent_pdf : file.bytes)
      },
    )

    app.delete(
      '/api/reports/:id',
      {
        config: write,
        schema: { tags, summary: 'Remove a report that nobody was sent', params: Id },
      },
      async (request, reply) => {
        const { id } = request.params
        const report = await one(id)
        await db.transaction().execute(async (tx) => {
          if (!(await removeReport(tx, id, now()))) throw wasSent(id)
          const before = { kind: report.kind, from: report.from, until: report.until }
          await parts.audit(tx, contextOf(request), [
            { action: 'delete', kind: 'report', recordId: id, before, after: null },
          ])
        })
        return reply.status(204).send()
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
        const { recipients, with_workbook: withWorkbook } = request.body
        const context = contextOf(request)
        await db.transaction().execute(async (tx) => {
          const wanted = { users: recipients, withWorkbook, readers }
          const queued = await requestDeliveries(tx, id, wanted, context.now)
          if (queued < new Set(recipients).size) throw unknownRecipient()
          await parts.audit(tx, context, [
            { action: 'update', kind: 'report', recordId: id, before: {}, after: { recipients } },
          ])
        })
        return reply.status(202).send(await one(id))
      },
    )

    registerSchedules(app, parts, contextOf)
  }

function registerSchedules(
  app: Parameters<FastifyPluginAsyncZod>[0],
  { db, now, timeZone, audit, readers }: ReportRouteParts,
  contextOf: (request: FastifyRequest) => WriteContext,
): void {
  const one = async (id: string): Promise<ScheduleView> => {
    const [schedule] = await readSchedules(db, id)
    if (!schedule) throw noSchedule(id)
    return scheduleView(schedule, now(), timeZone())
  }
  const Versioned = ScheduleInput.extend({ version: z.int() })

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

  app.get(
    '/api/report-schedules',
    {
      config: read,
      schema: { tags, summary: 'Who gets which report when', response: { 200: ScheduleList } },
    },
    async () => ({
      items: (await readSchedules(db)).map((one) => scheduleView(one, now(), timeZone())),
    }),
  )

  app.post(
    '/api/report-schedules',
    {
      config: write,
      schema: {
        tags,
        summary: 'Send a report regularly',
        body: ScheduleInput,
        response: { 201: ScheduleView, '4xx': ErrorBody },
      },
    },
    async (request, reply) => {
      const context = contextOf(request)
      const id = await db.transaction().execute(async (tx) => {
        const added = await addSchedule(tx, request.body, { now: context.now, readers })
        await audit(tx, context, [
          {
            action: 'create',
            kind: 'report_schedule',
            recordId: added,
            before: null,
            after: request.body,
          },
        ])
        return added
      })
      return reply.status(201).send(await one(id))
    },
  )

  app.put(
    '/api/report-schedules/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change a schedule',
        params: Id,
        body: Versioned,
        response: { 200: ScheduleView, '4xx': ErrorBody },
      },
    },
    async (request) => {
      const { id } = request.params
      const { version, ...input } = request.body
      const { recipientNames: _, nextAt: __, nextPeriod: ___, ...before } = await one(id)
      const context = contextOf(request)
      await db.transaction().execute(async (tx) => {
        await changeSchedule(tx, id, version, input, { now: context.now, readers })
        await audit(tx, context, [
          { action: 'update', kind: 'report_schedule', recordId: id, before, after: input },
        ])
      })
      return one(id)
    },
  )

  app.delete(
    '/api/report-schedules/:id',
    { config: write, schema: { tags, summary: 'Stop a schedule; its reports stay', params: Id } },
    async (request, reply) => {
      const { id } = request.params
      const { name } = await one(id)
      await db.transaction().execute(async (tx) => {
        await removeSchedule(tx, id)
        await audit(tx, contextOf(request), [
          {
            action: 'delete',
            kind: 'report_schedule',
            recordId: id,
            before: { name },
            after: null,
          },
        ])
      })
      return reply.status(204).send()
    },
  )
}
