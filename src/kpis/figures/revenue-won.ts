import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const revenueWon = defineKpi({
  id: 'revenue_won',
  block: 'result',
  name: { de: 'Umsatz aus Abschlüssen', en: 'Revenue won' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: {
    ...factValue('revenue_won', {
      de: 'Summe der Beträge der gewonnenen Verkaufschancen',
      en: 'sum of the amounts of won opportunities',
    }),
    sum: { count: 'won_with_amount', deviation: 'won_amount_deviation' },
  },
})
