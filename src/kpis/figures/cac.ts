import { acquisitionCostPerCustomer } from '../customer-value.ts'
import { calculation, defineKpi } from '../define.ts'

export const cac = defineKpi({
  id: 'cac',
  block: 'efficiency',
  name: { de: 'Kundengewinnungskosten (CAC)', en: 'Customer acquisition cost (CAC)' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'K1',
  period: calculation({
    formula: {
      de: '(Marketingkosten + Vertriebskosten für Neukunden) / Neukunden',
      en: '(marketing cost + sales cost of winning customers) / new customers',
    },
    inputs: ['marketing_cost', 'acquisition_sales_cost', 'new_customers'],
    compute: acquisitionCostPerCustomer,
  }),
})
