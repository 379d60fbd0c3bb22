import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const newCustomers = defineKpi({
  id: 'new_customers',
  block: 'result',
  name: { de: 'Neukunden', en: 'New customers' },
  unit: 'count',
  betterWhen: 'higher',
  source: 'K1',
  period: countOf('new_customers', {
    de: 'Unternehmen mit erstem Umsatz oder erstem Abschluss im Zeitraum',
    en: 'accounts with their first revenue or first won opportunity in the period',
  }),
})
