import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const cpl = defineKpi({
  id: 'cpl',
  block: 'efficiency',
  name: { de: 'Kosten je Lead (CPL)', en: 'Cost per lead (CPL)' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'K1',
  period: quotientOf('marketing_cost', 'leads', {
    de: 'Marketingkosten / Leads',
    en: 'marketing cost / leads',
  }),
})
