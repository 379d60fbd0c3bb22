import { factValue } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const contactBase = defineKpi({
  id: 'contact_base',
  block: 'demand',
  name: { de: 'Kontaktbasis', en: 'Contact base' },
  unit: 'count',
  betterWhen: 'higher',
  source: 'K1',
  period: factValue('reachable_contacts', {
    de: 'erreichbare, ansprechbare, vollständige, aktuelle Kontakte',
    en: 'contacts reachable, lawful to address, complete, current',
  }),
  needs: 'leads',
})
