import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const roasValue = defineKpi({
  id: 'roas_value',
  block: 'efficiency',
  name: { de: 'ROAS laut Plattform', en: 'ROAS by platform value' },
  unit: 'ratio',
  betterWhen: 'higher',
  source: 'G3',
  period: quotientOf('platform_conversion_value', 'cost_media', {
    de: 'Conversion-Wert laut Plattform / Mediakosten',
    en: 'platform conversion value / media cost',
  }),
  notes: ['no_profit', 'media_cost_only'],
})
