import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const grossProfit = defineKpi({
  id: 'gross_profit',
  block: 'result',
  name: { de: 'Rohertrag', en: 'Gross profit' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('gross_profit_won', {
    de: 'Summe aus Betrag − Herstellkosten der gewonnenen Verkaufschancen',
    en: 'sum of amount − production cost of won opportunities',
  }),
})
