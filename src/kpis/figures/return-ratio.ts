import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

/** A different figure from ROI (it does not subtract the cost) and never called so. */
export const returnRatio = defineKpi({
  id: 'return_ratio',
  block: 'result',
  name: { de: 'Ertragsquote', en: 'Return ratio' },
  unit: 'ratio',
  betterWhen: 'higher',
  source: 'G5',
  period: quotientOf('attributed_revenue', 'marketing_cost', {
    de: 'zugeordneter Umsatz / Marketingkosten',
    en: 'attributed revenue / marketing cost',
  }),
  notes: ['by_model'],
  lagging: true,
})
