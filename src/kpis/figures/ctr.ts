import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const ctr = defineKpi({
  id: 'ctr',
  block: 'efficiency',
  name: { de: 'Klickrate (CTR)', en: 'Click-through rate (CTR)' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'G5',
  period: shareOf('clicks', 'impressions', {
    de: 'Klicks / Impressionen',
    en: 'clicks / impressions',
  }),
})
