import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const renewedRevenue = defineKpi({
  id: 'renewed_revenue',
  block: 'demand',
  name: { de: 'Verlängerter Umsatz im Jahr', en: 'Renewed revenue a year' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('renewed_amount', {
    de: 'Jahreswert der Verträge, deren letzter Tag in den Zeitraum fällt und die verlängert wurden',
    en: 'yearly value of contracts whose last day falls in the period and that were renewed',
  }),
})
