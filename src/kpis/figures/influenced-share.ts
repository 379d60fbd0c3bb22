import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const influencedShare = defineKpi({
  id: 'influenced_share',
  block: 'result',
  name: { de: 'Anteil beeinflusster Abschlüsse', en: 'Influenced share' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: shareOf('influenced_won_count', 'won_by_all_count', {
    de: 'beeinflusste Abschlüsse / alle Abschlüsse',
    en: 'influenced won opportunities / all won opportunities',
  }),
  notes: ['participation'],
})
