import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const salesCycleMedianDays = defineKpi({
  id: 'sales_cycle_median_days',
  block: 'plannability',
  name: { de: 'Verkaufszyklus (Median)', en: 'Sales cycle (median)' },
  unit: 'days',
  betterWhen: 'lower',
  source: 'K1',
  period: {
    ...factValue('cycle_days_median', {
      de: 'Median aus Abschluss − Anlage, nur gewonnene',
      en: 'median of closing − opening, won only',
    }),
    cases: 'cycle_count',
  },
})
