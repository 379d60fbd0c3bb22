import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const hires = defineKpi({
  id: 'hires',
  block: 'result',
  name: { de: 'Einstellungen', en: 'Hires' },
  unit: 'count',
  betterWhen: 'higher',
  source: 'K1',
  period: countOf('hires', {
    de: 'Zahl der Einstellungen',
    en: 'number of hires',
  }),
})
