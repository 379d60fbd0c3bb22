import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const meetings = defineKpi({
  id: 'meetings',
  block: 'demand',
  name: { de: 'Termine', en: 'Meetings' },
  unit: 'count',
  betterWhen: 'higher',
  source: 'K1',
  period: countOf('meetings_held', {
    de: 'Zahl der Termine, die stattgefunden haben',
    en: 'number of meetings that took place',
  }),
})
