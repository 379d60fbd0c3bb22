import { calculation, defineKpi } from '../define.ts'

export const marketingCost = defineKpi({
  id: 'marketing_cost',
  block: 'result',
  name: { de: 'Marketingkosten', en: 'Marketing cost' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'K1',
  period: calculation({
    formula: {
      de: 'Personal + Technik + Media + Externe + Produktion',
      en: 'personnel + technology + media + external + production',
    },
    inputs: ['cost_personnel', 'cost_technology', 'cost_media', 'cost_external', 'cost_production'],
    compute: (facts) =>
      facts.cost_personnel +
      facts.cost_technology +
      facts.cost_media +
      facts.cost_external +
      facts.cost_production,
  }),
})
