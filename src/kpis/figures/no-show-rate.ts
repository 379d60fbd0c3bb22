import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const noShowRate = defineKpi({
  id: 'no_show_rate',
  block: 'demand',
  name: { de: 'Quote versäumter Termine', en: 'No-show rate' },
  unit: 'rate',
  betterWhen: 'lower',
  source: 'K1',
  period: shareOf('appointments_missed', 'appointments_booked', {
    de: 'versäumte / (stattgefundene + versäumte) Termine',
    en: 'missed / (held + missed) appointments',
  }),
})
