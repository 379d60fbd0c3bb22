import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const serviceRequests = defineKpi({
  id: 'service_requests',
  block: 'demand',
  name: { de: 'Serviceanfragen', en: 'Service requests' },
  unit: 'count',
  betterWhen: 'neither',
  source: 'K1',
  period: countOf('service_requests', {
    de: 'Zahl der Anfragen mit Eingang im Zeitraum',
    en: 'number of requests that came in in the period',
  }),
})
