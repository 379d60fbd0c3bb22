import { z } from 'zod'
import { CERTAINTIES } from './return-kinds.ts'

const Bounds = z.object({ low: z.number(), high: z.number() }).nullable()

/** What `GET /api/roi/uplifts` answers. Money in cents, rates as shares. */
export const UpliftsAnswer = z.object({
  certainty: z.enum(CERTAINTIES),
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      statedOn: z.string(),
      source: z.string().nullable(),
      cases: z.number(),
      baseRate: z.number(),
      uplift: z.number(),
      kind: z.enum(['relative', 'points']),
      rate: z.number(),
      points: z.number(),
      relative: z.number().nullable(),
      valueCents: z.number(),
      cents: z.number(),
      interval: Bounds,
      centsInterval: Bounds,
      basis: z.enum(['stated', 'groups', 'cases']),
      isClear: z.boolean(),
    }),
  ),
})
export type UpliftsAnswer = z.infer<typeof UpliftsAnswer>

/** What `GET /api/roi/recruiting` answers: channels of marketing, the one with the most hires first. */
export const RecruitingAnswer = z.object({
  /** What a hire saves that does not say so itself; null: not given. */
  savingPerHireCents: z.number().nullable(),
  rows: z.array(
    z.object({
      channel: z.string(),
      applications: z.number(),
      hires: z.number(),
      /** Null where no hire of the channel has an amount. */
      savingCents: z.number().nullable(),
      /** Hires of it without an amount. */
      unknown: z.number(),
    }),
  ),
})
export type RecruitingAnswer = z.infer<typeof RecruitingAnswer>
