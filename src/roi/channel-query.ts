import { z } from 'zod'
import { KpiQuery } from '#kpis/query.ts'
import { WORTHS } from './cohort-query.ts'

/** What is compared. Cost is not booked by content, so there only what comes back is known. */
export const COMPARED = ['channel', 'campaign', 'content', 'product', 'region'] as const
export type Compared = (typeof COMPARED)[number]

const { from, until, product, team, region, owner, target_group, business_type, model } =
  KpiQuery.shape

/** `GET /api/roi/channels`: closing days [from, until); filters are those of the deals. */
export const ChannelsQuery = z
  .object({
    ...{ from, until, product, team, region, owner, target_group, business_type, model },
    by: z.enum(COMPARED).default('channel'),
    /** What the range is made of; none: the margin where it is known, else the revenue. */
    worth: z.enum(WORTHS).optional(),
  })
  .refine((query) => query.from < query.until, {
    path: ['until'],
    message: 'until must be after from',
  })
export type ChannelsQuery = z.infer<typeof ChannelsQuery>

/** The figures of a row, in the order in which they are shown: short name, figure. */
export const COLUMNS = {
  cost: 'marketing_cost',
  won: 'won',
  new_customers: 'new_customers',
  revenue: 'attributed_revenue',
  margin: 'attributed_margin',
  cac: 'cac',
  clv: 'clv',
  clv_cac: 'clv_cac_ratio',
  payback: 'payback_months',
  roas: 'roas_revenue',
  margin_roas: 'margin_roas',
  break_even_roas: 'break_even_roas',
} as const
export type Column = keyof typeof COLUMNS
export const COLUMN_IDS = Object.keys(COLUMNS) as readonly Column[]
