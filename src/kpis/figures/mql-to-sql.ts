import { rateBands } from '../bands.ts'
import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const mqlToSql = defineKpi({
  id: 'mql_to_sql',
  block: 'demand',
  name: { de: 'MQL → SQL', en: 'MQL → SQL' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'G3',
  period: shareOf('sql', 'mql', { de: 'SQL / MQL', en: 'SQL / MQL' }),
  cohort: shareOf('mql_became_sql', 'mql', {
    de: 'SQL gewordene / MQL des Zeitraums',
    en: 'of the MQL of the period, became SQL so far / MQL',
  }),
  bands: rateBands(
    { lowBelow: 0.15, typicalFrom: 0.2, typicalUpTo: 0.4, highAbove: 0.5 },
    {
      low: {
        de: 'Das Marketing übergibt zu viele Kontakte, die der Vertrieb nicht annimmt.',
        en: 'Marketing hands over too many contacts that sales does not accept.',
      },
      high: {
        de: 'Die MQL-Definition ist sehr eng: Der Vertrieb nimmt fast alles an, gute Kontakte könnten vorher liegen bleiben.',
        en: 'The MQL definition is very narrow: sales accepts nearly all, good contacts may be left behind.',
      },
    },
  ),
})
