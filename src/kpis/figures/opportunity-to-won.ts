import { rateBands } from '../bands.ts'
import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const opportunityToWon = defineKpi({
  id: 'opportunity_to_won',
  block: 'demand',
  name: { de: 'Verkaufschance → gewonnen', en: 'Opportunity → won' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'G3',
  period: shareOf('won_count', 'opportunities_created', {
    de: 'gewonnen / angelegte Verkaufschancen',
    en: 'won / opportunities created',
  }),
  cohort: shareOf('opportunities_became_won', 'opportunities_created', {
    de: 'gewonnene / angelegte Verkaufschancen des Zeitraums',
    en: 'of the opportunities of the period, won so far / opportunities created',
  }),
  bands: rateBands(
    { lowBelow: 0.15, typicalFrom: 0.2, typicalUpTo: 0.3, highAbove: 0.35 },
    {
      low: {
        de: 'Preis, Positionierung oder Angebot passen nicht zu dem, was die Interessenten suchen.',
        en: 'Price, positioning or offer do not fit what the prospects look for.',
      },
      high: {
        de: 'Sehr viele Verkaufschancen werden gewonnen: starkes Angebot, oder es werden nur sichere Fälle angelegt.',
        en: 'Very many opportunities are won: a strong offer, or only safe cases are opened.',
      },
    },
  ),
})
