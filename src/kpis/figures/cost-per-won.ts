import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const costPerWon = defineKpi({
  id: 'cost_per_won',
  block: 'efficiency',
  name: { de: 'Kosten je Abschluss', en: 'Cost per won opportunity' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'K1',
  period: quotientOf('marketing_cost', 'won_count', {
    de: 'Marketingkosten / gewonnene Verkaufschancen',
    en: 'marketing cost / won opportunities',
  }),
})
