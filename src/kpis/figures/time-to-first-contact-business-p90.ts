import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const timeToFirstContactBusinessP90 = defineKpi({
  id: 'time_to_first_contact_business_p90',
  block: 'demand',
  name: {
    de: 'Zeit bis zur Erstansprache in Geschäftszeiten (90. Perzentil)',
    en: 'Time to first contact in business hours (90th percentile)',
  },
  unit: 'minutes',
  betterWhen: 'lower',
  source: 'K1',
  period: {
    ...factValue('contact_business_minutes_p90', {
      de: '90. Perzentil der Geschäftsminuten von der Anlage des Leads bis zur Erstansprache durch einen Menschen',
      en: '90th percentile of the business minutes from lead creation to first contact by a person',
    }),
    cases: 'contacted_leads',
  },
})
