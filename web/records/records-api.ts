import { z } from 'zod'
import type { RecordKind, Values } from '#kernel/record.ts'
import { api, type Query } from '../platform/api.ts'

const values = z.looseObject({ id: z.string(), version: z.number() })
const labels = z.record(z.string(), z.string())

const pageShape = z.object({
  items: z.array(values),
  labels,
  next: z.string().nullable(),
  count: z.number(),
  countCapped: z.boolean(),
})

/** One page of a list; `labels` names every record that the rows refer to. */
export type RecordPage = z.infer<typeof pageShape>

const recordShape = z.object({ record: values, labels, action: z.string().nullish() })

/** A record with the names of the records it refers to; after a change the action that takes it back. */
export type ShownRecord = z.infer<typeof recordShape>
export type RecordValues = Values & { readonly id: string; readonly version: number }

const textShape = z.object({ de: z.string(), en: z.string() })

const timelineShape = z.object({
  items: z.array(
    z.object({
      at: z.string(),
      type: z.string(),
      title: z.string(),
      detail: z.string().nullish(),
      actor: z.string().nullish(),
      kind: z.string().nullish(),
      recordId: z.string().nullish(),
      changes: z
        .array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() }))
        .nullish(),
      action: z.string().nullish(),
      evidence: z.array(z.object({ label: textShape, value: textShape })).nullish(),
    }),
  ),
})

export type TimelineItem = z.infer<typeof timelineShape>['items'][number]

const optionsShape = z.object({ items: z.array(z.object({ id: z.string(), label: z.string() })) })

export type Option = z.infer<typeof optionsShape>['items'][number]

const base = (kind: RecordKind) => `/api/${kind.path}`
const one = (kind: RecordKind, id: string) => `${base(kind)}/${encodeURIComponent(id)}`

/** Keys of the query client: everything about records begins with 'records'. */
export const recordKeys = {
  all: ['records'] as const,
  kind: (kind: RecordKind) => ['records', kind.path] as const,
  list: (kind: RecordKind, query: Query) => ['records', kind.path, 'list', query] as const,
  one: (kind: RecordKind, id: string) => ['records', kind.path, 'one', id] as const,
  timeline: (kind: RecordKind, id: string) => ['records', kind.path, 'timeline', id] as const,
  options: (kind: RecordKind, query: Query) => ['records', kind.path, 'options', query] as const,
}

export const fetchPage = (kind: RecordKind, query: Query, signal?: AbortSignal) =>
  api.get(base(kind), pageShape, { query, ...(signal ? { signal } : {}) })

export const fetchRecord = (kind: RecordKind, id: string, signal?: AbortSignal) =>
  api.get(one(kind, id), recordShape, signal ? { signal } : {})

export const fetchTimeline = async (kind: RecordKind, id: string, signal?: AbortSignal) =>
  (await api.get(`${one(kind, id)}/timeline`, timelineShape, signal ? { signal } : {})).items

export const fetchOptions = async (kind: RecordKind, query: Query, signal?: AbortSignal) =>
  (await api.get(`${base(kind)}/options`, optionsShape, { query, ...(signal ? { signal } : {}) }))
    .items

export const createRecord = (kind: RecordKind, fields: Values) =>
  api.post(base(kind), fields, recordShape)

export const updateRecord = (
  kind: RecordKind,
  id: string,
  body: { readonly version: number; readonly changes: Values; readonly reason?: string },
) => api.patch(one(kind, id), body, recordShape)

export const deleteRecord = (kind: RecordKind, id: string, version: number) =>
  api.delete(one(kind, id), z.object({ action: z.string().nullable() }), { query: { version } })
