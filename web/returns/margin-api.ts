import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { MarginDeals } from '#crm/margin-deal-shapes.ts'
import { DealMargin, MarginAnswer } from '#crm/margin-shapes.ts'
import { api, type Query } from '../platform/api.ts'

/** Begins with 'kpis' like all figures: an import or a change of a record makes it stale. */
export const useMargin = (query: Query) =>
  useQuery({
    queryKey: ['kpis', 'margin', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/margin', MarginAnswer, { query, signal }),
  })

const PAGE = 50

/** The deals behind a number of the bridge, page by page. */
export const useMarginDeals = (query: Query) =>
  useInfiniteQuery({
    queryKey: ['kpis', 'margin', 'deals', query],
    initialPageParam: 0,
    getNextPageParam: (last: MarginDeals, pages) =>
      pages.length * PAGE < last.count ? pages.length * PAGE : undefined,
    queryFn: ({ signal, pageParam }) =>
      api.get('/api/margin/deals', MarginDeals, {
        query: { ...query, limit: PAGE, offset: pageParam },
        signal,
      }),
  })

export const useDealMargin = (id: string, version: unknown) =>
  useQuery({
    queryKey: ['kpis', 'margin', 'deal', id, version],
    queryFn: ({ signal }) => api.get(`/api/margin/opportunities/${id}`, DealMargin, { signal }),
  })
