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
          'So viele Monate nach dem laufenden werden Einträge erzeugt.',
          'Entries are made for so many months after the present one.',
        ),
      },
    ),
  },
]

/** The settings as the ledger reads them. */
export const CostSettings = z.object({
  currency: z.string(),
  time_zone: z.string(),
  hours_with_names: z.boolean().nullish().transform(Boolean),
  recurring_months_ahead: z.number().int().min(0).max(24).catch(3),
})
export type CostSettings = z.infer<typeof CostSettings>
