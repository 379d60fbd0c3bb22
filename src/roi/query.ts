import { z } from 'zod'
import { Day, many } from '#kpis/query.ts'
import { GOAL_TYPES } from './goal-types.ts'

/** What an ROI is asked for. Days are civil days, `until` is exclusive. */
const fields = {
  from: Day,
  until: Day,
  goal: z.enum(GOAL_TYPES).optional(),
  channel: many(z.string()),
  campaign: many(z.uuid()),
  /** The attribution model; none: the company's own. */
  model: z.string().trim().max(60).optional(),
}
const isInOrder = ({ from, until }: { from: string; until: string }) => from < until
const order = { path: ['until'], message: 'until must be after from' }

export const RoiQuery = z.object(fields).refine(isInOrder, order)
export type RoiQuery = z.infer<typeof RoiQuery>

/** Every number of an ROI that has records of its own. */
export const ROI_PARTS = [
  'direct',
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
