import { z } from 'zod'
import type { Unit } from '#kpis/unit.ts'

/** Answers of the figure routes, as far as the screens read them. Money is whole cents, days half-open. */

const units = [
  'money',
  'rate',
  'ratio',
  'days',
  'minutes',
  'months',
  'years',
  'count',
  'money_per_day',
] as const satisfies readonly Unit[]

const text = z.object({ de: z.string(), en: z.string() })
const unit = z.enum(units)
const number = z.number().nullable()
const period = z.object({ from: z.string(), until: z.string() })
const filters = z.record(z.string(), z.union([z.string(), z.array(z.string())]))
const view = z.enum(['period', 'cohort'])

const targetResult = z.object({
  value: z.number(),
  period,
  source: z.enum(['own', 'derived']),
  derivedFrom: z.enum(['months', 'quarters', 'quarter', 'year']).nullish(),
  attainment: number,
  difference: number,
  state: z.enum(['good', 'attention', 'bad', 'neutral']),
  elapsed: z.number().nullish(),
  expected: z.number().nullish(),
})
export type ShownTarget = z.infer<typeof targetResult>

export const kpiResult = z.object({
  value: number,
  unit,
  inputs: z.record(z.string(), number),
  band: z.string().nullish(),
  interval: z
    .object({ low: z.number(), high: z.number(), level: z.number(), method: z.string() })
    .nullish(),
  n: z.number().nullish(),
  small: z.boolean().nullish(),
  reason: z.string().nullish(),
  notes: z.array(z.string()).nullish(),
  warning: z
    .object({
      code: z.literal('period_too_short'),
      periodDays: z.number(),
      cycleDays: z.number(),
      basis: z.enum(['setting', 'median']),
    })
    .nullish(),
  variant: z.string().nullish(),
  target: targetResult.nullish(),
  estimate: z
    .object({ value: z.number(), low: z.number(), high: z.number(), atDays: z.number() })
    .nullish(),
})
export type ShownResult = z.infer<typeof kpiResult>

const change = z.object({
  difference: number,
  relative: number,
  interval: z.object({ low: z.number(), high: z.number() }).nullish(),
  verdict: z.enum(['more', 'less', 'same', 'no_clear_difference', 'not_comparable']),
  good: z.boolean().nullable(),
})
export type ShownChange = z.infer<typeof change>

/** A figure of an earlier period: only what a comparison shows of it. */
const earlier = z.object({
  value: number,
  unit,
  reason: z.string().nullish(),
  n: z.number().nullish(),
})
export type EarlierResult = z.infer<typeof earlier>

const cockpitKpi = z.object({
  id: z.string(),
  name: text,
  unit,
  /** Belongs on the first screen; the others are shown on demand. */
  primary: z.boolean().default(true),
  current: kpiResult,
  before: earlier,
  yearBefore: earlier,
  change,
  yearChange: change,
  trend: z.array(number),
})
export type CockpitKpi = z.infer<typeof cockpitKpi>

const block = z.object({
  id: z.string(),
  name: text,
  sentence: text,
  headline: z.string(),
  /** The figure whose target stands at the head of the block. */
  headlineTarget: z.string().nullish(),
  kpis: z.array(cockpitKpi),
})
export type CockpitBlock = z.infer<typeof block>

const stage = z.object({
  id: z.enum(['visitors', 'leads', 'mql', 'sql', 'opportunity', 'won']),
  name: text,
  count: number,
  reason: z.string().nullish(),
  rate: z.object({ id: z.string(), result: kpiResult }).nullish(),
})
export type FunnelStage = z.infer<typeof stage>

const funnel = z.object({ view, sentence: text, stages: z.array(stage) })
export type Funnel = z.infer<typeof funnel>

const cells = z.record(z.string(), kpiResult)
const channelColumn = z.object({ id: z.string(), kpi: z.string(), name: text, unit })
export type ChannelColumn = z.infer<typeof channelColumn>
const channelRow = z.object({
  key: z.string(),
  name: text,
  group: z.string().nullable(),
  kpis: cells,
})
export type ChannelRow = z.infer<typeof channelRow>
const channels = z.object({
  sentence: text,
  warning: text.nullable(),
  columns: z.array(channelColumn),
  rows: z.array(channelRow),
  groups: z.array(z.object({ key: z.string(), name: text, kpis: cells })),
  total: z.object({ kpis: cells }),
})
export type ChannelTable = z.infer<typeof channels>

const velocityInputs = z.object({
  opportunities: number,
  rate: number,
  dealValueCents: number,
  cycleDays: number,
})
const velocityBase = z.enum(['open_stock', 'open_at_end', 'created_per_month'])
const velocity = z.object({
  wonPer30Days: z.number().nullable(),
  sentence: text,
  base: velocityBase,
  inputs: velocityInputs,
  perDay: number,
  per30Days: number,
  reason: z.string().nullish(),
  bases: z.array(
    z.object({
      base: velocityBase,
      name: text,
      inputs: velocityInputs,
      perDay: number,
      per30Days: number,
      note: text,
    }),
  ),
  levers: z.array(
    z.object({
      id: z.string(),
      name: text,
      inputs: velocityInputs,
      perDay: number,
      changeAgainstBase: number,
    }),
  ),
})
export type Velocity = z.infer<typeof velocity>

const trackingChange = z.object({
  id: z.string(),
  date: z.string(),
  title: text,
  detail: z.string().nullish(),
})
export type TrackingChange = z.infer<typeof trackingChange>

const trust = z.object({
  sentence: text,
  warning: text.nullable(),
  completeness: z.array(
    z.object({ field: z.string(), name: text, filled: z.number(), of: z.number(), share: number }),
  ),
  measurability: z.array(
    z.object({
      channel: z.string(),
      name: text,
      withCampaign: z.number(),
      touchpoints: z.number(),
      share: number,
    }),
  ),
  changes: z.array(trackingChange),
})
export type Trust = z.infer<typeof trust>

/** The model by which attributed figures are given credit. */
const attribution = z.object({ model: z.string(), name: text })

export const cockpitShape = z.object({
  attribution,
  period,
  before: period,
  yearBefore: period,
  view,
  filters,
  currency: z.string(),
  timeZone: z.string(),
  channelCost: z.enum(['own', 'with_spread']),
  costCompleteness: z.object({ empty: z.array(z.string()), complete: z.boolean() }),
  blocks: z.array(block),
  months: z.array(period),
  funnel,
  channels,
  velocity,
  trust,
})
export type Cockpit = z.infer<typeof cockpitShape>

const recordColumn = z.object({
  id: z.string(),
  name: text,
  unit: z.string().nullish(),
})
export type RecordColumn = z.infer<typeof recordColumn>

const recordCredit = z.object({
  deal: z.string().nullable(),
  /** Path and id of the record of the touch; null by the source of the lead. */
  records: z.string().nullable(),
  id: z.string().nullable(),
  at: z.string().nullable(),
  channel: z.string(),
  campaign: z.string().nullable(),
  value: number,
})
export type RecordCredit = z.infer<typeof recordCredit>

const recordRow = z.looseObject({
  id: z.string(),
  label: z.string().nullish(),
  /** The touches that the record is credited to. */
  credits: z.array(recordCredit).nullish(),
})
export type RecordRow = z.infer<typeof recordRow>

const explainInput = z.object({
  fact: z.string(),
  name: text,
  unit,
  counts: text,
  value: number,
  records: z.object({ kind: z.string(), count: z.number(), sum: z.number().nullish() }).nullish(),
})
export type ExplainInput = z.infer<typeof explainInput>

/** Names of the models, as attribution gives them. */
export const modelsShape = z.object({
  models: z.array(z.object({ model: z.string(), label: text, isRule: z.boolean() })),
  default: z.string(),
})

export const explanationShape = z.object({
  attribution,
  kpi: z.looseObject({ id: z.string(), name: text, unit }),
  period,
  view,
  filters,
  result: kpiResult,
  trend: z.array(z.object({ from: z.string(), until: z.string(), value: number })),
  inputs: z.array(explainInput),
  records: z
    .object({
      fact: z.string(),
      kind: z.string(),
      columns: z.array(recordColumn),
      rows: z.array(recordRow),
      next: z.string().nullable(),
    })
    .nullish(),
})
export type Explanation = z.infer<typeof explanationShape>

/** Values of several figures, without the panels of the cockpit. */
export const figuresShape = z.object({ kpis: z.record(z.string(), kpiResult) })
