import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const attributableRevenueShare = defineKpi({
  id: 'attributable_revenue_share',
  block: 'trust',
  name: { de: 'messbarer Umsatz', en: 'Attributable revenue share' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: quotientOf('attributable_revenue', 'revenue_won', {
    de: 'Umsatz mit bekannter Herkunft / Umsatz aus Abschlüssen',
    en: 'revenue with a known origin / revenue won',
  }),
})
