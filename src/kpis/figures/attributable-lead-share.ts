import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const attributableLeadShare = defineKpi({
  id: 'attributable_lead_share',
  block: 'trust',
  name: { de: 'Messbarkeitsquote', en: 'Attributable lead share' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: shareOf('attributable_leads', 'leads', {
    de: 'Leads mit bekannter Herkunft / Leads',
    en: 'leads with a known origin / leads',
  }),
})
