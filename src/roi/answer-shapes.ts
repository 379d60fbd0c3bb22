import { z } from 'zod'
import { COST_KINDS } from '#costs/completeness.ts'
import { GOAL_TYPES } from './goal-types.ts'
import { CERTAINTIES, HORIZONS, RETURN_KINDS } from './return-kinds.ts'

const Cents = z.number().int().nullable()
const Share = z.number().nullable()
const Kind = z.enum(RETURN_KINDS)
const Words = z.object({ de: z.string(), en: z.string() })
const Bounds = z.object({ low: z.number(), high: z.number() }).nullable()

export const RoiResultShape = z.object({
  kinds: z.array(Kind),
  /** The longest of what it holds: ROIs of different horizons are not compared. */
  horizon: z.enum(HORIZONS),
  returnCents: z.number(),
  resultCents: z.number(),
  roi: Share,
})

const Group = z.object({ successes: z.number(), trials: z.number(), rate: Share })
export const ComparisonShape = z.object({
  exposed: Group,
  others: Group,
  points: Share,
  relative: Share,
  interval: Bounds,
  valueCents: Cents,
  cents: Cents,
  centsInterval: Bounds,
  isClear: z.boolean(),
})

/** Why a part has no amount. */
export const PART_REASONS = [
  'no_history',
  'no_customer_value',
  'no_saving',
  'no_cost_per_meeting',
  'not_clear',
  'no_comparison',
  'no_contract_value',
  'no_price',
  'margin_missing',
  'stage_unknown',
  'no_dimension',
] as const
export type PartReason = (typeof PART_REASONS)[number]

/** What is said of every ROI, whatever it is of: its period is too short, its cost incomplete. */
export const CommonWarning = z.discriminatedUnion('code', [
  z.object({
    code: z.literal('shorter_than_goal'),
    /** The one that was chosen, else the quickest. */
    goal: z.enum(GOAL_TYPES),
    months: z.number(),
    minimumMonths: z.number(),
  }),
  z.object({
    code: z.literal('shorter_than_social_selling'),
    months: z.number(),
    minimumMonths: z.number(),
  }),
  z.object({ code: z.literal('shorter_than_cycle'), days: z.number(), cycleDays: z.number() }),
  z.object({ code: z.literal('cost_incomplete'), missing: z.array(z.enum(COST_KINDS)) }),
  z.object({ code: z.literal('no_personnel_cost') }),
  z.object({ code: z.literal('no_cost') }),
])
export type CommonWarning = z.infer<typeof CommonWarning>

export const WarningShape = z.discriminatedUnion('code', [
  ...CommonWarning.options,
  /** Cost knows no new and existing business: it stands whole against the part that is chosen. */
  z.object({ code: z.literal('cost_not_cut') }),
  z.object({ code: z.literal('few_leads_behind_rate'), leads: z.number() }),
  /** Money of accounts of marketing that names no deal, where the account has none or several: it is not booked. */
  z.object({ code: z.literal('money_without_deal'), count: z.number(), cents: z.number() }),
])
export type RoiWarning = z.infer<typeof WarningShape>

/** What `GET /api/roi` answers. Money in cents; null is "not defined", with its reason. */
export const RoiAnswer = z.object({
  period: z.object({ from: z.string(), until: z.string() }),
  goal: z.string().nullable(),
  currency: z.string(),
  attribution: z.object({ model: z.string(), name: Words }),
  revenueBasis: z.enum(['received', 'invoiced']),
  cost: z.object({
    total: z.number(),
    byKind: z.record(z.string(), z.number()),
    /** Beside the total, not in it. */
    sales: z.number(),
    missingKinds: z.array(z.enum(COST_KINDS)),
  }),
  parts: z.array(
    z.object({
      kind: Kind,
      certainty: z.enum(CERTAINTIES),
      cents: Cents,
      /** What of it counts besides surer kinds. */
      countedCents: z.number(),
      count: z.number(),
      reason: z.enum(PART_REASONS).nullable(),
      recordsUrl: z.string(),
    }),
  ),
  strict: RoiResultShape,
  upTo: z.record(z.enum(CERTAINTIES), RoiResultShape),
  all: RoiResultShape,
  added: RoiResultShape,
  fullOverlap: RoiResultShape,
  atMargin: RoiResultShape.nullable(),
  without: z.partialRecord(Kind, RoiResultShape),
  only: z.partialRecord(Kind, RoiResultShape),
  overlaps: z.array(
    z.object({ between: z.tuple([Kind, Kind]), cases: z.number(), cents: z.number() }),
  ),
  leadValue: z.object({
    method: z.enum(['rate_clv', 'goal_values']),
    stage: z.enum(['lead', 'mql', 'sql']),
    leads: z.number(),
    rate: Share,
    /** Where the rate is from; `chosen` (leads of the filters) and `company` are measured, in leads of marketing. */
    basis: z.enum(['setting', 'chosen', 'company']).nullable(),
    history: z.object({
      from: z.string(),
      until: z.string(),
      leads: z.number(),
      customers: z.number(),
    }),
    clvCents: Cents,
    customers: Share,
    perLeadCents: Share,
    costPerLeadCents: Share,
    /** Marketing cost / expected customers: without sales cost, so not the CAC of figures. */
    costPerCustomerCents: Share,
    clvCostRatio: Share,
    breakEvenRate: Share,
  }),
  uplift: ComparisonShape.nullable(),
  retention: ComparisonShape.nullable(),
  socialSelling: z.object({
    meetings: z.number(),
    costPerMeetingCents: Share,
    /** What of it is not in the cost of the ROI, and so is taken off the return. */
    besidePerMeetingCents: Share,
    coldMeetings: z.number(),
    coldCostPerMeetingCents: Share,
    basis: z.enum(['setting', 'measured']).nullable(),
  }),
  cycleDays: Share,
  cycleBasis: z.enum(['setting', 'median']).nullable(),
  /** From all won revenue to the result, in cents. */
  waterfall: z.object({
    /** What the attributed revenue is of: all marketing, or the channels and campaigns that are chosen. */
    of: z.enum(['marketing', 'chosen']),
    revenue: z.number(),
    attributed: z.number(),
    margin: Cents,
    costs: z.array(z.object({ kind: z.enum(COST_KINDS), cents: z.number() })),
    result: Cents,
  }),
  warnings: z.array(WarningShape),
})
export type RoiAnswer = z.infer<typeof RoiAnswer>
export type RoiPartAnswer = RoiAnswer['parts'][number]
export type ComparisonAnswer = z.infer<typeof ComparisonShape>

/** What `GET /api/roi/records` answers. */
export const RoiRecordsAnswer = z.object({
  part: z.string(),
  /** Path of the records: `/api/<path>/<id>` and the screen `/<path>/<id>`. */
  path: z.string(),
  count: z.number(),
  sumCents: Cents,
  items: z.array(
    z.object({
      id: z.string(),
      /** Null for a record without a name. */
      label: z.string().nullable(),
      /** False for what has no page of its own: a goal reached by somebody who is no lead. */
      hasPage: z.boolean(),
      at: z.string().nullable(),
      cents: Cents,
      /** Whether the case came about (a lead that became a customer, a contract that was renewed). */
      success: z.boolean().nullable(),
    }),
  ),
})
export type RoiRecordsAnswer = z.infer<typeof RoiRecordsAnswer>
