import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { auditKinds, mentionedIds } from '../audit-words.ts'
import { type AuditEvent, AuditExportQuery, AuditPage, AuditQuery } from '../schema.ts'
import { writeAudit } from './audit.ts'
import { exportAudit } from './audit-export.ts'
import { readAudit } from './audit-read.ts'
import { type AccessParts, contextOf, errors } from './parts.ts'

const CONTENT_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Who did what, to read, to filter and to take along. Nothing here changes an event. */
export const auditRoutes =
  (parts: AccessParts): FastifyPluginAsyncZod =>
  async (app) => {
    const { db, readCompany } = parts
    const kinds = auditKinds(parts.kinds ?? [], parts.settingFields ?? [])
    const namesFor = async (events: readonly z.infer<typeof AuditEvent>[]) =>
      (await parts.namesOf?.(mentionedIds(kinds, events))) ?? {}
    app.get(
      '/api/audit-events',
      {
        config: { permission: 'audit:read' },
        schema: {
          summary: 'Who changed what, newest first',
          description:
            'Keyset paging. `from` and `until` are days of the company (half-open). `q` looks into values and names, through a limited number of events at a time: `searchedUntil` says how far back, `next` goes on.',
          querystring: AuditQuery,
          response: { 200: AuditPage, ...errors },
        },
      },
      async (request) => {
        const { time_zone: timeZone } = await readCompany()
        const page = await readAudit(db, request.query, timeZone)
        return { ...page, names: { ...(await namesFor(page.items)) } }
      },
    )
    for (const format of ['csv', 'xlsx'] as const) {
      app.get(
        `/api/audit-events/export.${format}`,
        {
          config: { permission: 'audit:read' },
          schema: {
            summary: `The audit trail as ${format.toUpperCase()}, with the filters of the list`,
            querystring: AuditExportQuery,
          },
        },
        async (request, reply) => {
          const { language, ...filter } = request.query
          const { time_zone: timeZone } = await readCompany()
          await writeAudit(db, contextOf(request), [
            {
              action: 'export',
              kind: 'audit_event',
              recordId: 'audit-events',
              before: null,
              after: { ...filter, format },
            },
          ])
          const file = exportAudit(db, format, { filter, language, timeZone, kinds, namesFor })
          return reply
            .header('content-type', CONTENT_TYPES[format])
            .header('content-disposition', `attachment; filename="audit-events.${format}"`)
            .send(file)
        },
      )
    }
  }
