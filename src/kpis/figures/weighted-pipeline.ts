import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const weightedPipeline = defineKpi({
  id: 'weighted_pipeline',
  block: 'plannability',
  name: { de: 'gewichtete Pipeline', en: 'Weighted pipeline' },
  unit: 'money',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('open_weighted_amount', {
    de: 'Summe aus Betrag × Wahrscheinlichkeit der Verkaufsstufe am Ende des Zeitraums',
    en: 'sum of amount × probability of the stage at the end of the period',
  }),
})
