import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import {
  LiveAnswer,
  SeriesAnswer,
  TrafficAnswer,
  TrustAnswer,
  VisitAnswer,
  VisitList,
} from '#tracking/traffic-shapes.ts'
import { api, type Query } from '../platform/api.ts'

/** Begins with 'kpis' like all figures: an import makes it stale. */
const keys = (what: string, query: unknown) => ['kpis', 'traffic', what, query] as const

/** Rows a table shows, and those of its file. */
export const ROWS = { shown: 25, most: 1000 } as const

export const useTraffic = (query: Query) =>
  useQuery({
    queryKey: keys('rows', query),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/traffic', TrafficAnswer, { query, signal }),
  })

/** All rows of a table, for its file. */
export const fetchTraffic = (query: Query) =>
  api.get('/api/traffic', TrafficAnswer, { query: { ...query, limit: ROWS.most } })

export const useSeries = (query: Query) =>
  useQuery({
    queryKey: keys('series', query),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/traffic/series', SeriesAnswer, { query, signal }),
  })

/** The visits behind a number, latest first, page by page. */
export const useVisits = (query: Query, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: keys('visits', query),
    initialPageParam: '',
    enabled,
    getNextPageParam: (last: VisitList) => last.next,
    queryFn: ({ signal, pageParam }) =>
      api.get('/api/traffic/visits', VisitList, {
        query: { ...query, ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
  })

export const useVisit = (id: string) =>
  useQuery({
    queryKey: keys('visit', id),
    enabled: id !== '',
    queryFn: ({ signal }) => api.get(`/api/traffic/visits/${id}`, VisitAnswer, { signal }),
  })

const LIVE_MS = 5_000

/** Asked again every five seconds while somebody looks. */
export const useLive = (query: Query, isRunning: boolean) =>
  useQuery({
    queryKey: keys('live', query),
    placeholderData: keepPreviousData,
    refetchInterval: isRunning ? LIVE_MS : false,
    queryFn: ({ signal }) => api.get('/api/traffic/live', LiveAnswer, { query, signal }),
  })

export const useTrust = (query: Query) =>
  useQuery({
    queryKey: keys('trust', query),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/data-trust', TrustAnswer, { query, signal }),
  })
