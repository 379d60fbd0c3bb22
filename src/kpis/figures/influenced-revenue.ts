import { calculation, defineKpi } from '../define.ts'

export const influencedRevenue = defineKpi({
  id: 'influenced_revenue',
  block: 'result',
  name: { de: 'beeinflusster Umsatz', en: 'Influenced revenue' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: calculation({
    formula: {
      de: 'Umsatz der Abschlüsse, deren Customer Journey die gewählten Kanäle berührt, sonst das Marketing; darunter nach Rolle',
      en: 'revenue of won opportunities whose journey touches the selected channels, else marketing; below by role',
    },
    inputs: [
      'influenced_revenue',
      'influenced_revenue_first',
      'influenced_revenue_assisting',
      'influenced_revenue_last',
    ],
    compute: (facts) => facts.influenced_revenue,
  }),
  notes: ['participation'],
})
