import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const roasRevenue = defineKpi({
  id: 'roas_revenue',
  block: 'efficiency',
  name: { de: 'ROAS auf Umsatz', en: 'ROAS on revenue' },
  unit: 'ratio',
  betterWhen: 'higher',
  source: 'G3',
  period: quotientOf('advertising_revenue', 'cost_media', {
    de: 'Umsatz aus Anzeigen / Mediakosten',
    en: 'revenue from ads / media cost',
  }),
  notes: ['no_profit', 'media_cost_only', 'by_model'],
})
