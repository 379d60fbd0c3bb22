import { rateBands } from '../bands.ts'
import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const visitorToMql = defineKpi({
  id: 'visitor_to_mql',
  block: 'demand',
  name: { de: 'Besucher → MQL', en: 'Visitor → MQL' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'G3',
  period: shareOf('mql', 'visitors', { de: 'MQL / Besucher', en: 'MQL / visitors' }),
  bands: rateBands(
    { lowBelow: 0.01, typicalFrom: 0.01, typicalUpTo: 0.03, highAbove: 0.04 },
    {
      low: {
        de: 'Viele Besucher, wenig Interesse: Zielgruppe, Inhalt oder Angebot der Seite passen nicht zusammen.',
        en: 'Many visitors, little interest: audience, content or the offer on the page do not fit together.',
      },
      high: {
        de: 'Ungewöhnlich viele Besucher werden MQL: sehr treffende Ansprache, oder die MQL-Kriterien sind zu weich.',
        en: 'Unusually many visitors become MQL: very well targeted, or the MQL criteria are too soft.',
      },
    },
  ),
})
