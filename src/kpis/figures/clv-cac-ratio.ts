import { CLV_CAC_BANDS, CLV_CAC_METHODS } from '../customer-value.ts'
import { defineKpi } from '../define.ts'

export const clvCacRatio = defineKpi({
  id: 'clv_cac_ratio',
  block: 'efficiency',
  name: { de: 'CLV : CAC', en: 'CLV : CAC' },
  unit: 'ratio',
  betterWhen: 'higher',
  source: 'G3',
  period: CLV_CAC_METHODS.margin_lifetime,
  variants: { setting: 'clv_method', of: CLV_CAC_METHODS },
  bands: CLV_CAC_BANDS,
})
