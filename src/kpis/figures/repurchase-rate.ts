import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const repurchaseRate = defineKpi({
  id: 'repurchase_rate',
  block: 'demand',
  name: { de: 'Wiederkaufquote', en: 'Repurchase rate' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: shareOf('repeat_customers', 'customers_won', {
    de: 'Kunden des Zeitraums mit früherem Abschluss / Kunden des Zeitraums',
    en: 'customers of the period with an earlier won opportunity / customers of the period',
  }),
})
