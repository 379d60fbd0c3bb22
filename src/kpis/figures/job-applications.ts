import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const jobApplications = defineKpi({
  id: 'job_applications',
  block: 'demand',
  name: { de: 'Bewerbungen', en: 'Job applications' },
  unit: 'count',
  betterWhen: 'higher',
  source: 'K1',
  period: countOf('job_applications', {
    de: 'Zahl der Bewerbungen mit Eingang im Zeitraum',
    en: 'number of applications that came in in the period',
  }),
})
