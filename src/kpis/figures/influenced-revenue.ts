import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const influencedRevenue = defineKpi({
  id: 'influenced_revenue',
  block: 'result',
  name: { de: 'beeinflusster Umsatz', en: 'Influenced revenue' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('influenced_revenue', {
    de: 'Umsatz der Abschlüsse, deren Customer Journey die gewählten Kanäle berührt',
    en: 'revenue of won opportunities whose journey touches the selected channels',
  }),
  needs: 'attribution',
})
