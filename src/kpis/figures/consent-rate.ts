import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const consentRate = defineKpi({
  id: 'consent_rate',
  block: 'trust',
  name: { de: 'Einwilligungsquote', en: 'Consent rate' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: shareOf('visitors_with_consent', 'visitors_asked', {
    de: 'Besucher mit Einwilligung / Besucher, deren Einwilligung bekannt ist',
    en: 'visitors with consent / visitors whose consent is known',
  }),
})
