import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const timeToFirstResponseP90 = defineKpi({
  id: 'time_to_first_response_p90',
  block: 'demand',
  name: {
    de: 'Zeit bis zur ersten Antwort (90. Perzentil)',
    en: 'Time to first response (90th percentile)',
  },
  unit: 'minutes',
  betterWhen: 'lower',
  source: 'K1',
  period: {
    ...factValue('response_minutes_p90', {
      de: '90. Perzentil aus erster Antwort (auch automatisch) − Anlage des Leads',
      en: '90th percentile of first answer (automatic too) − lead creation',
    }),
    cases: 'responded_leads',
  },
})
