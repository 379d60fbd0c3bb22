import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { REASONS } from '#attribution/unattributed.ts'
import { api, type Query } from '../platform/api.ts'

/** Answers of the journey routes, as far as the screens read them. Money is whole cents, days half-open. */

const said = z.object({ de: z.string(), en: z.string() })
const amount = z.object({ conversions: z.number(), value: z.number() })
const labels = z.record(z.string(), said)
const bin = amount.extend({ from: z.number(), until: z.number().nullable() })
const asked = z.object({
  period: z.object({ from: z.string(), until: z.string() }),
  conversion: z.enum(['won', 'opportunity', 'sql', 'mql']),
  unit: z.enum(['cents', 'conversions']),
  rules: z.object({ lookbackDays: z.number().nullable() }),
  labels,
})
const pathsShape = asked.extend({
  total: amount,
  unattributed: amount,
  medianDays: z.number().nullable(),
  medianTouches: z.number().nullable(),
  flow: z.array(amount.extend({ step: z.number(), from: z.string(), to: z.string() })),
  paths: z.array(
    amount.extend({
      channels: z.array(z.string()),
      medianDays: z.number(),
      medianTouches: z.number(),
    }),
  ),
  pathCount: z.number(),
  lengths: z.array(bin),
  durations: z.array(bin),
  matrix: z.array(amount.extend({ first: z.string(), last: z.string() })),
})
const page = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      account: z.string().nullable(),
      at: z.string(),
      value: z.number(),
      channels: z.array(z.string()),
      touches: z.number(),
      days: z.number().nullable(),
    }),
  ),
  next: z.string().nullable(),
  count: z.number(),
})
const listShape = page.extend({ labels })
const influenceShape = asked.extend({
  total: amount,
  together: amount,
  channels: z.array(amount.extend({ channel: z.string(), alone: amount })),
  months: z.array(z.object({ month: z.string(), total: amount, together: amount })),
  deals: page,
})
const journeyShape = z.object({
  opportunityId: z.string(),
  name: z.string(),
  accountId: z.string().nullable(),
  outcome: z.enum(['open', 'won', 'lost']),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  amount: z.number().nullable(),
  touches: z.array(
    z.object({
      kind: z.enum(['touchpoint', 'lead', 'campaign_membership', 'opportunity']),
      recordId: z.string(),
      at: z.string(),
      channel: z.string(),
      campaignId: z.string().nullable(),
      campaign: z.string().nullable(),
      source: z.string().nullable(),
      content: z.string().nullable(),
      title: z.string().nullable(),
      person: z.string().nullable(),
      isForm: z.boolean(),
      counts: z.boolean(),
      credits: z.record(z.string(), z.number()),
      milestones: z.array(z.enum(['first', 'lead', 'opportunity', 'close'])),
    }),
  ),
  unattributed: z.record(
    z.string(),
    z.object({ value: z.number(), reason: z.enum(REASONS).nullable() }),
  ),
  selfReported: z.array(z.string()),
})
const definitionsShape = z.object({ default: z.string() })

export type Amount = z.infer<typeof amount>
export type Labels = z.infer<typeof labels>
export type Paths = z.infer<typeof pathsShape>
export type Bin = z.infer<typeof bin>
export type Influence = z.infer<typeof influenceShape>
export type ListedCase = z.infer<typeof page>['items'][number]
export type DealJourney = z.infer<typeof journeyShape>
export type JourneyTouch = DealJourney['touches'][number]

/** Begins with 'kpis' like all figures: an import or a change of a record makes it stale. */
const keys = (what: string, query: unknown) => ['kpis', 'attribution', what, query] as const

export const usePaths = (query: Query) =>
  useQuery({
    queryKey: keys('paths', query),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get('/api/attribution/paths', pathsShape, { query, signal }),
  })

/** The conversions of a period, latest first, page by page. */
export const useJourneyList = (query: Query) =>
  useInfiniteQuery({
    queryKey: keys('journeys', query),
    initialPageParam: '',
    placeholderData: keepPreviousData,
    getNextPageParam: (last: z.infer<typeof listShape>) => last.next,
    queryFn: ({ signal, pageParam }) =>
      api.get('/api/attribution/journeys', listShape, {
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
      api.get('/api/attribution/influence', influenceShape, {
        query: { ...query, ...(pageParam !== '' && { cursor: pageParam }) },
        signal,
      }),
  })

/** The journey of a deal with the credits of every rule. */
export const useDealJourney = (opportunityId: string) =>
  useQuery({
    queryKey: keys('journey', opportunityId),
    queryFn: ({ signal }) =>
      api.get(`/api/attribution/journeys/${opportunityId}`, journeyShape, { signal }),
  })

/** The word of the company's own model. */
export const useOwnModel = () =>
  useQuery({
    queryKey: keys('definitions', null),
    queryFn: async ({ signal }) =>
      (await api.get('/api/attribution/definitions', definitionsShape, { signal })).default,
  })
