import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const staleLeadValue = defineKpi({
  id: 'stale_lead_value',
  block: 'demand',
  name: { de: 'Wert der Karteileichen', en: 'Value of stale leads' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'K1',
  period: factValue('stale_lead_value', {
    de: 'Summe der erwarteten Werte der Karteileichen',
    en: 'sum of the expected values of stale leads',
  }),
})
