import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const timeToFirstContactBusiness = defineKpi({
  id: 'time_to_first_contact_business',
  block: 'demand',
  name: {
    de: 'Zeit bis zur Erstansprache in Geschäftszeiten (Median)',
    en: 'Time to first contact in business hours (median)',
  },
  unit: 'minutes',
  betterWhen: 'lower',
  source: 'K1',
  period: {
    ...factValue('contact_business_minutes_median', {
      de: 'Median der Geschäftsminuten von der Anlage des Leads bis zur Erstansprache durch einen Menschen',
      en: 'median of the business minutes from lead creation to first contact by a person',
    }),
    cases: 'contacted_leads',
  },
})
