import { z } from 'zod'
import { type IsoDate, isIsoDate } from '#kernel/period.ts'
import { spanned } from './overhead-shapes.ts'

const Day = z.string().refine((text): text is IsoDate => isIsoDate(text), 'expected yyyy-mm-dd')

/** Whole months: the first one, and the first after the last. */
export const BudgetQuery = z
  .object({ from: Day, until: Day, campaign_id: z.uuid().optional() })
  .refine(spanned.check, spanned.told)

const Sums = z.object({
  planned: z.int(),
  plannedToDate: z.int(),
  committed: z.int(),
  actual: z.int(),
  forecast: z.int(),
})
const State = z.enum(['ok', 'near', 'will_exceed', 'over', 'unplanned'])

const Line = Sums.extend({
  id: z.uuid().nullable(),
  month: z.string(),
  campaignId: z.uuid().nullable(),
  category: z.string().nullable(),
  basis: z.enum(['done', 'pace', 'plan', 'booked']),
  state: State,
  alarms: z.boolean(),
})

const Group = Sums.extend({
  campaignId: z.uuid().nullable(),
  source: z.enum(['months', 'campaign', 'none']),
  state: State,
  run: Sums.nullable(),
  lines: z.array(Line),
})

/** Budgets by campaign with their months; the actuals of all groups are the ledger of the same months. Cents. */
export const BudgetOverview = z.object({
  period: z.object({ from: z.string(), until: z.string() }),
  /** Up to and including this day cost is actual, later it is committed. */
  today: z.string(),
  groups: z.array(Group),
  total: Sums,
  /** Actual cost of groups and months without a budget. */
  unplanned: z.int(),
  labels: z.record(z.string(), z.string()),
})
export type BudgetOverview = z.infer<typeof BudgetOverview>

/** Budgets that need somebody, the largest excess first. */
export const BudgetAlarms = z.object({
  items: z.array(
    z.object({
      campaignId: z.uuid().nullable(),
      month: z.string().nullable(),
      category: z.string().nullable(),
      state: z.enum(['near', 'will_exceed', 'over']),
      planned: z.int(),
      forecast: z.int(),
      raisedAt: z.string(),
    }),
  ),
  labels: z.record(z.string(), z.string()),
})
export type BudgetAlarms = z.infer<typeof BudgetAlarms>
