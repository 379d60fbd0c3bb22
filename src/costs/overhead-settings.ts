import { z } from 'zod'
import type { Setting } from '#company/settings.ts'
import { choice, field, text } from '#kernel/fields.ts'
import { DEFAULT_NEAR_SHARE } from './budget-forecast.ts'

const section = text('Umlage und Budgets', 'Overheads and budgets')

/** Whether figures by channel and campaign count own cost only, or what is spread on them too. */
export const CHANNEL_COSTS = ['own', 'with_spread'] as const

export const OVERHEAD_SETTINGS: readonly Setting[] = [
  {
    initial: 'own',
    field: field.choice(
      'channel_cost',
      'Kosten je Kanal und Kampagne',
      'Cost by channel and campaign',
      [
        choice('own', 'nur eigene Kosten', 'own cost only'),
        choice('with_spread', 'eigene und umgelegte Kosten', 'own and spread cost'),
      ],
      {
        section,
        required: true,
        help: text(
          'Gilt für alle Kennzahlen, die nach Kanal oder Kampagne aufgeteilt oder gefiltert sind. Summen des Unternehmens ändern sich nicht.',
          'For every figure that is split or filtered by channel or campaign. Totals of the company stay the same.',
        ),
      },
    ),
  },
  {
    initial: DEFAULT_NEAR_SHARE,
    field: field.rate('budget_near_share', 'Budget fast verbraucht ab', 'Budget nearly used from', {
      section,
      required: true,
      help: text(
        'Ab diesem Anteil meldet sich ein Budget, wenn es schneller verbraucht wird, als die Tage vergehen.',
        'From this share on a budget speaks up when it is used faster than the days go by.',
      ),
    }),
  },
]

/** What of the settings spreading and budgets need. */
export const OverheadSettings = z.object({
  channel_cost: z.enum(CHANNEL_COSTS).default('own'),
  budget_near_share: z.number().gt(0).max(1).catch(DEFAULT_NEAR_SHARE),
})
export type OverheadSettings = z.infer<typeof OverheadSettings>
