import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const staleLeads = defineKpi({
  id: 'stale_leads',
  block: 'demand',
  name: { de: 'Karteileichen', en: 'Stale leads' },
  unit: 'count',
  betterWhen: 'lower',
  source: 'K1',
  period: factValue('stale_leads', {
    de: 'offene Leads ohne Aktivität seit N Tagen',
    en: 'open leads without activity for N days',
  }),
})
