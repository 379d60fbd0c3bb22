import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const attributedRevenue = defineKpi({
  id: 'attributed_revenue',
  block: 'result',
  name: { de: 'zugeordneter Umsatz', en: 'Attributed revenue' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('attributed_revenue', {
    de: 'Umsatz der Abschlüsse mit Marketing-Herkunft',
    en: 'revenue of won opportunities with a marketing origin',
  }),
  notes: ['by_model'],
})
