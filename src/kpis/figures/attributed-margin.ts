import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const attributedMargin = defineKpi({
  id: 'attributed_margin',
  block: 'result',
  name: { de: 'zugeordneter Deckungsbeitrag', en: 'Attributed margin' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('attributed_margin', {
    de: 'Deckungsbeitrag der Abschlüsse mit Marketing-Herkunft',
    en: 'contribution margin of won opportunities with a marketing origin',
  }),
  notes: ['by_model'],
})
