import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import {
  DealJourneyAnswer,
  DefinitionsAnswer,
  InfluenceAnswer,
  JourneysAnswer,
  PathsAnswer,
} from '#attribution/answer-shapes.ts'
import { api, type Query } from '../platform/api.ts'

export type Paths = z.infer<typeof PathsAnswer>
export type Influence = z.infer<typeof InfluenceAnswer>
export type Labels = Paths['labels']
export type Amount = Paths['total']
export type Bin = Paths['lengths'][number]
export type ListedCase = Influence['deals']['items'][number]
export type { DealJourney, JourneyTouch } from '#attribution/answer-shapes.ts'

/** Begins with 'kpis' like all figures: an import or a change of a record makes it stale. */
const keys = (what: string, query: unknown) => ['kpis', 'attribution', what, query] as const

export const usePaths = (query: Query) =>
  useQuery({
    queryKey: keys('paths', query),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/attribution/paths', PathsAnswer, { query, signal }),
  })

/** The conversions of a period, latest first, page by page. */
export const useJourneyList = (query: Query) =>
  useInfiniteQuery({
    queryKey: keys('journeys', query),
    initialPageParam: '',
    placeholderData: keepPreviousData,
    getNextPageParam: (last: z.infer<typeof JourneysAnswer>) => last.next,
    queryFn: ({ signal, pageParam }) =>
      api.get('/api/attribution/journeys', JourneysAnswer, {
        query: { ...query, ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
  })

/** The first page also brings the figures; the others only more deals. */
export const useInfluence = (query: Query) =>
  useInfiniteQuery({
    queryKey: keys('influence', query),
    initialPageParam: '',
    placeholderData: keepPreviousData,
    getNextPageParam: (last: Influence) => last.deals.next,
    queryFn: ({ signal, pageParam }) =>
      api.get('/api/attribution/influence', InfluenceAnswer, {
        query: { ...query, ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
  })

/** The journey of a deal with the credits of every rule. */
export const useDealJourney = (opportunityId: string) =>
  useQuery({
    queryKey: keys('journey', opportunityId),
    queryFn: ({ signal }) =>
      api.get(`/api/attribution/journeys/${opportunityId}`, DealJourneyAnswer, { signal }),
  })

/** The word of the company's own model. */
export const useOwnModel = () =>
  useQuery({
    queryKey: keys('definitions', null),
    queryFn: async ({ signal }) =>
      (await api.get('/api/attribution/definitions', DefinitionsAnswer, { signal })).default,
  })
