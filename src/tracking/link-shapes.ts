import { z } from 'zod'
import { isIsoDate } from '#kernel/period.ts'
import { BULK_FIELDS, BULK_MAX } from './link-table.ts'

/** Shapes of the routes of links. */
export const LinkCheck = z.strictObject({
  target: z.string().max(2000),
  source: z.string().max(2000).nullish(),
  medium: z.string().max(2000).nullish(),
  campaign: z.string().max(2000).nullish(),
  content: z.string().max(2000).nullish(),
  term: z.string().max(2000).nullish(),
  /** The campaign it belongs to: a QR code takes its channel. */
  campaign_id: z.uuid().nullish(),
})

const LanguageText = z.object({ de: z.string(), en: z.string() })

export const CheckedLink = z.object({
  /** The target with its UTM parameters; null while the target is none. */
  address: z.string().nullable(),
  channel: z.string(),
  rule: z.string(),
  why: LanguageText,
  warnings: z.array(
    z.object({
      field: z.string(),
      rule: z.string(),
      given: z.string(),
      used: z.string(),
      text: LanguageText,
    }),
  ),
})

export const LinkReport = z.object({
  links: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      notes: z.array(
        z.object({
          rule: z.string(),
          field: z.string().nullable(),
          value: z.string(),
          text: LanguageText,
        }),
      ),
    }),
  ),
  /** Active links that were looked at. */
  checked: z.number(),
  campaigns: z.array(z.object({ id: z.string(), name: z.string() })),
})

const Day = z.string().refine(isIsoDate, 'expected a date')

export const ClickQuery = z.object({ from: Day, until: Day })

export const ClickList = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      clicks: z.number(),
      botClicks: z.number(),
      lastOn: z.string(),
    }),
  ),
})

export const ClickDays = z.object({
  /** Civil days with calls, oldest first. */
  items: z.array(z.object({ date: z.string(), clicks: z.number(), botClicks: z.number() })),
})
export type ClickDays = z.infer<typeof ClickDays>

const BulkCells = z.partialRecord(z.enum(BULK_FIELDS), z.string().max(2000))

export const LinkBulk = z.strictObject({
  rows: z.array(BulkCells).min(1).max(BULK_MAX),
  /** False looks only; true creates all of them, or none when one is refused. */
  write: z.boolean(),
})

const RowRule = z.object({ field: z.string(), rule: z.string() })

export const BulkAnswer = z.object({
  items: z.array(
    z.object({
      /** The target with its UTM parameters; null while the target is none. */
      address: z.string().nullable(),
      problems: z.array(RowRule),
      warnings: z.array(RowRule.extend({ given: z.string(), used: z.string() })),
    }),
  ),
  /** Ids of the links made, in the order of the rows; null where nothing was written. */
  created: z.array(z.string()).nullable(),
})
export type BulkAnswer = z.infer<typeof BulkAnswer>

export const CodeQuery = z.object({ code: z.string().max(64) })

/** Codes on one PDF. */
const SHEET_MAX = 120

export const SheetQuery = z.object({
  id: z
    .union([z.uuid().transform((id) => [id]), z.array(z.uuid()).min(1).max(SHEET_MAX)])
    .describe('Ids of links, repeated'),
})

export const LinkId = z.object({ id: z.uuid() })
export const QrFile = LinkId.extend({ format: z.enum(['svg', 'png']) })
