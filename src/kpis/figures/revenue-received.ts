import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const revenueReceived = defineKpi({
  id: 'revenue_received',
  block: 'result',
  name: { de: 'Zahlungseingang', en: 'Received' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('revenue_received', {
    de: 'Summe der Zahlungseingänge',
    en: 'sum of payments received',
  }),
})
