import { z } from 'zod'
import { api, nothing, type Query, upload } from '../platform/api.ts'
import {
  type FileView,
  importKinds,
  notesPage,
  preview,
  savedMapping,
  summaries,
  view,
} from './import-shapes.ts'

const at = (id: string) => `/api/imports/${encodeURIComponent(id)}`
const fileAt = (id: string, fileId: string) => `${at(id)}/files/${encodeURIComponent(fileId)}`

/** Keys of the query client: everything about imports begins with 'imports'. */
export const importKeys = {
  all: ['imports'] as const,
  list: ['imports', 'list'] as const,
  one: (id: string) => ['imports', 'one', id] as const,
  preview: (id: string, fileId: string, version: string) =>
    ['imports', 'preview', id, fileId, version] as const,
  notes: (id: string, fileId: string, query: Query) =>
    ['imports', 'notes', id, fileId, query] as const,
  mappings: ['imports', 'mappings'] as const,
  kinds: ['imports', 'kinds'] as const,
}

const formOf = (files: readonly File[]) => {
  const form = new FormData()
  for (const one of files) form.append('files', one, one.name)
  return form
}

type Signal = { readonly signal?: AbortSignal }
type Sending = Signal & { readonly onProgress?: (fraction: number) => void }

export type Settings = {
  readonly mappings?: FileView['mappings']
  readonly included?: boolean
  readonly origin?: { readonly source: string; readonly id: string | null }
}

/** The routes of the import engine, typed. */
export const importApi = {
  list: (cursor: string | null, signal: Signal) =>
    api.get('/api/imports', summaries, { query: { limit: 30, cursor }, ...signal }),
  create: (files: readonly File[], sending: Sending) =>
    upload('/api/imports', formOf(files), view, sending),
  get: (id: string, signal: Signal) => api.get(at(id), view, signal),
  remove: (id: string) => api.delete(at(id), nothing),
  rename: (id: string, source: string) => api.patch(at(id), { source }, view),
  addFiles: (id: string, files: readonly File[], sending: Sending) =>
    upload(`${at(id)}/files`, formOf(files), nothing, sending),
  removeFile: (id: string, fileId: string) => api.delete(fileAt(id, fileId), nothing),
  settle: (id: string, fileId: string, settings: Settings) =>
    api.put(fileAt(id, fileId), settings, view),
  start: (id: string, run: 'dry-run' | 'commit' | 'cancel' | 'undo') =>
    api.post(`${at(id)}/${run}`, {}, view),
  preview: (id: string, fileId: string, signal: Signal) =>
    api.get(`${fileAt(id, fileId)}/preview`, preview, { query: { rows: 50 }, ...signal }),
  notes: (id: string, fileId: string, query: Query, signal: Signal) =>
    api.get(`${fileAt(id, fileId)}/notes`, notesPage, { query, ...signal }),
  rejectedUrl: (id: string, fileId: string, language: string) =>
    `${fileAt(id, fileId)}/rejected.csv?language=${language}`,
  kinds: (signal: Signal) => api.get('/api/import-kinds', importKinds, signal),
  mappings: async (signal: Signal) =>
    (await api.get('/api/import-mappings', z.object({ items: z.array(savedMapping) }), signal))
      .items,
  saveMapping: (body: {
    readonly name: string
    readonly mappings: FileView['mappings']
    readonly fileId?: string
  }) => api.post('/api/import-mappings', body, nothing),
  renameMapping: (id: string, name: string) =>
    api.patch(`/api/import-mappings/${encodeURIComponent(id)}`, { name }, nothing),
  removeMapping: (id: string) =>
    api.delete(`/api/import-mappings/${encodeURIComponent(id)}`, nothing),
  templateUrl: (kind: string, type: 'csv' | 'xlsx', language: string) =>
    `/api/import-templates/${kind}.${type}?language=${language}`,
}
