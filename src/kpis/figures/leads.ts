import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const leads = defineKpi({
  id: 'leads',
  block: 'demand',
  name: { de: 'Leads', en: 'Leads' },
  unit: 'count',
  betterWhen: 'higher',
  source: 'K1',
  period: countOf('leads', { de: 'angelegte Leads', en: 'leads created' }),
})
