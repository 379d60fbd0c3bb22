import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const salesCost = defineKpi({
  id: 'sales_cost',
  block: 'result',
  name: { de: 'Vertriebskosten', en: 'Sales cost' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'K1',
  period: factValue('cost_sales', {
    de: 'Kosten der Kostenart Vertrieb',
    en: 'cost of the category sales',
  }),
})
