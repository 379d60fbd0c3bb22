import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const recruitingSavings = defineKpi({
  id: 'recruiting_savings',
  block: 'result',
  name: { de: 'Ersparnis im Recruiting', en: 'Recruiting savings' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('recruiting_savings', {
    de: 'Summe der Ersparnisse der Einstellungen',
    en: 'sum of the savings of hires',
  }),
})
