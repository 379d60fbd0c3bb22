import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

/** The reasons are listed with the records behind the figure. */
export const disqualified = defineKpi({
  id: 'disqualified',
  block: 'demand',
  name: { de: 'disqualifizierte Leads', en: 'Disqualified leads' },
  unit: 'count',
  betterWhen: 'neither',
  source: 'K1',
  period: countOf('disqualified_leads', {
    de: 'im Zeitraum disqualifizierte Leads, nach Grund aufgeteilt',
    en: 'leads disqualified in the period, split by reason',
  }),
})
