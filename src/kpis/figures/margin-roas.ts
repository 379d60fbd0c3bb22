import { quotientOf } from '../calculations.ts'
import { MARGIN_ROAS_BANDS } from '../customer-value.ts'
import { defineKpi } from '../define.ts'

export const marginRoas = defineKpi({
  id: 'margin_roas',
  block: 'efficiency',
  name: { de: 'ROAS auf Deckungsbeitrag', en: 'Margin ROAS' },
  unit: 'ratio',
  betterWhen: 'higher',
  source: 'G3',
  period: quotientOf('advertising_margin', 'cost_media', {
    de: 'Deckungsbeitrag aus Anzeigen / Mediakosten',
    en: 'margin from ads / media cost',
  }),
  bands: MARGIN_ROAS_BANDS,
  notes: ['media_cost_only', 'by_model'],
})
