import { z } from 'zod'
import { actorOf, type Http } from '../http.ts'
import type { RecordBinding } from './binding.ts'
import { bulkDelete, bulkUpdate, type Selection } from './bulk.ts'
import { actionOf, recentActions } from './journal.ts'
import { COUNT_CAP } from './page.ts'
import {
  askerOf,
  contextOf,
  listQueryOf,
  ownRows,
  type RecordRouteOptions,
  scopeOf,
} from './request.ts'
import {
  changeFilter,
  chooseDefault,
  deleteFilter,
  savedFilters,
  saveFilter,
} from './saved-filters.ts'
import { searchKind } from './search.ts'
import { undoAction } from './undo.ts'

const Filter = z.object({
  id: z.string(),
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  owner: z.string(),
  isMine: z.boolean(),
  isDefault: z.boolean(),
  changeable: z.boolean(),
})
const FilterBody = z.strictObject({
  name: z.string().trim().min(1).max(80),
  query: z.string().max(4000),
  shared: z.boolean(),
})
const ById = z.object({ id: z.uuid() })

/** Saved filters of one kind: one's own and the shared ones. */
export function registerSavedFilters(
  app: Http,
  { kind }: RecordBinding,
  options: RecordRouteOptions,
): void {
  const { records } = options
  const base = `/api/${kind.path}/saved-filters`
  const config = { permission: `${kind.area}:read` }
  const tags = [kind.plural.en]
  app.get(
    base,
    {
      config,
      schema: {
        tags,
        summary: `Saved filters of ${kind.plural.en.toLowerCase()}: own and shared`,
        response: { 200: z.object({ items: z.array(Filter) }) },
      },
    },
    async (request) => ({
      items: await savedFilters(records, kind.id, askerOf(request, options)),
    }),
  )
  app.post(
    base,
    {
      config,
      schema: {
        tags,
        summary: 'Save the filters, order and columns of a list under a name',
        body: FilterBody,
        response: { 201: Filter },
      },
    },
    async (request, reply) => {
      const asker = askerOf(request, options)
      const context = contextOf(request, options)
      return reply.code(201).send(await saveFilter(records, kind.id, request.body, asker, context))
    },
  )
  app.patch(
    `${base}/:id`,
    {
      config,
      schema: {
        tags,
        summary: 'Rename, share or overwrite a saved filter (its owner, or an administrator)',
        params: ById,
        body: FilterBody.partial(),
        response: { 200: Filter },
      },
    },
    async (request) => {
      const asker = askerOf(request, options)
      const context = contextOf(request, options)
      return changeFilter(records, kind.id, request.params.id, request.body, asker, context)
    },
  )
  app.delete(
    `${base}/:id`,
    { config, schema: { tags, summary: 'Delete a saved filter', params: ById } },
    async (request, reply) => {
      const asker = askerOf(request, options)
      await deleteFilter(records, kind.id, request.params.id, asker, contextOf(request, options))
      return reply.code(204).send()
    },
  )
  app.put(
    `${base}/default`,
    {
      config,
      schema: {
        tags,
        summary: 'The saved filter with which my list opens; null for none',
        body: z.strictObject({ id: z.uuid().nullable() }),
      },
    },
    async (request, reply) => {
      await chooseDefault(records, kind.id, request.body.id, askerOf(request, options))
      return reply.code(204).send()
    },
  )
}

const SelectionBody = {
  ids: z.array(z.uuid()).max(COUNT_CAP).optional().describe('The records; or `filter`'),
  filter: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .optional()
    .describe('The query string of the list as an object; takes `expected` with it'),
  expected: z.number().int().min(0).optional().describe('How many the list showed'),
  mode: z.enum(['preview', 'all_or_nothing', 'skip_refused']),
}

const BulkAnswer = z.object({
  total: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  refusedCount: z.number(),
  refused: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      problems: z.array(z.object({ field: z.string(), rule: z.string() })),
    }),
  ),
  applied: z.boolean(),
  action: z.string().nullable(),
})

const UpdateBody = z
  .strictObject({
    ...SelectionBody,
    changes: z.record(z.string(), z.unknown()),
    reason: z.string().max(2000).nullable().optional(),
  })
  .refine((body) => (body.ids === undefined) !== (body.filter === undefined), {
    message: 'either ids or filter',
  })

const DeleteBody = z
  .strictObject(SelectionBody)
  .refine((body) => (body.ids === undefined) !== (body.filter === undefined), {
    message: 'either ids or filter',
  })

function selectionOf(body: z.infer<typeof DeleteBody>): Selection {
  if (body.ids) return { ids: body.ids }
  return { query: listQueryOf(body.filter ?? {}), expected: body.expected ?? -1 }
}

/** Many records at once: the same changes, or away with them. */
export function registerBulk(app: Http, binding: RecordBinding, options: RecordRouteOptions): void {
  const { kind } = binding
  const { records } = options
  const config = { permission: `${kind.area}:write` }
  const tags = [kind.plural.en]
  app.post(
    `/api/${kind.path}/bulk-update`,
    {
      config,
      schema: {
        tags,
        summary: `Change many ${kind.plural.en.toLowerCase()} at once, or see what that would do`,
        body: UpdateBody,
        response: { 200: BulkAnswer },
      },
    },
    async (request) => {
      const { changes, reason, mode } = request.body
      const bulk = {
        binding,
        selection: selectionOf(request.body),
        mode,
        scope: scopeOf(kind, request),
        context: contextOf(request, options, reason),
      }
      const result = await bulkUpdate(records, bulk, changes)
      return { ...result, action: await actionOf(records.db, request.id) }
    },
  )
  if (options.fixedKinds?.includes(kind.id)) return
  app.post(
    `/api/${kind.path}/bulk-delete`,
    {
      config,
      schema: {
        tags,
        summary: `Delete many ${kind.plural.en.toLowerCase()} at once, or see what that would do`,
        body: DeleteBody,
        response: { 200: BulkAnswer },
      },
    },
    async (request) => {
      const bulk = {
        binding,
        selection: selectionOf(request.body),
        mode: request.body.mode,
        scope: scopeOf(kind, request),
        context: contextOf(request, options),
      }
      const result = await bulkDelete(records, bulk)
      return { ...result, action: await actionOf(records.db, request.id) }
    },
  )
}

/** What was changed by hand lately, and taking it back. */
export function registerActions(
  app: Http,
  { kind }: RecordBinding,
  options: RecordRouteOptions,
): void {
  const { records } = options
  const config = { permission: `${kind.area}:write` }
  const tags = [kind.plural.en]
  app.get(
    `/api/${kind.path}/actions`,
    {
      config,
      schema: {
        tags,
        summary: `The latest changes by hand of ${kind.plural.en.toLowerCase()}`,
        response: {
          200: z.object({
            items: z.array(
              z.object({
                id: z.string(),
                at: z.string(),
                actor: z.string(),
                type: z.string(),
                title: z.string(),
                count: z.number(),
                undoneBy: z.string().nullable(),
                undoable: z.boolean(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => ({
      items: await recentActions(records.db, kind.id, askerOf(request, options)),
    }),
  )
  app.post(
    `/api/${kind.path}/actions/:id/undo`,
    {
      config,
      schema: {
        tags,
        summary: 'Take a change by hand back, with everything that hung on it',
        params: ById,
        response: { 200: z.object({ count: z.number() }) },
      },
    },
    async (request) => {
      const asker = askerOf(request, options)
      const context = contextOf(request, options)
      return undoAction(records, kind, request.params.id, asker, context)
    },
  )
}

const HITS_PER_KIND = 6

/** One search over several kinds: those that the role may read, and of those only its rows. */
export function registerSearch(
  app: Http,
  kinds: readonly string[],
  options: RecordRouteOptions,
): void {
  const { records, reach } = options
  const searched = kinds.flatMap((id) => records.bindings.get(id)?.kind ?? [])
  app.get(
    '/api/search',
    {
      config: { permission: 'session' },
      schema: {
        tags: ['Search'],
        summary: 'Records by name while typing; accents and umlauts do not matter',
        querystring: z.object({ q: z.string().max(200) }),
        response: {
          200: z.object({
            groups: z.array(
              z.object({
                kind: z.string(),
                items: z.array(
                  z.object({
                    id: z.string(),
                    label: z.string(),
                    fields: z.record(z.string(), z.unknown()),
                  }),
                ),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { role, userId } = actorOf(request)
      const found = searched.map(async (kind) => {
        const rows = reach(role, `${kind.area}:read`)
        const scope = rows === 'own' ? ownRows(kind, userId) : null
        if (rows === 'none' || (rows === 'own' && scope === null)) return []
        const items = await searchKind(records.db, kind, request.query.q, HITS_PER_KIND, scope)
        return items.length === 0 ? [] : [{ kind: kind.id, items }]
      })
      return { groups: (await Promise.all(found)).flat() }
    },
  )
}
