import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const contributionMargin = defineKpi({
  id: 'contribution_margin',
  block: 'result',
  name: { de: 'Deckungsbeitrag', en: 'Contribution margin' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('margin_won', {
    de: 'Summe aus Betrag − variable Kosten der gewonnenen Verkaufschancen',
    en: 'sum of amount − variable cost of won opportunities',
  }),
})
