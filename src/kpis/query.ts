import { z } from 'zod'
import type { Period } from '#kernel/period.ts'
import { Day, many } from '#kernel/query.ts'

export const DIMENSIONS = [
  'channel',
  'source',
  'campaign',
  'product',
  'owner',
  'team',
  'region',
  'month',
] as const
export type Dimension = (typeof DIMENSIONS)[number]

export const VIEWS = ['period', 'cohort'] as const
export type View = (typeof VIEWS)[number]

/** What every figure route and the command line take. Days are civil days, `until` is exclusive. */
export const KpiQuery = z
  .object({
    from: Day,
    until: Day,
    view: z.enum(VIEWS).default('period'),
    channel: many(z.string()),
    campaign: many(z.uuid()),
    product: many(z.uuid()),
    team: many(z.uuid()),
    region: many(z.uuid()),
    owner: many(z.uuid()),
    target_group: z.uuid().optional(),
    business_type: z.enum(['new', 'existing']).optional(),
    by: z.enum(DIMENSIONS).optional(),
    /** The attribution model of attributed figures; none: the company's own. */
    model: z.string().trim().max(60).optional(),
  })
  .refine((query) => query.from < query.until, {
    path: ['until'],
    message: 'until must be after from',
  })
export type KpiQuery = z.infer<typeof KpiQuery>

const LIST_FILTERS = ['channel', 'campaign', 'product', 'team', 'region', 'owner'] as const
/** What every figure can be asked for a part of. */
export const FILTERS = [...LIST_FILTERS, 'target_group', 'business_type'] as const
export type Filters = Pick<KpiQuery, (typeof FILTERS)[number]>

export const periodOf = (query: KpiQuery): Period => ({ from: query.from, until: query.until })

/** Only the filters that are set, for answers that name them. */
export function activeFilters(query: Filters): Record<string, readonly string[] | string> {
  const active: Record<string, readonly string[] | string> = {}
  for (const id of LIST_FILTERS) if (query[id].length > 0) active[id] = query[id]
  if (query.target_group) active.target_group = query.target_group
  if (query.business_type) active.business_type = query.business_type
  return active
}

/** Whether no filter is set: the whole company. */
export const isUnfiltered = (query: Filters): boolean =>
  Object.keys(activeFilters(query)).length === 0
