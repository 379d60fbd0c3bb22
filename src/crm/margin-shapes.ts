import { z } from 'zod'
import { Day, many } from '#kernel/query.ts'

const Ids = many(z.string().max(100))

/** What the margin can be split by, with the column of `kpis.opportunity`. */
export const MARGIN_CUTS = {
  product: 'product_id',
  channel: 'channel',
  campaign: 'campaign_id',
  region: 'region_id',
  team: 'team_id',
  owner: 'owner_id',
  business_type: 'business_type',
} as const
export const MARGIN_BY = [
  'product',
  'channel',
  'campaign',
  'region',
  'team',
  'owner',
  'business_type',
] as const
export type MarginBy = (typeof MARGIN_BY)[number]

/** Key of deals without a product, campaign ... */
export const NO_GROUP = '(none)'

/** Days are civil days, `until` is exclusive. */
export const MarginQuery = z
  .object({
    from: Day,
    until: Day,
    by: z.enum(MARGIN_BY).default('product'),
    /** What it is compared with: the period before, or the same one a year ago. */
    against: z.enum(['before', 'year']).default('before'),
    product: Ids,
    channel: Ids,
    campaign: Ids,
    region: Ids,
    team: Ids,
    owner: Ids,
    business_type: Ids,
  })
  .refine(({ from, until }) => from < until, {
    path: ['until'],
    message: 'until must be after from',
  })
export type MarginQuery = z.infer<typeof MarginQuery>

const Cents = z.int()
const PeriodShape = z.object({ from: z.string(), until: z.string() })

/**
 * Cents of a line of the bridge; `estimated`: how much of them rests on a rate of products or of the company, `deals`
 * how many deals have it.
 */
export const MarginLine = z.object({
  id: z.string(),
  cents: Cents,
  estimated: Cents,
  deals: z.int(),
})
export type MarginLine = z.infer<typeof MarginLine>

/** From revenue to margin: revenue of deals whose margin is known, minus every line, is the margin. */
export const MarginSide = z.object({
  deals: z.int(),
  /** Won deals with an amount. */
  revenue: Cents,
  /** Of them those of which nothing tells the margin. */
  unknownDeals: z.int(),
  unknownRevenue: Cents,
  lines: z.array(MarginLine),
  /** Null where production cost of a deal is not known. */
  grossProfit: Cents.nullable(),
  margin: Cents,
  /** Revenue of deals whose margin rests on a rate of products or of the company. */
  estimatedRevenue: Cents,
})
export type MarginSide = z.infer<typeof MarginSide>

const Sums = z.object({
  deals: z.int(),
  revenue: Cents,
  margin: Cents,
  estimatedRevenue: Cents,
})

export const MarginAnswer = z.object({
  period: PeriodShape,
  compared: PeriodShape,
  by: z.enum(MARGIN_BY),
  now: MarginSide,
  before: MarginSide,
  /** Deals whose margin is known, by group; most revenue of now first. */
  groups: z.array(z.object({ key: z.string(), label: z.string(), now: Sums, before: Sums })),
  mix: z
    .object({ revenue: Cents, margin: Cents, volume: Cents, mix: Cents, rate: Cents })
    .nullable(),
})
export type MarginAnswer = z.infer<typeof MarginAnswer>

/** What the margin of a deal comes from. */
export const MARGIN_BASES = ['total', 'parts', 'rate', 'unknown'] as const
export type MarginBasis = (typeof MARGIN_BASES)[number]

const StatedBy = z.enum(['deal', 'product', 'company'])

/** The bridge of one deal. */
export const DealMargin = z.object({
  amount: Cents.nullable(),
  basis: z.enum(MARGIN_BASES),
  /** Every part that somebody states, and who; `counts`: it is in the margin. */
  parts: z.array(z.object({ id: z.string(), cents: Cents, by: StatedBy, counts: z.boolean() })),
  /** The variable cost of the deal as a total. */
  total: Cents.nullable(),
  /** The margin rate that stands in, where the basis is a rate, and who states it. */
  rate: z.object({ value: z.number(), by: StatedBy, cents: Cents }).nullable(),
  grossProfit: Cents.nullable(),
  margin: Cents.nullable(),
  estimated: z.boolean(),
})
export type DealMargin = z.infer<typeof DealMargin>
