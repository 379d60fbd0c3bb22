import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const pipelineValue = defineKpi({
  id: 'pipeline_value',
  block: 'plannability',
  name: { de: 'Wert der Pipeline', en: 'Pipeline value' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('open_amount', {
    de: 'Summe der Beträge der am Ende offenen Verkaufschancen',
    en: 'sum of the amounts of opportunities open at the end',
  }),
})
