import { countOf } from '../calculations.ts'
import { defineKpi } from '../define.ts'

export const sql = defineKpi({
  id: 'sql',
  block: 'demand',
  name: { de: 'SQL', en: 'SQL' },
  unit: 'count',
  betterWhen: 'higher',
  source: 'K1',
  period: countOf('sql', { de: 'Leads, die SQL wurden', en: 'leads that became SQL' }),
  cohort: countOf('mql_became_sql', {
    de: 'von den MQL des Zeitraums die SQL gewordenen',
    en: 'of the MQL of the period those that became SQL',
  }),
})
