import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const mql = defineKpi({
  id: 'mql',
  block: 'demand',
  name: { de: 'MQL', en: 'MQL' },
  unit: 'count',
  betterWhen: 'higher',
  source: 'K1',
  period: countOf('mql', { de: 'Leads, die MQL wurden', en: 'leads that became MQL' }),
})
