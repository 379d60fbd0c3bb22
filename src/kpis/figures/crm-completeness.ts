import { quotientOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const crmCompleteness = defineKpi({
  id: 'crm_completeness',
  block: 'trust',
  name: { de: 'Vollständigkeit der CRM-Daten', en: 'CRM completeness' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: quotientOf('fields_filled', 'fields_expected', {
    de: 'ausgefüllte / geprüfte Felder',
    en: 'fields filled in / fields checked',
  }),
})
