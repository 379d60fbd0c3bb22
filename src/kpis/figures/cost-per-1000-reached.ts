import { ratio } from '#kernel/ratio.ts'
import { calculation, defineKpi } from '../define.ts'

export const costPer1000Reached = defineKpi({
  id: 'cost_per_1000_reached',
  block: 'efficiency',
  name: { de: 'Kosten je 1.000 Erreichte', en: 'Cost per 1,000 reached' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'G5',
  period: calculation({
    formula: { de: 'Mediakosten / Reichweite × 1.000', en: 'media spend / reach × 1,000' },
    inputs: ['spend_with_reach', 'reach'],
    compute: (facts) => ratio(facts.spend_with_reach * 1000, facts.reach),
  }),
  notes: ['overlap'],
})
