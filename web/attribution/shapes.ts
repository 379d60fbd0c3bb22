import { z } from 'zod'
import { CONVERSIONS, GROUPINGS, VALUES } from '#attribution/query.ts'
import { SCOPES } from '#attribution/settings.ts'
import { REASONS } from '#attribution/unattributed.ts'

const textShape = z.object({ de: z.string(), en: z.string() })
const amountShape = z.object({ conversions: z.number(), value: z.number() })
const rangeShape = z.tuple([z.number(), z.number()])
const boundShape = z.object({ model: z.string(), share: z.number() })

const rowShape = amountShape.extend({
  channel: z.string().optional(),
  key: z.string().optional(),
  removalEffect: z.number().optional(),
  standardError: z.number().optional(),
  interval: z.object({ conversions: rangeShape, value: rangeShape }).optional(),
  enough: z.boolean().optional(),
})

const modelShape = z.object({
  model: z.string(),
  additive: z.literal(false).optional(),
  rows: z.array(rowShape),
  unattributed: amountShape.extend({
    reasons: z.array(amountShape.extend({ reason: z.enum(REASONS) })),
  }),
  total: amountShape,
})

/** What `GET /api/attribution` answers. */
export const creditsShape = z.object({
  period: z.object({ from: z.string(), until: z.string() }),
  conversion: z.enum(CONVERSIONS),
  value: z.enum(VALUES),
  by: z.enum(GROUPINGS),
  unit: z.enum(['cents', 'conversions']),
  currency: z.string(),
  rules: z.object({
    scope: z.enum(SCOPES),
    lookbackDays: z.number().nullable(),
    grain: z.enum(['session', 'touch']),
    leadCreation: z.enum(['first_form', 'last_before']),
    reentry: z.enum(['first', 'last', 'even']),
    without: z.array(z.string()),
  }),
  models: z.array(modelShape),
  robustness: z
    .array(
      z.object({
        channel: z.string(),
        lowest: boundShape,
        highest: boundShape,
        verdict: z.enum(['robust', 'depends_on_model']),
      }),
    )
    .optional(),
  reconciliation: z.array(
    z.object({
      model: z.string(),
      records: amountShape,
      attributed: z.number(),
      unattributed: z.number(),
      difference: z.number(),
    }),
  ),
  valueMissing: z.number(),
  labels: z.record(z.string(), textShape),
})
export type Credits = z.infer<typeof creditsShape>
export type ModelCredits = z.infer<typeof modelShape>
export type CreditRow = z.infer<typeof rowShape>
export type Unit = Credits['unit']

export const definitionsShape = z.object({
  models: z.array(z.object({ model: z.string(), label: textShape, isRule: z.boolean() })),
  default: z.string(),
  reasons: z.array(z.object({ reason: z.enum(REASONS), why: textShape, todo: textShape })),
})
export type Definitions = z.infer<typeof definitionsShape>

export const statusShape = z.object({
  progress: z
    .object({
      done: z.number(),
      total: z.number(),
      startedAt: z.string(),
      finishedAt: z.string().nullable(),
    })
    .nullable(),
})

export const unattributedShape = z.object({
  items: z.array(
    z.object({
      opportunityId: z.string(),
      name: z.string(),
      closedAt: z.string(),
      value: z.number(),
      reason: z.enum(REASONS),
    }),
  ),
  next: z.string().nullable(),
})

export const selfReportedShape = z.object({
  unit: z.enum(['cents', 'conversions']),
  total: amountShape,
  answered: amountShape,
  items: z.array(amountShape.extend({ answer: z.string() })),
})
export type SelfReported = z.infer<typeof selfReportedShape>
