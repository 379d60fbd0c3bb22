import { CLV_METHODS } from '../customer-value.ts'
import { defineKpi } from '../define.ts'

/** On contribution margin. The method is a setting and is named beside the figure. */
export const clv = defineKpi({
  id: 'clv',
  block: 'efficiency',
  name: { de: 'Kundenwert (CLV)', en: 'Customer lifetime value (CLV)' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: CLV_METHODS.margin_lifetime,
  variants: { setting: 'clv_method', of: CLV_METHODS },
})
