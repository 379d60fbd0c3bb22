import { returnOnCost } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const marketingRoi = defineKpi({
  id: 'marketing_roi',
  block: 'result',
  name: { de: 'Marketing-ROI', en: 'Marketing ROI' },
  unit: 'ratio',
  betterWhen: 'higher',
  source: 'G2',
  period: returnOnCost('attributed_revenue', 'marketing_cost', {
    de: '(zugeordneter Umsatz − Marketingkosten) / Marketingkosten',
    en: '(attributed revenue − marketing cost) / marketing cost',
  }),
  notes: ['by_model', 'of_period'],
  lagging: true,
})
