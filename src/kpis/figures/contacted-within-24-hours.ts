import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const contactedWithin24Hours = defineKpi({
  id: 'contacted_within_24_hours',
  block: 'demand',
  name: { de: 'in 24 Stunden angesprochen', en: 'Contacted within 24 hours' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: shareOf('contacted_within_24_hours', 'leads', {
    de: 'rechtzeitig von einem Menschen angesprochene / Leads',
    en: 'leads contacted by a person in time / leads',
  }),
})
