import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const renewalRate = defineKpi({
  id: 'renewal_rate',
  block: 'demand',
  name: { de: 'Verlängerungsquote', en: 'Renewal rate' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: shareOf('renewals_won', 'renewals_due', {
    de: 'verlängerte / fällige Verträge',
    en: 'renewed / due contracts',
  }),
  needs: 'leads',
})
