import { returnOnCost } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const cashRoi = defineKpi({
  id: 'cash_roi',
  block: 'result',
  name: { de: 'ROI auf Zahlungen', en: 'Cash ROI' },
  unit: 'ratio',
  betterWhen: 'higher',
  source: 'K1',
  period: returnOnCost('attributed_received', 'marketing_cost', {
    de: '(zugeordnete Zahlungseingänge − Marketingkosten) / Marketingkosten',
    en: '(attributed payments − marketing cost) / marketing cost',
  }),
  notes: ['by_model', 'of_period'],
  lagging: true,
})
