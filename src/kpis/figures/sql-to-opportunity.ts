import { rateBands } from '../bands.ts'
import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const sqlToOpportunity = defineKpi({
  id: 'sql_to_opportunity',
  block: 'demand',
  name: { de: 'SQL → Verkaufschance', en: 'SQL → opportunity' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'G3',
  period: shareOf('opportunities_created', 'sql', {
    de: 'Verkaufschancen / SQL',
    en: 'opportunities / SQL',
  }),
  cohort: shareOf('sql_became_opportunity', 'sql', {
    de: 'Verkaufschance gewordene / SQL des Zeitraums',
    en: 'of the SQL of the period, became an opportunity so far / SQL',
  }),
  bands: rateBands(
    { lowBelow: 0.25, typicalFrom: 0.3, typicalUpTo: 0.5, highAbove: 0.6 },
    {
      low: {
        de: 'Die SQL-Definition ist zu weich, oder das erste Gespräch des Vertriebs überzeugt nicht.',
        en: 'The SQL definition is too soft, or the first talk with sales does not convince.',
      },
      high: {
        de: 'Fast jeder SQL wird zur Verkaufschance: sehr strenge Annahme, oder Verkaufschancen werden zu früh angelegt.',
        en: 'Nearly every SQL becomes an opportunity: very strict acceptance, or opportunities are opened too early.',
      },
    },
  ),
})
