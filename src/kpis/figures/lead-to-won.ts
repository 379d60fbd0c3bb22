import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const leadToWon = defineKpi({
  id: 'lead_to_won',
  block: 'demand',
  name: { de: 'Lead → gewonnen', en: 'Lead → won' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: shareOf('won_count', 'leads', {
    de: 'gewonnene Verkaufschancen / Leads',
    en: 'won opportunities / leads',
  }),
  cohort: shareOf('leads_became_won', 'leads', {
    de: 'gewonnene / Leads des Zeitraums',
    en: 'of the leads of the period, won so far / leads',
  }),
})
