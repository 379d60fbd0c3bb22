import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const timeToFirstContactP90 = defineKpi({
  id: 'time_to_first_contact_p90',
  block: 'demand',
  name: {
    de: 'Zeit bis zur Erstansprache (90. Perzentil)',
    en: 'Time to first contact (90th percentile)',
  },
  unit: 'minutes',
  betterWhen: 'lower',
  source: 'K1',
  period: {
    ...factValue('contact_minutes_p90', {
      de: '90. Perzentil aus Erstansprache durch einen Menschen − Anlage des Leads',
      en: '90th percentile of first contact by a person − lead creation',
    }),
    cases: 'contacted_leads',
  },
})
