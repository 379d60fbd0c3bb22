import { z } from 'zod'

/** A call as the telephone system reports it. */
export const CallReport = z.strictObject({
  id: z.string().min(1).max(200).optional().describe('What the telephone system calls the call'),
  called: z.string().min(3).max(50).describe('The number that was called'),
  caller: z
    .string()
    .max(50)
    .nullable()
    .optional()
    .describe('Who called; null or empty where the number was withheld'),
  started_at: z.iso.datetime({ offset: true }).describe('When, with time zone'),
  duration: z
    .number()
    .min(0)
    .max(86_400 * 7)
    .nullable()
    .optional()
    .describe('Seconds of talk; 0 for a call that nobody took'),
})
export type CallReport = z.infer<typeof CallReport>

export const TakenCall = z.object({
  touchpoint: z.string().nullable(),
  /** Sent before: nothing was added. */
  known: z.boolean(),
  campaign: z.string().nullable(),
  caller: z.enum(['contact', 'lead', 'account', 'several', 'unknown', 'withheld']),
})

/** Calls of one tracked number, latest first. */
export const CallList = z.object({
  days: z.number(),
  recent: z.number(),
  ever: z.number(),
  items: z.array(
    z.object({
      touchpoint: z.string(),
      at: z.string(),
      /** Null where it was withheld, or the call was written down by hand. */
      caller: z.string().nullable(),
      /** Seconds. */
      duration: z.number().nullable(),
      person: z
        .object({ kind: z.enum(['contact', 'lead', 'account']), id: z.string(), label: z.string() })
        .nullable(),
    }),
  ),
})
export type CallList = z.infer<typeof CallList>

export const AccessKeyInput = z.strictObject({ name: z.string().trim().min(1).max(100) })
export const AccessKeyList = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      createdAt: z.string(),
      createdBy: z.string(),
      lastUsedAt: z.string().nullable(),
    }),
  ),
})
