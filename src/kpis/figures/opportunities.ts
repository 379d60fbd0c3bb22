import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const opportunities = defineKpi({
  id: 'opportunities',
  block: 'demand',
  name: { de: 'Verkaufschancen', en: 'Opportunities' },
  unit: 'count',
  betterWhen: 'higher',
  source: 'K1',
  period: countOf('opportunities_created', {
    de: 'angelegte Verkaufschancen',
    en: 'opportunities created',
  }),
})
