import { ratio } from '#kernel/ratio.ts'
import type { Text } from '#kernel/record.ts'
import { type Calculation, calculation } from './define.ts'
import type { FactId, Facts } from './facts.ts'
import { type VelocityBase, type VelocityInputs, velocity } from './velocity.ts'

/** Days of an average month; a period of 30 days counts as one month, as the published guide does. */
const DAYS_PER_MONTH = 30

type Opportunities = { readonly facts: readonly FactId[]; readonly name: Text; readonly note: Text }

export const VELOCITY_BASE_TEXTS: Readonly<Record<VelocityBase, Opportunities>> = {
  open_stock: {
    facts: ['open_days', 'period_days', 'won_count', 'closed_count'],
    name: { de: 'mittlerer offener Bestand', en: 'average open stock' },
    note: {
      de: 'Wie viele Verkaufschancen im Mittel offen waren, mal Gewonnene je Abgeschlossene. Im eingeschwungenen Zustand ergibt das den Umsatz, der tatsächlich hereinkommt.',
      en: 'How many opportunities were open on average, times won per closed. In a steady state this gives the revenue that really comes in.',
    },
  },
  open_at_end: {
    facts: ['open_at_end', 'won_count', 'closed_count'],
    name: { de: 'offen am Ende des Zeitraums', en: 'open at the end of the period' },
    note: {
      de: 'Der Bestand am letzten Tag, mal Gewonnene je Abgeschlossene. So rechnen viele CRM-Programme.',
      en: 'The stock on the last day, times won per closed. Many CRM programs calculate it this way.',
    },
  },
  created_per_month: {
    facts: ['opportunities_created', 'period_days', 'won_count'],
    name: { de: 'angelegt je Monat', en: 'created per month' },
    note: {
      de: 'Die Rechnung des veröffentlichten Leitfadens: je Monat angelegte Verkaufschancen, mal Gewonnene je Angelegte. Weil sie den Zufluss statt des Bestands zählt, liegt sie unter dem tatsächlichen Umsatz, sobald der Zyklus länger als ein Monat ist.',
      en: 'The calculation of the published guide: opportunities created per month, times won per created. As it counts the inflow and not the stock, it lies below the real revenue once the cycle is longer than a month.',
    },
  },
}

const quotient = (a: number | null | undefined, b: number | null | undefined): number | null =>
  a === null || a === undefined || b === null || b === undefined ? null : ratio(a, b)

function opportunitiesOf(base: VelocityBase, facts: Facts): number | null {
  switch (base) {
    case 'open_stock':
      return quotient(facts.open_days, facts.period_days)
    case 'open_at_end':
      return facts.open_at_end ?? null
    case 'created_per_month': {
      const perDay = quotient(facts.opportunities_created, facts.period_days)
      return perDay === null ? null : perDay * DAYS_PER_MONTH
    }
    default:
      return base satisfies never
  }
}

/** The four inputs of the formula from the facts of a scope, by base. */
export function velocityInputs(base: VelocityBase, facts: Facts): VelocityInputs {
  return {
    opportunities: opportunitiesOf(base, facts),
    rate:
      base === 'created_per_month'
        ? quotient(facts.won_count, facts.opportunities_created)
        : quotient(facts.won_count, facts.closed_count),
    dealValueCents: quotient(facts.revenue_won, facts.won_with_amount),
    cycleDays: quotient(facts.cycle_days_sum, facts.cycle_count),
  }
}

const velocityCalculation = (base: VelocityBase): Calculation =>
  calculation<FactId>({
    formula: {
      de: `Verkaufschancen (${VELOCITY_BASE_TEXTS[base].name.de}) × Quote × durchschnittlicher Auftragswert / mittlerer Verkaufszyklus in Tagen`,
      en: `opportunities (${VELOCITY_BASE_TEXTS[base].name.en}) × rate × average deal value / mean sales cycle in days`,
    },
    inputs: [
      ...VELOCITY_BASE_TEXTS[base].facts,
      'revenue_won',
      'won_with_amount',
      'cycle_days_sum',
      'cycle_count',
    ],
    compute: (facts) => velocity(velocityInputs(base, facts)),
  })

export const VELOCITY_CALCULATIONS: Readonly<Record<VelocityBase, Calculation>> = {
  open_stock: velocityCalculation('open_stock'),
  open_at_end: velocityCalculation('open_at_end'),
  created_per_month: velocityCalculation('created_per_month'),
}
