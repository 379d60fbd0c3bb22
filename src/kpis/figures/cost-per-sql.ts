import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const costPerSql = defineKpi({
  id: 'cost_per_sql',
  block: 'efficiency',
  name: { de: 'Kosten je SQL', en: 'Cost per SQL' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'K1',
  period: quotientOf('marketing_cost', 'sql', {
    de: 'Marketingkosten / SQL',
    en: 'marketing cost / SQL',
  }),
})
