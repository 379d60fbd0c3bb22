import { z } from 'zod'
import { type IsoDate, isIsoDate, type Period } from '#kernel/period.ts'

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

/** A civil day of a query. */
export const Day = z
  .string()
  .refine((text): text is IsoDate => isIsoDate(text), 'expected yyyy-mm-dd')

/** One value or several, as query strings bring them; empty entries fall out. */
export const many = <Item extends z.ZodType>(item: Item) =>
  z
    .preprocess(
      (value) => (value === undefined ? [] : [value].flat().filter((one) => one !== '')),
      z.array(item),
    )
    .default([])

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

export type Filters = Pick<
  KpiQuery,
  | 'channel'
  | 'campaign'
  | 'product'
  | 'team'
  | 'region'
  | 'owner'
  | 'target_group'
  | 'business_type'
>

const LIST_FILTERS = ['channel', 'campaign', 'product', 'team', 'region', 'owner'] as const

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
