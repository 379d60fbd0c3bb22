import { field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'
import { productMarginFields } from './margin-parts.ts'

/** What the company sells, with the margin rate that estimates deals without figures of their own. */
export const productKind: RecordKind = {
  id: 'product',
  path: 'products',
  label: text('Produkt', 'Product'),
  plural: text('Produkte', 'Products'),
  table: 'crm.product',
  area: 'company',
  fields: [
    field.text('name', 'Name', 'Name', {
      required: true,
      inList: true,
      aliases: ['product name', 'produkt', 'artikel'],
    }),
    field.text('sku', 'Artikelnummer', 'SKU', {
      inList: true,
      aliases: ['product code', 'artikelnr', 'code'],
    }),
    field.money('price', 'Listenpreis', 'List price', {
      inList: true,
      aliases: ['preis', 'unit price'],
    }),
    field.rate('margin_rate', 'Deckungsbeitragsquote', 'Contribution margin rate', {
      inList: true,
      aliases: ['marge', 'margin', 'deckungsbeitrag in %'],
      help: text(
        'Deckungsbeitrag geteilt durch Umsatz; gilt für Abschlüsse ohne eigene Kostenangaben und geht den Quoten unten vor.',
        'Contribution margin divided by revenue; used for deals without cost figures of their own, before the rates below.',
      ),
    }),
    field.rate('production_cost_rate', 'Herstellkostenquote', 'Production cost rate', {
      help: text('Herstellkosten geteilt durch Umsatz.', 'Production cost divided by revenue.'),
    }),
    field.boolean('active', 'Aktiv', 'Active', { inList: true }),
    ...productMarginFields,
  ],
  title: ['name'],
  search: ['name', 'sku'],
  sort: 'name',
  naturalKey: [['sku'], ['name']],
}
