import { type Ratio, ratio } from '#kernel/ratio.ts'
import type { Band } from './bands.ts'
import { factValue, quotientOf } from './calculations.ts'
import { type Calculation, calculation } from './define.ts'
import type { FactId } from './facts.ts'

const ACQUISITION = ['marketing_cost', 'acquisition_sales_cost', 'new_customers'] as const

type Acquisition = Readonly<Record<(typeof ACQUISITION)[number], number>>

/** (marketing cost + sales cost of winning customers) / new customers, in cents. */
export const acquisitionCostPerCustomer = (facts: Acquisition): Ratio =>
  ratio(facts.marketing_cost + facts.acquisition_sales_cost, facts.new_customers)

/** The ways to value a customer by contribution margin, by the setting `clv_method`. */
export const CLV_METHODS = {
  fixed: factValue('clv_fixed_value', {
    de: 'fester Wert aus den Einstellungen',
    en: 'fixed value from the settings',
  }),
  margin_lifetime: calculation({
    formula: {
      de: 'Deckungsbeitrag der letzten 12 Monate / Kunden × erwartete Dauer in Jahren',
      en: 'contribution margin of the last 12 months / customers × expected lifetime in years',
    },
    inputs: ['margin_last_year', 'customers_last_year', 'customer_lifetime_years'],
    compute: (facts) => {
      const perYear = ratio(facts.margin_last_year, facts.customers_last_year)
      return perYear === null ? null : perYear * facts.customer_lifetime_years
    },
  }),
  margin_churn: calculation({
    formula: {
      de: 'Deckungsbeitrag je Kunde und Monat / Abwanderung je Monat',
      en: 'contribution margin per customer and month / monthly churn',
    },
    inputs: ['margin_last_year', 'customers_last_year', 'monthly_churn'],
    compute: (facts) => {
      const perYear = ratio(facts.margin_last_year, facts.customers_last_year)
      return perYear === null ? null : ratio(perYear / 12, facts.monthly_churn)
    },
  }),
} satisfies Record<string, Calculation>

/** CLV by one method divided by CAC; the inputs are those of both. */
function clvPerCac(clv: Calculation): Calculation {
  return calculation<FactId>({
    formula: {
      de: `(${clv.formula.de}) / CAC`,
      en: `(${clv.formula.en}) / CAC`,
    },
    inputs: [...clv.inputs, ...ACQUISITION],
    compute: (facts) => {
      const value = clv.compute(facts)
      const cost = acquisitionCostPerCustomer(facts)
      return value === null || cost === null ? null : ratio(value, cost)
    },
  })
}

export const CLV_CAC_METHODS = {
  fixed: clvPerCac(CLV_METHODS.fixed),
  margin_lifetime: clvPerCac(CLV_METHODS.margin_lifetime),
  margin_churn: clvPerCac(CLV_METHODS.margin_churn),
}

/** Verdicts of G3: below 1 a customer costs more than it brings, from 3 on the relation is healthy. */
export const CLV_CAC_BANDS: readonly Band[] = [
  {
    id: 'loses',
    tone: 'bad',
    name: { de: 'Verlust', en: 'loses money' },
    meaning: {
      de: 'Ein Kunde kostet mehr, als er über die ganze Beziehung einbringt.',
      en: 'A customer costs more than the whole relation brings in.',
    },
    below: 1,
  },
  {
    id: 'between',
    tone: 'attention',
    name: { de: 'dazwischen', en: 'between' },
    meaning: {
      de: 'Kunden bringen mehr ein, als sie kosten, aber mit wenig Abstand.',
      en: 'Customers bring more than they cost, but with little room.',
    },
    below: 3,
  },
  {
    id: 'healthy',
    tone: 'good',
    name: { de: 'gesund', en: 'healthy' },
    meaning: {
      de: 'Ein Kunde bringt mindestens das Dreifache seiner Gewinnung ein.',
      en: 'A customer brings at least three times what winning it costs.',
    },
  },
]

export const MARGIN_ROAS_BANDS: readonly Band[] = [
  {
    id: 'loses',
    tone: 'bad',
    name: { de: 'Verlust', en: 'loses money' },
    meaning: {
      de: 'Die Anzeigen bringen weniger Deckungsbeitrag, als sie an Media kosten.',
      en: 'The ads bring less margin than their media cost.',
    },
    below: 1,
  },
  {
    id: 'healthy',
    tone: 'good',
    name: { de: 'trägt sich', en: 'pays' },
    meaning: {
      de: 'Der Deckungsbeitrag aus Anzeigen deckt ihre Mediakosten.',
      en: 'The margin from ads covers their media cost.',
    },
  },
]

/** By the setting `revenue_basis`. */
export const REVENUE_PER_CUSTOMER = {
  received: quotientOf('revenue_received', 'paying_customers', {
    de: 'Zahlungseingänge / zahlende Kunden',
    en: 'payments received / paying customers',
  }),
  invoiced: quotientOf('revenue_invoiced', 'invoiced_customers', {
    de: 'Rechnungen / Kunden mit Rechnung',
    en: 'invoices / invoiced customers',
  }),
}
