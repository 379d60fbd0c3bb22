import { z } from 'zod'
import { CommonWarning } from './answer-shapes.ts'
import { COMPARED } from './channel-query.ts'
import { WORTHS } from './cohort-query.ts'

// What the route answers, declared once. Money is whole cents, days are half-open.

const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()
const Maybe = z.number().nullable()
const Said = z.object({ de: z.string(), en: z.string() })

/** A figure with what is needed to show it honestly; the whole is in its explanation. */
const Figure = z.object({
  value: Maybe,
  unit: z.string(),
  reason: z.string().optional(),
  band: z.string().optional(),
  notes: list(z.string()).optional(),
})
const ModelRoi = z.object({ model: z.string(), value: z.number(), roi: z.number() })

const Row = z.object({
  figures: z.record(z.string(), Figure),
  /** (margin or revenue - cost) / cost by the model in use. */
  roi: Maybe,
  range: z
    .object({
      lowest: ModelRoi,
      highest: ModelRoi,
      verdict: z.enum(['robust', 'depends_on_model']),
      pays: z.boolean().nullable(),
    })
    .nullable(),
  models: list(z.object({ model: z.string(), value: z.number() })),
  /** The part of its value from deals whose journey also has a touch of unknown origin. */
  unknownShare: Maybe,
  ads: z
    .object({
      roas: z.number(),
      breakEvenRoas: Maybe,
      marginRoas: Maybe,
      resultPerEuro: Maybe,
      verdict: z.enum(['loses', 'even', 'earns', 'unknown']),
      isDeceptive: z.boolean(),
    })
    .nullable(),
})

/** `GET /api/roi/channels` */
export const ChannelsAnswer = z.object({
  period: z.object({ from: z.string(), until: z.string() }),
  by: z.enum(COMPARED),
  worth: z.enum(WORTHS),
  currency: z.string(),
  attribution: z.object({ model: z.string(), name: Said }),
  models: list(z.object({ model: z.string(), label: Said })),
  rows: list(Row.extend({ key: z.string(), label: Said })),
  total: Row,
  /** Of everything that was won: what nobody can be credited with, and what is credited to unknown origins. */
  unknown: z.object({ value: z.number(), unattributed: z.number(), total: z.number() }),
  /** Keys beyond the ones that are compared: with the least cost and value. */
  left: z.number(),
  /** Too short a period, incomplete cost; never left out. */
  warnings: list(CommonWarning),
  cycleBasis: z.enum(['setting', 'median']).nullable(),
})
export type Channels = z.infer<typeof ChannelsAnswer>
export type ChannelRow = Channels['rows'][number]
