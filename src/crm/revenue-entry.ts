import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

/** Money of an account: an invoice, a payment, a credit note (its positive amount is subtracted). */
export const revenueEntryKind: RecordKind = {
  id: 'revenue_entry',
  path: 'revenue-entries',
  label: text('Umsatzbuchung', 'Revenue entry'),
  plural: text('Umsätze', 'Revenue entries'),
  table: 'crm.revenue_entry',
  area: 'crm',
  fields: [
    field.choice(
      'kind',
      'Art',
      'Kind',
      [
        choice('invoiced', 'Rechnung', 'Invoiced'),
        choice('received', 'Zahlungseingang', 'Received'),
        choice('credit_note', 'Gutschrift', 'Credit note'),
      ],
      { required: true, inList: true, aliases: ['art', 'type'] },
    ),
    field.date('date', 'Datum', 'Date', {
      required: true,
      inList: true,
      aliases: ['belegdatum', 'rechnungsdatum', 'invoice date', 'payment date', 'buchungsdatum'],
    }),
    field.money('amount', 'Betrag', 'Amount', {
      required: true,
      inList: true,
      aliases: ['betrag', 'umsatz', 'revenue', 'total', 'summe'],
    }),
    field.text('number', 'Belegnummer', 'Number', {
      inList: true,
      aliases: ['rechnungsnummer', 'invoice number', 'beleg'],
    }),
    field.reference('account_id', 'account', 'Unternehmen', 'Account', {
      inList: true,
      aliases: ['kunde', 'customer', 'account', 'kundennummer', 'debitor'],
    }),
    field.reference('opportunity_id', 'opportunity', 'Verkaufschance', 'Opportunity', {
      aliases: ['deal', 'auftrag'],
    }),
    field.reference('product_id', 'product', 'Produkt', 'Product', { aliases: ['artikel'] }),
    field.text('description', 'Text', 'Description', { aliases: ['buchungstext', 'text'] }),
  ],
  title: ['number', 'date'],
  search: ['number', 'description'],
  sort: '-date',
}
