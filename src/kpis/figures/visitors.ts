import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const visitors = defineKpi({
  id: 'visitors',
  block: 'demand',
  name: { de: 'Besucher', en: 'Visitors' },
  unit: 'count',
  betterWhen: 'higher',
  source: 'K1',
  period: countOf('visitors', { de: 'Besucher im Zeitraum', en: 'visitors in the period' }),
})
