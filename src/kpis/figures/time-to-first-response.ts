import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const timeToFirstResponse = defineKpi({
  id: 'time_to_first_response',
  block: 'demand',
  name: { de: 'Zeit bis zur ersten Antwort (Median)', en: 'Time to first response (median)' },
  unit: 'minutes',
  betterWhen: 'lower',
  source: 'K1',
  period: {
    ...factValue('response_minutes_median', {
      de: 'Median aus erster Antwort (auch automatisch) − Anlage des Leads',
      en: 'median of first answer (automatic too) − lead creation',
    }),
    cases: 'responded_leads',
  },
})
