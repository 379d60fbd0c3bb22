import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

/** From this ROAS on the ads earn back their media cost. */
export const breakEvenRoas = defineKpi({
  id: 'break_even_roas',
  block: 'efficiency',
  name: { de: 'Break-even-ROAS', en: 'Break-even ROAS' },
  unit: 'ratio',
  betterWhen: 'lower',
  source: 'G3',
  period: quotientOf('revenue_won', 'margin_won', {
    de: '1 / Deckungsbeitragsquote = Umsatz / Deckungsbeitrag der Abschlüsse',
    en: '1 / margin rate = revenue / contribution margin of won opportunities',
  }),
})
