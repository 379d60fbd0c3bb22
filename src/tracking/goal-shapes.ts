import { z } from 'zod'
import { GOAL_TRIGGERS } from './goals.ts'

/** Shapes of the routes of goals. Instants in ISO 8601, values in cents. */
export const GoalOverview = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      /** As often as it counts, in the last 30 days and ever. */
      reached: z.number(),
      reachedEver: z.number(),
      /** Worth of what counts in the last 30 days. */
      value: z.number(),
      lastAt: z.string().nullable(),
    }),
  ),
})
export type GoalOverview = z.infer<typeof GoalOverview>

export const GoalTest = z.strictObject({
  trigger: z.enum(GOAL_TRIGGERS),
  pattern: z.string().trim().min(1).max(500),
})

export const GoalTestAnswer = z.object({
  /** Days looked at. */
  days: z.number(),
  visits: z.number(),
  events: z.number(),
  /** Pages or names that fit, the most frequent first. */
  fits: z.array(z.object({ name: z.string(), events: z.number(), lastAt: z.string() })),
  /** What came in most often and does not fit: where a pattern is wrong, the right one stands here. */
  others: z.array(z.object({ name: z.string(), events: z.number() })),
})
export type GoalTestAnswer = z.infer<typeof GoalTestAnswer>
