import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const salesCycleDays = defineKpi({
  id: 'sales_cycle_days',
  block: 'plannability',
  name: { de: 'Verkaufszyklus (Mittel)', en: 'Sales cycle (mean)' },
  unit: 'days',
  betterWhen: 'lower',
  source: 'K1',
  period: {
    ...quotientOf('cycle_days_sum', 'cycle_count', {
      de: 'Mittel aus Abschluss − Anlage, nur gewonnene',
      en: 'mean of closing − opening, won only',
    }),
    cases: 'cycle_count',
  },
})
