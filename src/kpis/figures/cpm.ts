import { ratio } from '#kernel/ratio.ts'
import { calculation, defineKpi } from '../define.ts'

export const cpm = defineKpi({
  id: 'cpm',
  block: 'efficiency',
  name: { de: 'Kosten je 1.000 Impressionen (CPM)', en: 'Cost per 1,000 impressions (CPM)' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'G5',
  period: calculation({
    formula: { de: 'Mediakosten / Impressionen × 1.000', en: 'media spend / impressions × 1,000' },
    inputs: ['spend_with_impressions', 'impressions'],
    compute: (facts) => ratio(facts.spend_with_impressions * 1000, facts.impressions),
  }),
})
