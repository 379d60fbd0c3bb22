import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const costPerOpportunity = defineKpi({
  id: 'cost_per_opportunity',
  block: 'efficiency',
  name: { de: 'Kosten je Verkaufschance', en: 'Cost per opportunity' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'K1',
  period: quotientOf('marketing_cost', 'opportunities_created', {
    de: 'Marketingkosten / angelegte Verkaufschancen',
    en: 'marketing cost / opportunities created',
  }),
})
