import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const openOpportunities = defineKpi({
  id: 'open_opportunities',
  block: 'plannability',
  name: { de: 'offene Verkaufschancen', en: 'Open opportunities' },
  unit: 'count',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('open_at_end', {
    de: 'am Ende des Zeitraums offen',
    en: 'open at the end of the period',
  }),
})
