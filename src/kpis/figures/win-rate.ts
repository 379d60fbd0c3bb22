import { ratio } from '#kernel/ratio.ts'
import { calculation, defineKpi } from '../define.ts'

export const winRate = defineKpi({
  id: 'win_rate',
  block: 'plannability',
  name: { de: 'Abschlussquote (Win Rate)', en: 'Win rate' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: calculation({
    formula: {
      de: 'gewonnen / (gewonnen + verloren), abgeschlossen im Zeitraum',
      en: 'won / (won + lost), closed in the period',
    },
    inputs: ['won_count', 'lost_count', 'closed_count'],
    compute: (facts) => ratio(facts.won_count, facts.closed_count),
    proportion: { of: 'won_count', outOf: 'closed_count' },
    cases: 'closed_count',
  }),
})
