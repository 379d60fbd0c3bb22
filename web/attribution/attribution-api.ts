import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import {
  CreditsAnswer,
  DefinitionsAnswer,
  SelfReportedAnswer,
  StatusAnswer,
  UnattributedAnswer,
} from '#attribution/answer-shapes.ts'
import { api, type Query } from '../platform/api.ts'

/** Begins with 'kpis': an import or a change of a record makes it stale. */
const KEY = ['kpis', 'attribution'] as const
export const attributionKey = KEY

const PAGE = 25
const POLL_MILLISECONDS = 500

export function useDefinitions() {
  return useQuery({
    queryKey: [...KEY, 'definitions'],
    queryFn: ({ signal }) => api.get('/api/attribution/definitions', DefinitionsAnswer, { signal }),
  })
}

/** Credits of a query, null while it is not known. What was there before stays until they come. */
export function useCredits(query: Query | null, options: { readonly keep?: boolean } = {}) {
  return useQuery({
    queryKey: [...KEY, 'credits', query],
    enabled: query !== null,
    ...((options.keep ?? true) && { placeholderData: keepPreviousData }),
    queryFn: ({ signal }) =>
      api.get('/api/attribution', CreditsAnswer, { query: query ?? {}, signal }),
  })
}

/** The conversions of a query that nobody gets credit for, page by page. */
export function useUnattributed(query: Query) {
  return useInfiniteQuery({
    queryKey: [...KEY, 'unattributed', query],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/attribution/unattributed', UnattributedAnswer, {
        query: { ...query, limit: PAGE, cursor: pageParam || undefined },
        signal,
      }),
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useSelfReported(query: Query) {
  return useQuery({
    queryKey: [...KEY, 'self-reported', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get('/api/attribution/self-reported', SelfReportedAnswer, { query, signal }),
  })
}

/** How far working everything out is; asked again and again while `polling`. */
export function useProgress(polling: boolean) {
  return useQuery({
    queryKey: [...KEY, 'status'],
    enabled: polling,
    refetchInterval: polling ? POLL_MILLISECONDS : false,
    staleTime: 0,
    queryFn: ({ signal }) => api.get('/api/attribution/status', StatusAnswer, { signal }),
  })
}
