import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const costPerMql = defineKpi({
  id: 'cost_per_mql',
  block: 'efficiency',
  name: { de: 'Kosten je MQL', en: 'Cost per MQL' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'K1',
  period: quotientOf('marketing_cost', 'mql', {
    de: 'Marketingkosten / MQL',
    en: 'marketing cost / MQL',
  }),
})
