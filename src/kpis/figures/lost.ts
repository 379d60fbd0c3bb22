import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const lost = defineKpi({
  id: 'lost',
  block: 'result',
  name: { de: 'verlorene Verkaufschancen', en: 'Lost' },
  unit: 'count',
  betterWhen: 'lower',
  source: 'K1',
  period: countOf('lost_count', { de: 'verlorene Verkaufschancen', en: 'lost opportunities' }),
})
