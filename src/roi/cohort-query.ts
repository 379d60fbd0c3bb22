import { z } from 'zod'
import { firstOfMonth, isoDate } from '#kernel/period.ts'
import { KpiQuery } from '#kpis/query.ts'

/**
 * What makes a deal part of a month: its first touch of marketing (the whole deal), or each touch that is credited (its
 * part of the deal).
 */
export const BASES = ['first_touch', 'touch'] as const
export type Basis = (typeof BASES)[number]

export const WORTHS = ['margin', 'revenue'] as const
export type Worth = (typeof WORTHS)[number]

const { channel, campaign, product, team, region, owner, target_group, business_type, model } =
  KpiQuery.shape

/** Filters as in the cockpit: channel, campaign and content are those of the touches. */
export const creditFilters = {
  ...{ channel, campaign, product, team, region, owner, target_group, business_type, model },
  content: channel,
}
export type CreditFilters = z.infer<z.ZodObject<typeof creditFilters>>

export const AGES_DEFAULT = 24

/** `GET /api/roi/cohorts`: months of spend [from, until), widened to whole months. */
export const CohortQuery = z
  .object({
    ...creditFilters,
    from: KpiQuery.shape.from.transform((day) => firstOfMonth(day)),
    until: KpiQuery.shape.until.transform((day) =>
      isoDate(day).endsWith('-01') ? day : firstOfMonth(day, 1),
    ),
    basis: z.enum(BASES).default('first_touch'),
    /** What comes back; none: the margin where it is known, else the revenue. */
    worth: z.enum(WORTHS).optional(),
    /** The horizon in months since the first touch. */
    ages: z.coerce.number().int().min(2).max(60).default(AGES_DEFAULT),
  })
  .refine((query) => query.from < query.until, {
    path: ['until'],
    message: 'until must be after from',
  })
export type CohortQuery = z.infer<typeof CohortQuery>

/** `GET /api/roi/deals`: the deals behind one number of cohorts or of the comparison. */
export const CreditedDealsQuery = z.object({
  ...creditFilters,
  basis: z.enum(BASES).default('first_touch'),
  /** First days of months; `cohort_until` exclusive. */
  cohort_from: KpiQuery.shape.from.optional(),
  cohort_until: KpiQuery.shape.until.optional(),
  /** Months since the first touch. */
  age: z.coerce.number().int().min(0).max(600).optional(),
  /** Less than so many months since. */
  ages: z.coerce.number().int().min(1).max(600).optional(),
  /** Closing days; `until` exclusive. */
  from: KpiQuery.shape.from.optional(),
  until: KpiQuery.shape.until.optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(100),
  offset: z.coerce.number().int().min(0).default(0),
})
export type CreditedDealsQuery = z.infer<typeof CreditedDealsQuery>
