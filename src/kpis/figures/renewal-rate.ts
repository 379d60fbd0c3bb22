import { ratio } from '#kernel/ratio.ts'
import { calculation, defineKpi } from '../define.ts'

export const renewalRate = defineKpi({
  id: 'renewal_rate',
  block: 'demand',
  name: { de: 'Verlängerungsquote', en: 'Renewal rate' },
  unit: 'rate',
  betterWhen: 'higher',
  source: 'K1',
  period: calculation({
    formula: {
      de: 'verlängerte / (verlängerte + beendete) Verträge, deren letzter Tag in den Zeitraum fällt; noch nicht entschiedene stehen daneben',
      en: 'renewed / (renewed + ended) contracts whose last day falls in the period; those not decided yet stand beside',
    },
    inputs: ['renewals_won', 'renewals_due', 'renewals_undecided'],
    compute: (facts) => ratio(facts.renewals_won, facts.renewals_due),
    proportion: { of: 'renewals_won', outOf: 'renewals_due' },
    cases: 'renewals_due',
  }),
})
