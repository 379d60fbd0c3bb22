import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { DealMargin, MarginAnswer } from '#crm/margin-shapes.ts'
import { api, type Query } from '../platform/api.ts'

/** Begins with 'kpis' like all figures: an import or a change of a record makes it stale. */
export const useMargin = (query: Query) =>
  useQuery({
    queryKey: ['kpis', 'margin', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/margin', MarginAnswer, { query, signal }),
  })

export const useDealMargin = (id: string, version: unknown) =>
  useQuery({
    queryKey: ['kpis', 'margin', 'deal', id, version],
    queryFn: ({ signal }) => api.get(`/api/margin/opportunities/${id}`, DealMargin, { signal }),
  })
