import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const attributableConversionShare = defineKpi({
  id: 'attributable_conversion_share',
  block: 'trust',
  name: { de: 'messbare Conversions', en: 'Attributable conversion share' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: shareOf('attributable_conversions', 'conversions', {
    de: 'Conversions mit bekannter Herkunft / Conversions',
    en: 'conversions with a known origin / conversions',
  }),
  needs: 'tracking',
})
