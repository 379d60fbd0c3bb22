import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const upsellRevenue = defineKpi({
  id: 'upsell_revenue',
  block: 'demand',
  name: { de: 'Umsatz aus Bestandsgeschäft', en: 'Upsell revenue' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('upsell_revenue', {
    de: 'Umsatz aus Abschlüssen mit Bestandskunden',
    en: 'revenue won with existing customers',
  }),
})
