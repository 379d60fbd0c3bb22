import { z } from 'zod'
import { websiteKind } from '#tracking/website.ts'
import { RecentEvents, WebsiteOverview, WebsiteSetup, WriteKey } from '#tracking/website-shapes.ts'
import { api } from '../platform/api.ts'

const path = (id: string, part: string) => `/api/${websiteKind.path}/${id}/${part}`

export const websiteKeys = {
  overview: ['records', websiteKind.path, 'overview'] as const,
  setup: (id: string) => ['records', websiteKind.path, 'setup', id] as const,
  recent: (id: string) => ['websites', 'recent', id] as const,
  writeKey: (id: string) => ['websites', 'write-key', id] as const,
}

export const fetchOverview = (signal?: AbortSignal) =>
  api.get(`/api/${websiteKind.path}/overview`, WebsiteOverview, signal ? { signal } : {})

export const fetchSetup = (id: string, signal?: AbortSignal) =>
  api.get(path(id, 'setup'), WebsiteSetup, signal ? { signal } : {})

export const fetchRecent = (id: string, signal?: AbortSignal) =>
  api.get(path(id, 'recent'), RecentEvents, signal ? { signal } : {})

export const fetchWriteKey = (id: string, signal?: AbortSignal) =>
  api.get(path(id, 'write-key'), WriteKey, signal ? { signal } : {})

export const renewWriteKey = (id: string) => api.post(path(id, 'write-key'), {}, WriteKey)

/** What the panels read of a website's record. */
export const Website = z.object({
  id: z.string(),
  name: z.string(),
  key: z.string(),
  domains: z.array(z.string()),
  before_consent: z.enum(['strict', 'cookieless', 'full']),
  active: z.boolean().nullable(),
})
export type Website = z.infer<typeof Website>
