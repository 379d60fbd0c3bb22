import { shareOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const measurability = defineKpi({
  id: 'measurability',
  block: 'trust',
  name: { de: 'Kontaktpunkte mit Kampagne', en: 'Touchpoints with a campaign' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: shareOf('touchpoints_with_campaign', 'touchpoints', {
    de: 'Kontaktpunkte mit Kampagne / Kontaktpunkte',
    en: 'touchpoints with campaign / touchpoints',
  }),
})
