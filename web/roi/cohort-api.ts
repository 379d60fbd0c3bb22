import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { CohortsAnswer, CreditedDeals } from '#roi/cohort-shapes.ts'
import { api, type Query } from '../platform/api.ts'

/** Begins with 'kpis' like all figures: an import or a change of a record makes it stale. */
export const useCohorts = (query: Query) =>
  useQuery({
    queryKey: ['kpis', 'cohorts', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/roi/cohorts', CohortsAnswer, { query, signal }),
  })

export const useCreditedDeals = (query: Query, enabled: boolean) =>
  useQuery({
    queryKey: ['kpis', 'credited-deals', query],
    enabled,
    queryFn: ({ signal }) => api.get('/api/roi/deals', CreditedDeals, { query, signal }),
  })
