import { z } from 'zod'
import { SCOPES } from '../settings.ts'

/** The rules that an answer was given by, as every route of attribution says them. */
export const RulesShape = z.object({
  scope: z.enum(SCOPES),
  lookbackDays: z.number().nullable(),
  grain: z.enum(['session', 'touch']),
  leadCreation: z.enum(['first_form', 'last_before']),
  reentry: z.enum(['first', 'last', 'even']),
  without: z.array(z.string()).readonly(),
})
