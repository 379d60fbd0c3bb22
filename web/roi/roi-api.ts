import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { RoiAnswer, RoiRecordsAnswer } from '#roi/answer-shapes.ts'
import { RecruitingAnswer, UpliftsAnswer } from '#roi/beside-shapes.ts'
import { api, type Query } from '../platform/api.ts'

const PAGE = 50

/** Begins with 'kpis' like all figures: an import or a change of a record makes it stale. */
export const useRoi = (query: Query) =>
  useQuery({
    queryKey: ['kpis', 'roi', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/roi', RoiAnswer, { query, signal }),
  })

/** Uplifts that are stated for the period. */
export const useUplifts = (query: Query) =>
  useQuery({
    queryKey: ['kpis', 'roi', 'uplifts', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/roi/uplifts', UpliftsAnswer, { query, signal }),
  })

/** Applications and hires by channel. */
export const useRecruiting = (query: Query) =>
  useQuery({
    queryKey: ['kpis', 'roi', 'recruiting', query],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/roi/recruiting', RecruitingAnswer, { query, signal }),
  })

/** The records behind a number, page by page. */
export const useRoiRecords = (part: string, query: Query) =>
  useInfiniteQuery({
    queryKey: ['kpis', 'roi', 'records', part, query],
    enabled: part !== '',
    initialPageParam: 0,
    getNextPageParam: (last: RoiRecordsAnswer, pages) =>
      pages.length * PAGE < last.count ? pages.length * PAGE : undefined,
    queryFn: ({ signal, pageParam }) =>
      api.get('/api/roi/records', RoiRecordsAnswer, {
        query: { ...query, part, limit: PAGE, offset: pageParam },
        signal,
      }),
  })

const figures = z.object({
  kpis: z.record(
    z.string(),
    z.looseObject({
      value: z.number().nullable(),
      unit: z.string(),
      reason: z.string().optional(),
    }),
  ),
})

/** Figures of the same period and filters. */
export const useGoalFigures = (query: Query, enabled: boolean) =>
  useQuery({
    queryKey: ['kpis', 'roi', 'figures', query],
    enabled,
    queryFn: ({ signal }) => api.get('/api/kpis', figures, { query, signal }),
  })
