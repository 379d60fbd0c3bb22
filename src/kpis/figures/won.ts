import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const won = defineKpi({
  id: 'won',
  block: 'result',
  name: { de: 'Abschlüsse', en: 'Won' },
  unit: 'count',
  betterWhen: 'higher',
  source: 'K1',
  period: countOf('won_count', { de: 'gewonnene Verkaufschancen', en: 'won opportunities' }),
  cohort: countOf('opportunities_became_won', {
    de: 'von den angelegten Verkaufschancen die gewonnenen',
    en: 'of the opportunities created those won',
  }),
})
