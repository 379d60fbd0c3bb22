import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const cpc = defineKpi({
  id: 'cpc',
  block: 'efficiency',
  name: { de: 'Kosten je Klick (CPC)', en: 'Cost per click (CPC)' },
  unit: 'money',
  betterWhen: 'lower',
  source: 'G5',
  period: quotientOf('spend_with_clicks', 'clicks', {
    de: 'Mediakosten / Klicks, Buchungen mit Klickzahlen',
    en: 'media spend / clicks, entries with clicks',
  }),
})
