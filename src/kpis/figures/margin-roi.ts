import { returnOnCost } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const marginRoi = defineKpi({
  id: 'margin_roi',
  block: 'result',
  name: { de: 'Deckungsbeitrags-ROI', en: 'Margin ROI' },
  unit: 'ratio',
  betterWhen: 'higher',
  source: 'G4',
  period: returnOnCost('attributed_margin', 'marketing_cost', {
    de: '(zugeordneter Deckungsbeitrag − Marketingkosten) / Marketingkosten',
    en: '(attributed margin − marketing cost) / marketing cost',
  }),
  notes: ['by_model', 'of_period'],
  lagging: true,
})
