import { z } from 'zod'
import type { Setting } from '#company/settings.ts'
import { field, text } from '#kernel/fields.ts'

const costs = text('Kosten', 'Costs')

/** What a company decides about its ledger. */
export const COST_SETTINGS: readonly Setting[] = [
  {
    initial: false,
    field: field.boolean('hours_with_names', 'Zeiten mit Namen', 'Hours with names', {
      section: costs,
      help: text(
        'Nein: Zeiten werden nur nach Tätigkeit erfasst, nie nach Person. Vor dem Ja gehört das mit dem Betriebsrat besprochen.',
        'No: hours are kept by role only, never by person. Talk to the works council before saying yes.',
      ),
    }),
  },
  {
    initial: 3,
    field: field.integer(
      'recurring_months_ahead',
      'Wiederkehrende Kosten im Voraus (Monate)',
      'Recurring costs ahead (months)',
      {
        section: costs,
        required: true,
        help: text(
          'So viele Monate nach dem laufenden werden Einträge erzeugt, höchstens 24.',
          'Entries are made for so many months after the present one, 24 at most.',
        ),
      },
    ),
  },
]

/** More is refused when it is set; what was set before is taken for so many. */
const MONTHS_AHEAD_MAX = 24

/** The settings as the ledger reads them. */
export const CostSettings = z.object({
  currency: z.string(),
  time_zone: z.string(),
  language: z.enum(['de', 'en']).catch('de'),
  hours_with_names: z.boolean().nullish().transform(Boolean),
  recurring_months_ahead: z
    .number()
    .int()
    .catch(3)
    .transform((months) => Math.min(Math.max(months, 0), MONTHS_AHEAD_MAX)),
})
export type CostSettings = z.infer<typeof CostSettings>
