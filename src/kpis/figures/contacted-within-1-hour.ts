import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const contactedWithin1Hour = defineKpi({
  id: 'contacted_within_1_hour',
  block: 'demand',
  name: { de: 'in 1 Stunde angesprochen', en: 'Contacted within 1 hour' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: shareOf('contacted_within_1_hour', 'leads', {
    de: 'rechtzeitig von einem Menschen angesprochene / Leads',
    en: 'leads contacted by a person in time / leads',
  }),
})
