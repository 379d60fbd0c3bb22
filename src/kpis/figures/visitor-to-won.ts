import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const visitorToWon = defineKpi({
  id: 'visitor_to_won',
  block: 'demand',
  name: { de: 'Besucher → gewonnen', en: 'Visitor → won' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'G3',
  period: shareOf('won_count', 'visitors', { de: 'gewonnen / Besucher', en: 'won / visitors' }),
})
