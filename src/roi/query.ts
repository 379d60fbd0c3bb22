import { z } from 'zod'
import { KpiQuery } from '#kpis/query.ts'
import { GOAL_TYPES } from './goal-types.ts'

/** What an ROI is asked for. Days are civil days, `until` is exclusive. */
const { from, until, channel, campaign, product, team, region, business_type, model } =
  KpiQuery.shape
const fields = {
  ...{ from, until, channel, campaign, product, team, region, business_type, model },
  goal: z.enum(GOAL_TYPES).optional(),
}
const isInOrder = ({ from, until }: { from: string; until: string }) => from < until
const order = { path: ['until'], message: 'until must be after from' }

export const RoiQuery = z.object(fields).refine(isInOrder, order)
export type RoiQuery = z.infer<typeof RoiQuery>

/** What an ROI can be narrowed to. */
const LIST_CUTS = ['channel', 'campaign', 'product', 'team', 'region'] as const
export const CUTS = [...LIST_CUTS, 'business_type'] as const
export type Cut = (typeof CUTS)[number]

/** The filters that are set, with their values. */
export const chosenCuts = (query: Pick<RoiQuery, Cut>): (readonly [Cut, readonly string[]])[] => [
  ...LIST_CUTS.flatMap((cut) => (query[cut].length > 0 ? [[cut, query[cut]] as const] : [])),
  ...(query.business_type ? [['business_type', [query.business_type]] as const] : []),
]

/** Every number of an ROI that has records of its own. */
export const ROI_PARTS = [
  'direct',
  'without_deal',
  'attributed',
  'margin',
  'lead_value',
  'pipeline',
  'social_selling',
  'recruiting',
  'retention',
  'proxy',
  'cost',
  'cost_personnel',
  'cost_technology',
  'cost_media',
  'cost_external',
  'cost_production',
  'cost_sales',
  'rate',
  'revenue',
  'exposed',
  'not_exposed',
  'engaged',
  'not_engaged',
  'cold_calling',
] as const
export type RoiPartId = (typeof ROI_PARTS)[number]

export const RoiRecordsQuery = z
  .object({
    ...fields,
    part: z.enum(ROI_PARTS),
    limit: z.coerce.number().int().min(1).max(500).default(50),
    offset: z.coerce.number().int().min(0).default(0),
  })
  .refine(isInOrder, order)
export type RoiRecordsQuery = z.infer<typeof RoiRecordsQuery>
