import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const timeToFirstContact = defineKpi({
  id: 'time_to_first_contact',
  block: 'demand',
  name: { de: 'Zeit bis zur Erstansprache (Median)', en: 'Time to first contact (median)' },
  unit: 'minutes',
  betterWhen: 'lower',
  source: 'K1',
  period: {
    ...factValue('contact_minutes_median', {
      de: 'Median aus Erstansprache durch einen Menschen − Anlage des Leads',
      en: 'median of first contact by a person − lead creation',
    }),
    cases: 'contacted_leads',
  },
})
