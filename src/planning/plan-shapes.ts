import { z } from 'zod'
import { Answers, Known } from './proposal.ts'
import { YearValues } from './year-plan.ts'

const Id = z.uuid()

/** What a plan is for: one value of each filter, none for the whole company. */
export const PlanFilters = z.strictObject({
  channel: z.string().optional(),
  campaign: Id.optional(),
  product: Id.optional(),
  team: Id.optional(),
  region: Id.optional(),
  owner: Id.optional(),
  target_group: Id.optional(),
  business_type: z.enum(['new', 'existing']).optional(),
})
export type PlanFilters = z.infer<typeof PlanFilters>

const Year = z.coerce.number().int().min(1990).max(2200)

/** `?kpi=revenue_won&year=2026&channel=email` */
export const PlanQuery = PlanFilters.extend({ kpi: z.string().max(80), year: Year })
export type PlanQuery = z.infer<typeof PlanQuery>

/** The plan as it shall be. `seen` names the version of every target that the person had before them. */
export const PlanChange = z.strictObject({
  kpi: z.string().max(80),
  year: Year,
  filters: PlanFilters,
  values: YearValues,
  seen: z.record(Id, z.int()),
  reason: z.string().max(2000).nullable().optional(),
})
export type PlanChange = z.infer<typeof PlanChange>

const Actual = z.number().nullable()

/** The plan of a year with what became of it so far. Values in the figure's own unit. */
export const YearPlan = z.object({
  kpi: z.string(),
  year: z.number(),
  filters: PlanFilters,
  values: YearValues,
  seen: z.record(z.string(), z.number()),
  months: z.array(
    z.object({
      from: z.string(),
      state: z.enum(['past', 'running', 'future']),
      actual: Actual,
      lastYear: Actual,
    }),
  ),
})
export type YearPlan = z.infer<typeof YearPlan>

/** Which figures have targets in a year, and for what. */
export const PlanList = z.object({
  items: z.array(
    z.object({
      kpi: z.string(),
      filters: PlanFilters,
      months: z.number(),
      quarters: z.number(),
      years: z.number(),
    }),
  ),
  labels: z.record(z.string(), z.string()),
})
export type PlanList = z.infer<typeof PlanList>

/** What the three questions start from: the year to plan, earlier answers, and what the records say. */
export const ProposalStart = z.object({
  year: z.number(),
  answers: z.object({
    industry: z.string().nullable(),
    dealValueCents: z.number().nullable(),
    cycleDays: z.number().nullable(),
  }),
  known: Known,
})
export type ProposalStart = z.infer<typeof ProposalStart>

/** What the person took over, after changing what they wanted changed. */
export const ProposalChoice = z.strictObject({
  year: Year,
  answers: Answers,
  targets: z.array(z.strictObject({ kpi: z.string().max(80), value: z.number() })).max(40),
  settings: z.record(z.string().max(60), z.int().positive()),
})
export type ProposalChoice = z.infer<typeof ProposalChoice>
