import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const trackingChanges = defineKpi({
  id: 'tracking_changes',
  block: 'trust',
  name: { de: 'Messänderungen', en: 'Tracking changes' },
  unit: 'count',
  betterWhen: 'neither',
  source: 'K1',
  period: factValue('tracking_changes', {
    de: 'Einträge im Messtagebuch',
    en: 'notes in the tracking diary',
  }),
})
