import { ratio } from '#kernel/ratio.ts'
import { acquisitionCostPerCustomer } from '../customer-value.ts'
import { calculation, defineKpi } from '../define.ts'

export const paybackMonths = defineKpi({
  id: 'payback_months',
  block: 'efficiency',
  name: { de: 'Amortisationsdauer', en: 'Payback time' },
  unit: 'months',
  betterWhen: 'lower',
  source: 'K1',
  period: calculation({
    formula: {
      de: 'CAC / durchschnittlicher Deckungsbeitrag je Kunde und Monat (letzte 12 Monate)',
      en: 'CAC / average contribution margin per customer and month (last 12 months)',
    },
    inputs: [
      'marketing_cost',
      'acquisition_sales_cost',
      'new_customers',
      'margin_last_year',
      'customers_last_year',
    ],
    compute: (facts) => {
      const cost = acquisitionCostPerCustomer(facts)
      const marginPerYear = ratio(facts.margin_last_year, facts.customers_last_year)
      if (cost === null || marginPerYear === null || marginPerYear <= 0) return null
      return cost / (marginPerYear / 12)
    },
  }),
})
