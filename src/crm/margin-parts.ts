import { field, text } from '#kernel/fields.ts'
import type { Field, Text } from '#kernel/record.ts'

/** One part of the margin bridge: what a deal costs besides being sold. */
export type MarginPart = {
  /** Column of `kpis.opportunity`; `<id>_by` tells who states it. */
  readonly id: string
  readonly name: Text
  /** Field of a deal with the amount in cents. */
  readonly amount: string
  /** Field of deals and products with the rate of the amount. */
  readonly rate: string
  /** The setting with the rate of the company. */
  readonly setting: string
}

const part = (
  id: string,
  de: string,
  en: string,
  rate: string,
  amount = rate.replace('_rate', '_amount'),
): MarginPart => ({ id, name: text(de, en), amount, rate, setting: `margin_${rate}` })

/** Every part, in the order in which they are taken off. */
export const MARGIN_PARTS: readonly MarginPart[] = [
  part('discounts', 'Rabatte', 'Discounts', 'discount_rate'),
  part('returned', 'Retouren', 'Returns', 'return_rate'),
  part('payment_fees', 'Zahlungsgebühren', 'Payment fees', 'payment_fee_rate'),
  part(
    'production',
    'Herstellkosten',
    'Production cost',
    'production_cost_rate',
    'production_cost',
  ),
  part('service', 'Service', 'Service', 'service_rate'),
  part('follow_up', 'Vertrieb danach', 'Sales follow-up', 'follow_up_rate'),
]

/** Other header words of a part in files; the amount has them, the rate with a percent sign. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  discounts: ['rabatt', 'rabatte', 'discount', 'skonto', 'nachlass'],
  returned: ['retouren', 'retoure', 'returns', 'refund'],
  payment_fees: ['zahlungsgebühr', 'zahlungsgebühren', 'payment fee', 'transaction fee'],
  production: [],
  service: ['servicekosten', 'service cost', 'support cost'],
  follow_up: ['nachbetreuung', 'sales follow-up', 'follow-up cost'],
}

const bridge = text('Deckungsbeitragsrechnung', 'Margin bridge')
const ofDeal = text(
  'Betrag oder Quote; leer: die Quote des Produkts, sonst die des Unternehmens.',
  'Amount or rate; empty: the rate of the product, else of the company.',
)

/** The fields of a deal: an amount and a rate for each part. Its production cost is a field already. */
export const dealMarginFields: readonly Field[] = MARGIN_PARTS.flatMap(
  ({ id, name, amount, rate }): Field[] => {
    const asRate = field.rate(rate, `${name.de} (Quote)`, `${name.en} (rate)`, {
      section: bridge,
      aliases: (ALIASES[id] ?? []).map((alias) => `${alias} %`),
    })
    if (id === 'production') return [asRate]
    const asAmount = field.money(amount, name.de, name.en, {
      section: bridge,
      help: ofDeal,
      aliases: ALIASES[id] ?? [],
    })
    return [asAmount, asRate]
  },
)

/** The fields of a product: the rates of deals that state nothing themselves. */
export const productMarginFields: readonly Field[] = MARGIN_PARTS.filter(
  ({ id }) => id !== 'production',
).map(({ name, rate }) =>
  field.rate(rate, `${name.de} (Quote)`, `${name.en} (rate)`, {
    section: bridge,
    help: text(
      'Anteil am Umsatz; gilt für Abschlüsse ohne eigene Angabe.',
      'Share of revenue; used for deals without a figure of their own.',
    ),
  }),
)

/** The rates of the company: settings, for deals of which neither they nor their product say anything. */
export const MARGIN_SETTINGS = MARGIN_PARTS.map(({ name, setting }) => ({
  initial: null,
  field: field.rate(setting, `${name.de} (Quote)`, `${name.en} (rate)`, {
    section: text('Deckungsbeitragsrechnung', 'Margin bridge'),
    help: text(
      'Anteil am Umsatz, wenn weder Verkaufschance noch Produkt etwas angeben.',
      'Share of revenue where neither the opportunity nor its product states anything.',
    ),
  }),
}))
