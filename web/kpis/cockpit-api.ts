import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { api, type Query } from '../platform/api.ts'
import { cockpitShape, modelsShape } from './shapes.ts'

/** Everything about figures begins with 'kpis': an import or a change of a record makes it stale. */
export const kpiKeys = {
  all: ['kpis'] as const,
  cockpit: (query: Query) => ['kpis', 'cockpit', query] as const,
  explain: (id: string, query: Query) => ['kpis', 'explain', id, query] as const,
  records: (id: string, fact: string, query: Query) =>
    ['kpis', 'records', id, fact, query] as const,
  latest: ['kpis', 'latest'] as const,
  models: ['kpis', 'models'] as const,
}

/** The whole cockpit of a period; the one before stays on screen until it is there. */
export function useCockpit(query: Query) {
  return useQuery({
    queryKey: kpiKeys.cockpit(query),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/cockpit', cockpitShape, { query, signal }),
  })
}

/** The models that figures can follow, and the company's own. */
export const useModels = () =>
  useQuery({
    queryKey: kpiKeys.models,
    queryFn: ({ signal }) => api.get('/api/attribution/definitions', modelsShape, { signal }),
  })

const newest = z.object({ items: z.array(z.record(z.string(), z.unknown())) })

/** Where to look for the newest day that has figures: record path and the field that dates it. */
const DATED = [
  ['opportunities', 'closed_at'],
  ['leads', 'created_on'],
  ['opportunities', 'opened_at'],
  ['revenue-entries', 'date'],
  ['costs', 'from_date'],
] as const

/** The newest day of any record that feeds the cockpit, null when there is none. */
export function useLatestDay(enabled: boolean) {
  return useQuery({
    queryKey: kpiKeys.latest,
    enabled,
    queryFn: async ({ signal }): Promise<string | null> => {
      const days = await Promise.all(
        DATED.map(async ([path, field]) => {
          const query = { limit: 1, sort: `-${field}` }
          // A role may not see every kind of record: then the others tell.
          const page = await api.get(`/api/${path}`, newest, { query, signal }).catch(() => null)
          const value = page?.items[0]?.[field]
          return typeof value === 'string' ? value.slice(0, 10) : null
        }),
      )
      return (
        days
          .filter((day) => day !== null)
          .sort()
          .at(-1) ?? null
      )
    },
  })
}
