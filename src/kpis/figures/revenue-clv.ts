import { ratio } from '#kernel/ratio.ts'
import { calculation, defineKpi } from '../define.ts'

/** Shown beside the CLV on margin; never enters CLV : CAC. */
export const revenueClv = defineKpi({
  id: 'revenue_clv',
  block: 'efficiency',
  name: { de: 'Kundenwert auf Umsatz', en: 'Customer lifetime value on revenue' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: calculation({
    formula: {
      de: 'Umsatz der letzten 12 Monate / Kunden × erwartete Dauer in Jahren',
      en: 'revenue of the last 12 months / customers × expected lifetime in years',
    },
    inputs: ['revenue_last_year', 'customers_last_year', 'customer_lifetime_years'],
    compute: (facts) => {
      const perYear = ratio(facts.revenue_last_year, facts.customers_last_year)
      return perYear === null ? null : perYear * facts.customer_lifetime_years
    },
  }),
})
