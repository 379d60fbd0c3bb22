import { z } from 'zod'
import type { Setting } from '#company/settings.ts'
import { choice, field, text } from '#kernel/fields.ts'
import { KpiSettings } from '#kpis/settings.ts'

export const LEAD_STAGES = ['lead', 'mql', 'sql'] as const
export const LEAD_VALUE_METHODS = ['rate_clv', 'goal_values'] as const

/** What a company decides about its ROI, beside what it decides about its figures. */
export const RoiSettings = KpiSettings.extend({
  /** Which leads have a value: from this stage on. */
  lead_value_stage: z.enum(LEAD_STAGES).default('mql'),
  lead_value_method: z.enum(LEAD_VALUE_METHODS).default('rate_clv'),
  /** Null: measured in the leads of the two years before. */
  lead_to_customer_rate: z.number().min(0).max(1).nullable().default(null),
  /** Null: measured, cost of the channel telemarketing per meeting out of cold calls. */
  cold_call_meeting_cents: z.int().nullable().default(null),
  /** Declared by returns. What a hire saves where it does not say so itself. */
  saving_per_hire: z.int().nullable().default(null),
})
export type RoiSettings = z.infer<typeof RoiSettings>

const section = text('ROI', 'ROI')
const setting = (initial: unknown, declared: Setting['field']): Setting => ({
  field: declared,
  initial,
})

export const ROI_SETTINGS: readonly Setting[] = [
  setting(
    'mql',
    field.choice(
      'lead_value_stage',
      'Leads zählen mit ihrem Wert ab',
      'Leads count by their value from',
      [
        choice('lead', 'jedem Lead', 'every lead'),
        choice('mql', 'MQL', 'MQL'),
        choice('sql', 'SQL', 'SQL'),
      ],
      { section, required: true },
    ),
  ),
  setting(
    'rate_clv',
    field.choice(
      'lead_value_method',
      'Wert eines Leads',
      'Value of a lead',
      [
        choice('rate_clv', 'Quote zum Kunden × CLV', 'rate to customer × CLV'),
        choice('goal_values', 'Werte der Conversion-Ziele', 'values of conversion goals'),
      ],
      { section, required: true },
    ),
  ),
  setting(
    null,
    field.rate('lead_to_customer_rate', 'Quote vom Lead zum Kunden', 'Rate from lead to customer', {
      section,
      help: text(
        'Leer: gemessen an den Leads der zwei Jahre vor dem Zeitraum.',
        'Empty: measured in the leads of the two years before the period.',
      ),
    }),
  ),
  setting(
    null,
    field.money(
      'cold_call_meeting_cents',
      'Kosten je Termin aus Kaltakquise',
      'Cost per meeting of cold calling',
      {
        section,
        help: text(
          'Leer: gemessen an den Kosten des Kanals „Telefon (ausgehend)“ und seinen Terminen.',
          'Empty: measured by the cost of the channel “Telephone (outgoing)” and its meetings.',
        ),
      },
    ),
  ),
]
