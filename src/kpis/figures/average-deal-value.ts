import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const averageDealValue = defineKpi({
  id: 'average_deal_value',
  block: 'plannability',
  name: { de: 'durchschnittlicher Auftragswert', en: 'Average deal value' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: {
    ...quotientOf('revenue_won', 'won_with_amount', {
      de: 'Umsatz aus Abschlüssen / Abschlüsse mit Betrag',
      en: 'revenue won / won opportunities with an amount',
    }),
    mean: { count: 'won_with_amount', deviation: 'won_amount_deviation' },
  },
})
