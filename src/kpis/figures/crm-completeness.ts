import { ratio } from '#kernel/ratio.ts'
import { calculation, defineKpi } from '../define.ts'

export const crmCompleteness = defineKpi({
  id: 'crm_completeness',
  block: 'trust',
  name: { de: 'Vollständigkeit der CRM-Daten', en: 'CRM completeness' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: calculation({
    formula: {
      de: 'ausgefüllte / geprüfte Felder der Leads und Verkaufschancen',
      en: 'fields filled in / fields checked of leads and opportunities',
    },
    inputs: [
      'lead_fields_filled',
      'lead_fields_expected',
      'deal_fields_filled',
      'deal_fields_expected',
    ],
    compute: (facts) =>
      ratio(
        facts.lead_fields_filled + facts.deal_fields_filled,
        facts.lead_fields_expected + facts.deal_fields_expected,
      ),
  }),
})
