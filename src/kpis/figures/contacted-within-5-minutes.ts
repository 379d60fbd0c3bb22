import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const contactedWithin5Minutes = defineKpi({
  id: 'contacted_within_5_minutes',
  block: 'demand',
  name: { de: 'in 5 Minuten angesprochen', en: 'Contacted within 5 minutes' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: shareOf('contacted_within_5_minutes', 'leads', {
    de: 'rechtzeitig von einem Menschen angesprochene / Leads',
    en: 'leads contacted by a person in time / leads',
  }),
})
