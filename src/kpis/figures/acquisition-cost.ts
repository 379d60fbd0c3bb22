import { calculation, defineKpi } from '../define.ts'

export const acquisitionCost = defineKpi({
  id: 'acquisition_cost',
  block: 'result',
  name: { de: 'Kosten der Kundengewinnung', en: 'Acquisition cost' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'K1',
  period: calculation({
    formula: {
      de: 'Marketingkosten + Vertriebskosten für Neukunden (CAC-Definition Version 1)',
      en: 'marketing cost + sales cost of winning customers (CAC definition version 1)',
    },
    inputs: ['marketing_cost', 'acquisition_sales_cost'],
    compute: (facts) => facts.marketing_cost + facts.acquisition_sales_cost,
  }),
})
