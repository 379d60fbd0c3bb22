import { z } from 'zod'
import { isIsoDate } from '#kernel/period.ts'

/** Shapes of the routes of links. */
export const LinkCheck = z.strictObject({
  target: z.string().max(2000),
  source: z.string().max(2000).nullish(),
  medium: z.string().max(2000).nullish(),
  campaign: z.string().max(2000).nullish(),
  content: z.string().max(2000).nullish(),
  term: z.string().max(2000).nullish(),
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

/** Codes on one PDF. */
const SHEET_MAX = 120

export const SheetQuery = z.object({
  id: z
    .union([z.uuid().transform((id) => [id]), z.array(z.uuid()).min(1).max(SHEET_MAX)])
    .describe('Ids of links, repeated'),
})

export const LinkId = z.object({ id: z.uuid() })
export const QrFile = LinkId.extend({ format: z.enum(['svg', 'png']) })
