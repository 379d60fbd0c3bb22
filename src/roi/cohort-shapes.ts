import { z } from 'zod'
import { CommonWarning } from './answer-shapes.ts'
import { BASES, WORTHS } from './cohort-query.ts'

// What the routes answer, declared once: they check by it what they send, screens what they get.
// Money is whole cents, days are half-open.

const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()
const Maybe = z.number().nullable()
const Said = z.object({ de: z.string(), en: z.string() })
const Range = z.object({ value: z.number(), low: z.number(), high: z.number() })
const RateRange = z.object({ value: Maybe, low: Maybe, high: Maybe })
const BreakEven = z.object({ age: z.number(), expected: z.boolean() }).nullable()

const Sums = z.object({
  cost: Maybe,
  values: list(z.number()),
  soFar: z.number(),
  dealCount: z.number(),
  rest: Range.nullable(),
  reason: z.enum(['few_cohorts', 'no_cost']).nullable(),
  developed: Maybe,
  roi: Maybe,
  roiExpected: RateRange.nullable(),
  breakEven: BreakEven,
})

/** `GET /api/roi/cohorts` */
export const CohortsAnswer = z.object({
  period: z.object({ from: z.string(), until: z.string() }),
  /** What deals closed before this day brought is known; the month of today is not over. */
  asOf: z.string(),
  currency: z.string(),
  attribution: z.object({ model: z.string(), name: Said }),
  basis: z.enum(BASES),
  worth: z.enum(WORTHS),
  /** Touches whose deal has no margin: the margin is too low by theirs. */
  marginMissing: z.number(),
  /** Months since the first touch that are shown. */
  ages: z.number(),
  /** Months since the first touch up to which something is expected: the horizon of every expected ROI. */
  agesLearnt: z.number(),
  cohorts: list(
    Sums.extend({
      month: z.string(),
      deals: list(z.number()),
      method: z.enum(['factors', 'additive']).nullable(),
      curve: list(Range.extend({ age: z.number() })),
    }),
  ),
  total: Sums.extend({ withoutForecast: z.number() }),
  perCost: list(Maybe),
  factors: list(z.object({ age: z.number(), factor: Maybe, cohorts: z.number() })),
  /** Months that teach: from the first on in which anything was spent or began. */
  cohortsLearnt: z.number(),
  /** Too short a time since the first spend, incomplete cost; never left out. */
  warnings: list(CommonWarning),
  cycleBasis: z.enum(['setting', 'median']).nullable(),
})
export type Cohorts = z.infer<typeof CohortsAnswer>
export type Cohort = Cohorts['cohorts'][number]

/** `GET /api/roi/deals` */
export const CreditedDeals = z.object({
  items: list(
    z.object({
      id: z.string(),
      label: z.string(),
      closedAt: z.string(),
      /** The first touch that counts here. */
      firstAt: z.string().nullable(),
      amount: Maybe,
      /** What of the amount, and of the margin, is credited to the touches asked for. */
      revenue: Maybe,
      margin: Maybe,
      touches: z.number(),
    }),
  ),
  count: z.number(),
  sum: z.object({ revenue: z.number(), margin: z.number() }),
})
export type CreditedDeals = z.infer<typeof CreditedDeals>
