import { z } from 'zod'
import type { Field, RecordKind } from '#kernel/record.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Http } from '../http.ts'
import type { RecordBinding } from './binding.ts'
import { conditionsOf } from './conditions.ts'
import { type ExportFormat, exportedFields, exportRecords } from './export.ts'
import { actionOf } from './journal.ts'
import { registerActions, registerBulk, registerSavedFilters } from './list-routes.ts'
import { listRecords, sortingOf } from './page.ts'
import { findRecord, labelsByIds, labelsOf } from './read.ts'
import {
  askerOf,
  contextOf,
  ListParameters,
  listQueryOf,
  type RecordRouteOptions,
  scopeOf,
} from './request.ts'
import { optionsOf } from './search.ts'
import { createRecord, deleteRecord, timelineOf, updateRecord } from './service.ts'

/** The JSON shape of a field's value, for the OpenAPI document; the store parses with better messages. */
function shapeOf(field: Field): z.ZodType {
  const shapes: Partial<Record<Field['type'], z.ZodType>> = {
    integer: z.number(),
    decimal: z.number(),
    rate: z.number(),
    money: z.number(),
    boolean: z.boolean(),
    list: z.array(z.string()),
  }
  const shape = shapes[field.type] ?? z.string()
  return shape.nullable().optional().describe(`${field.label.en} (${field.type})`)
}

const bodyOf = (kind: RecordKind) =>
  z.looseObject(
    Object.fromEntries(
      kind.fields.filter((field) => !field.derived).map((field) => [field.id, shapeOf(field)]),
    ),
  )

const recordOf = (kind: RecordKind) =>
  z.looseObject({
    id: z.string(),
    version: z.number(),
    ...Object.fromEntries(kind.fields.map((field) => [field.id, shapeOf(field)])),
  })

/** List, read, create, change, delete, history and pick list of one kind of record. */
export function registerRecordRoutes(
  app: Http,
  binding: RecordBinding,
  options: RecordRouteOptions,
): void {
  const { kind } = binding
  const { records } = options
  const base = `/api/${kind.path}`
  const tags = [kind.plural.en]
  const read = { permission: `${kind.area}:read` }
  const write = { permission: `${kind.area}:write` }
  const fixed = options.fixedKinds?.includes(kind.id) ?? false
  const kindOf = (id: string) => records.bindings.get(id)?.kind
  const Id = z.object({ id: kind.id === 'channel' ? z.string().max(60) : z.uuid() })
  const Shown = z.object({ record: recordOf(kind), labels: z.record(z.string(), z.string()) })
  const Written = Shown.extend({ action: z.string().nullable() })
  const show = async (record: Readonly<Record<string, unknown>>) => ({
    record: { ...record, id: String(record.id), version: Number(record.version) },
    labels: await labelsOf(records.db, kind, [record], kindOf),
  })

  registerSavedFilters(app, binding, options)
  if (!options.singleKinds?.includes(kind.id)) registerBulk(app, binding, options)
  registerActions(app, binding, options)

  app.get(
    base,
    {
      config: read,
      schema: {
        tags,
        summary: `List ${kind.plural.en.toLowerCase()}`,
        description:
          'Keyset paging. Filters: any field by value (repeat for "any of", empty for "is null"), ' +
          '`<field>.from` and `<field>.until` (half-open), `q` for free text; `sort` is a field, "-" in front for descending.',
        querystring: ListParameters,
        response: {
          200: z.object({
            items: z.array(recordOf(kind)),
            labels: z.record(z.string(), z.string()),
            next: z.string().nullable(),
            count: z.number(),
            countCapped: z.boolean(),
          }),
        },
      },
    },
    async (request) => {
      const scope = scopeOf(kind, request)
      const query = listQueryOf(request.query)
      const page = await listRecords(records.db, binding, query, scope, options.timeZone())
      const labels = await labelsOf(records.db, kind, page.items, kindOf)
      const items = page.items.map((item) => ({
        ...item,
        id: String(item.id),
        version: Number(item.version),
      }))
      return { ...page, items, labels }
    },
  )

  app.get(
    `${base}/options`,
    {
      config: options.openNames?.includes(kind.id) ? { permission: 'session' } : read,
      schema: {
        tags,
        summary: `Pick list of ${kind.plural.en.toLowerCase()}`,
        querystring: z.object({
          q: z.string().max(200).default(''),
          id: z.union([z.string(), z.array(z.string())]).optional(),
        }),
        response: {
          200: z.object({ items: z.array(z.object({ id: z.string(), label: z.string() })) }),
        },
      },
    },
    async (request) => {
      const { q, id } = request.query
      if (id !== undefined) {
        const labels = await labelsByIds(records.db, kind, [id].flat())
        return { items: Object.entries(labels).map(([key, label]) => ({ id: key, label })) }
      }
      return { items: await optionsOf(records.db, binding, q, scopeOf(kind, request)) }
    },
  )

  registerExports(app, binding, options)

  app.get(
    `${base}/:id`,
    {
      config: read,
      schema: { tags, summary: `Read one ${kind.label.en}`, params: Id, response: { 200: Shown } },
    },
    async (request) => {
      const { id } = request.params
      const record = await findRecord(records.db, kind, id, scopeOf(kind, request))
      if (!record) throw new Refusal('not_found', 'records.not_found', { kind: kind.id, id })
      return show(record)
    },
  )

  app.get(
    `${base}/:id/timeline`,
    { config: read, schema: { tags, summary: `History of one ${kind.label.en}`, params: Id } },
    async (request) => {
      const { id } = request.params
      const record = await findRecord(records.db, kind, id, scopeOf(kind, request))
      if (!record) throw new Refusal('not_found', 'records.not_found', { kind: kind.id, id })
      return { items: await timelineOf(records, binding, id, askerOf(request, options)) }
    },
  )

  app.patch(
    `${base}/:id`,
    {
      config: write,
      schema: {
        tags,
        summary: `Change one ${kind.label.en}`,
        params: Id,
        body: z.strictObject({
          version: z.number().int(),
          changes: bodyOf(kind),
          reason: z.string().max(2000).nullable().optional(),
        }),
        response: { 200: Written },
      },
    },
    async (request) => {
      const { version, changes, reason } = request.body
      const target = { id: request.params.id, version, scope: scopeOf(kind, request) }
      const context = contextOf(request, options, reason)
      const record = await updateRecord(records, binding, target, changes, context)
      return { ...(await show(record)), action: await actionOf(records.db, request.id) }
    },
  )

  if (fixed) return

  app.post(
    base,
    {
      config: write,
      schema: {
        tags,
        summary: `Create one ${kind.label.en}`,
        body: bodyOf(kind),
        response: { 201: Written },
      },
    },
    async (request, reply) => {
      const context = contextOf(request, options)
      const record = await createRecord(records, binding, request.body, context)
      const action = await actionOf(records.db, request.id)
      return reply.code(201).send({ ...(await show(record)), action })
    },
  )

  app.delete(
    `${base}/:id`,
    {
      config: write,
      schema: {
        tags,
        summary: `Delete one ${kind.label.en}`,
        params: Id,
        querystring: z.object({ version: z.coerce.number().int() }),
        response: { 200: z.object({ action: z.string().nullable() }) },
      },
    },
    async (request) => {
      const target = {
        id: request.params.id,
        version: request.query.version,
        scope: scopeOf(kind, request),
      }
      await deleteRecord(records, binding, target, contextOf(request, options))
      return { action: await actionOf(records.db, request.id) }
    },
  )
}

const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** What a list shows, as a file; the trail says who took it. */
function registerExports(app: Http, binding: RecordBinding, options: RecordRouteOptions): void {
  const { kind } = binding
  const { records } = options
  for (const format of ['csv', 'xlsx'] as const) {
    app.get(
      `/api/${kind.path}/export.${format}`,
      {
        config: { permission: `${kind.area}:read` },
        schema: {
          tags: [kind.plural.en],
          summary: `${kind.plural.en} as ${format.toUpperCase()}, with the filters of the list`,
          querystring: ListParameters.extend({
            language: z.enum(['de', 'en']).default('de'),
            columns: z.string().max(4000).optional().describe('Fields in their order, by comma'),
          }),
        },
      },
      async (request, reply) => {
        const { language } = request.query
        const query = listQueryOf(request.query)
        const scope = scopeOf(kind, request)
        const timeZone = options.timeZone()
        // What cannot be is refused before the first byte of the file.
        conditionsOf(binding, query, scope, timeZone)
        sortingOf(kind, query.sort)
        const columns = request.query.columns?.split(',').filter(Boolean)
        exportedFields(kind, columns)
        await records.db.transaction().execute((tx) =>
          records.audit(tx, contextOf(request, options), [
            {
              action: 'export',
              kind: kind.id,
              recordId: kind.path,
              before: null,
              after: { ...query.filters, format },
            },
          ]),
        )
        const exported = { query, scope, timeZone, language, columns }
        return reply
          .header('content-type', CONTENT_TYPES[format])
          .header('content-disposition', `attachment; filename="${kind.path}.${format}"`)
          .send(exportRecords(records, binding, format, exported))
      },
    )
  }
}
