import { z } from 'zod'

const Period = z.object({ from: z.string(), until: z.string() })
const Value = z.number().nullable()

/** How a campaign fares against its measurement agreement. Values in the unit of the figure. */
export const CampaignAgreement = z.object({
  today: z.string(),
  currency: z.string(),
  progress: z
    .object({
      id: z.string(),
      metric: z.string(),
      criteria: z.string(),
      route: z.string(),
      frequency: z.string(),
      stopRule: z.string(),
      beginsOn: z.string().nullable(),
      /** 0 on the first day; null without a day 0. */
      day: Value,
      budget: Value,
      /** Cents of marketing cost of the campaign since day 0. */
      spent: Value,
      milestones: z.array(
        z.object({
          days: z.number(),
          period: Period,
          expected: Value,
          actual: Value,
          state: z.enum(['good', 'attention', 'bad', 'neutral', 'future', 'none']),
        }),
      ),
      stop: z
        .object({
          days: z.number(),
          period: Period,
          limit: z.number(),
          actual: Value,
          state: z.enum(['future', 'go_on', 'stop', 'unknown']),
        })
        .nullable(),
    })
    .nullable(),
})
export type CampaignAgreement = z.infer<typeof CampaignAgreement>
