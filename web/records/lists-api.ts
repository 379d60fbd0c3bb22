import { z } from 'zod'
import type { RecordKind, Values } from '#kernel/record.ts'
import { api, nothing, type Query } from '../platform/api.ts'

const filterShape = z.object({
  id: z.string(),
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  owner: z.string(),
  isMine: z.boolean(),
  isDefault: z.boolean(),
  changeable: z.boolean(),
})

/** A list that somebody saved under a name; `query` is the search part of its address. */
export type SavedFilter = z.infer<typeof filterShape>

const bulkShape = z.object({
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

/** What a change of many records came to, or would. */
export type BulkResult = z.infer<typeof bulkShape>

export type BulkMode = 'preview' | 'all_or_nothing' | 'skip_refused'

/** Records by id, or every hit of a list's filter as long as there are `expected` of them. */
export type BulkSelection =
  | { readonly ids: readonly string[] }
  | { readonly filter: Query; readonly expected: number }

const actionsShape = z.object({
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
})

/** A change by hand that may still be taken back. */
export type Action = z.infer<typeof actionsShape>['items'][number]

const referencesShape = z.object({
  items: z.array(z.object({ kind: z.string(), count: z.number() })),
})

const mergedShape = z.object({ action: z.string().nullable() })

const base = (kind: RecordKind) => `/api/${kind.path}`
const filters = (kind: RecordKind) => `${base(kind)}/saved-filters`

export const listKeys = {
  filters: (kind: RecordKind) => ['saved-filters', kind.path] as const,
  actions: (kind: RecordKind) => ['records', kind.path, 'actions'] as const,
  references: (kind: RecordKind, id: string) => ['records', kind.path, 'references', id] as const,
}

export const fetchFilters = async (kind: RecordKind, signal?: AbortSignal) =>
  (
    await api.get(
      filters(kind),
      z.object({ items: z.array(filterShape) }),
      signal ? { signal } : {},
    )
  ).items

export type FilterInput = Pick<SavedFilter, 'name' | 'query' | 'shared'>

export const saveFilter = (kind: RecordKind, input: FilterInput) =>
  api.post(filters(kind), input, filterShape)

export const changeFilter = (kind: RecordKind, id: string, changes: Partial<FilterInput>) =>
  api.patch(`${filters(kind)}/${id}`, changes, filterShape)

export const deleteFilter = (kind: RecordKind, id: string) =>
  api.delete(`${filters(kind)}/${id}`, nothing)

export const chooseDefault = (kind: RecordKind, id: string | null) =>
  api.put(`${filters(kind)}/default`, { id }, nothing)

export const bulkUpdate = (
  kind: RecordKind,
  body: BulkSelection & {
    readonly mode: BulkMode
    readonly changes: Values
    readonly reason?: string
  },
) => api.post(`${base(kind)}/bulk-update`, body, bulkShape)

export const bulkDelete = (kind: RecordKind, body: BulkSelection & { readonly mode: BulkMode }) =>
  api.post(`${base(kind)}/bulk-delete`, body, bulkShape)

export const fetchActions = async (kind: RecordKind, signal?: AbortSignal) =>
  (await api.get(`${base(kind)}/actions`, actionsShape, signal ? { signal } : {})).items

export const undoAction = (kind: RecordKind, action: string) =>
  api.post(`${base(kind)}/actions/${action}/undo`, {}, z.object({ count: z.number() }))

export const fetchReferences = async (kind: RecordKind, id: string, signal?: AbortSignal) =>
  (await api.get(`${base(kind)}/${id}/references`, referencesShape, signal ? { signal } : {})).items

export const mergeRecords = (
  kind: RecordKind,
  id: string,
  body: {
    readonly version: number
    readonly other: { readonly id: string; readonly version: number }
    readonly choices: Readonly<Record<string, 'survivor' | 'other'>>
  },
) => api.post(`${base(kind)}/${id}/merge`, body, mergedShape)
