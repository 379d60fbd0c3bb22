import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const recommendations = defineKpi({
  id: 'recommendations',
  block: 'demand',
  name: { de: 'Empfehlungen', en: 'Recommendations' },
  unit: 'count',
  betterWhen: 'higher',
  source: 'K1',
  period: countOf('recommendations', {
    de: 'Zahl der Empfehlungen',
    en: 'number of recommendations',
  }),
})
