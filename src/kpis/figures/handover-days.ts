import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const handoverDays = defineKpi({
  id: 'handover_days',
  block: 'demand',
  name: { de: 'Tage bis zur Übergabe (Median)', en: 'Days to handover (median)' },
  unit: 'days',
  betterWhen: 'lower',
  source: 'K1',
  period: {
    ...factValue('handover_days_median', {
      de: 'Median aus Übergabe an den Vertrieb − Erstkontakt',
      en: 'median of handover to sales − first seen',
    }),
    cases: 'handed_over_leads',
  },
})
