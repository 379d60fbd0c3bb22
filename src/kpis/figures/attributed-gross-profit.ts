import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const attributedGrossProfit = defineKpi({
  id: 'attributed_gross_profit',
  block: 'result',
  name: { de: 'zugeordneter Rohertrag', en: 'Attributed gross profit' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('attributed_gross_profit', {
    de: 'Rohertrag der Abschlüsse mit Marketing-Herkunft',
    en: 'gross profit of won opportunities with a marketing origin',
  }),
  notes: ['by_model'],
})
