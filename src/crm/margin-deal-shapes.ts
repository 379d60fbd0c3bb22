import { z } from 'zod'
import { MARGIN_PARTS } from './margin-parts.ts'
import { MarginQuery } from './margin-shapes.ts'

/**
 * Every number of the margin bridge that is made of deals. `all`: every won deal with an amount, `unknown`: those of
 * which nothing tells the margin; the others are about deals whose margin is known.
 */
export const MARGIN_LINES = [
  'all',
  'unknown',
  'revenue',
  'margin',
  'gross_profit',
  'estimated',
  ...MARGIN_PARTS.map(({ id }) => id),
  'total',
  'rate',
] as const

/** `GET /api/margin/deals`: as the bridge is asked, with the line, and the group where it is of one. */
export const MarginDealsQuery = MarginQuery.safeExtend({
  line: z.string().refine((id) => MARGIN_LINES.includes(id), 'a line of the bridge is expected'),
  key: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).default(0),
})
export type MarginDealsQuery = z.infer<typeof MarginDealsQuery>

/** Deals behind a number, the largest part first. `cents`: what of the number is theirs; they add up to it. */
export const MarginDeals = z.object({
  count: z.int(),
  sumCents: z.int(),
  items: z.array(
    z.object({
      id: z.string(),
      label: z.string().nullable(),
      closedAt: z.string(),
      amount: z.int(),
      cents: z.int(),
    }),
  ),
})
export type MarginDeals = z.infer<typeof MarginDeals>
