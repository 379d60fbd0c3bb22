import { field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'
import { COST_CATEGORIES, salesScopeField } from './cost.ts'

/** A rate by hand: what one unit of another currency is worth from a day on. */
export const currencyRateKind: RecordKind = {
  id: 'currency_rate',
  path: 'currency-rates',
  label: text('Wechselkurs', 'Currency rate'),
  plural: text('Wechselkurse', 'Currency rates'),
  table: 'costs.currency_rate',
  area: 'costs',
  fields: [
    field.text('currency', 'Währung', 'Currency', {
      required: true,
      inList: true,
      aliases: ['währung', 'waehrung', 'currency code'],
      help: text('Kürzel aus drei Buchstaben, zum Beispiel USD.', 'Three letters such as USD.'),
    }),
    field.date('from_date', 'Gilt ab', 'Valid from', {
      required: true,
      inList: true,
      aliases: ['datum', 'date', 'ab', 'gilt ab'],
    }),
    field.decimal('rate', 'Kurs', 'Rate', {
      required: true,
      inList: true,
      aliases: ['kurs', 'wechselkurs', 'rate'],
      help: text(
        'Was eine Einheit der fremden Währung in der des Unternehmens wert ist: 1 USD = 0,92 EUR heißt 0,92.',
        'What one unit of the foreign currency is worth in the company’s: 1 USD = 0.92 EUR means 0.92.',
      ),
    }),
    field.text('source', 'Quelle', 'Source', { inList: true, aliases: ['quelle'] }),
  ],
  title: ['currency', 'from_date'],
  search: ['currency'],
  sort: '-from_date',
  naturalKey: [['currency', 'from_date']],
}

/** What an account of the bookkeeping means here; accounts without one follow the chart that the program knows. */
export const costAccountKind: RecordKind = {
  id: 'cost_account',
  path: 'cost-accounts',
  label: text('Kontenzuordnung', 'Account mapping'),
  plural: text('Kontenzuordnungen', 'Account mappings'),
  table: 'costs.account',
  area: 'costs',
  fields: [
    field.text('account_number', 'Sachkonto', 'Ledger account', {
      required: true,
      inList: true,
      aliases: ['konto', 'sachkonto', 'account'],
    }),
    field.text('name', 'Bezeichnung', 'Name', { inList: true, aliases: ['bezeichnung'] }),
    field.choice('category', 'Kostenart', 'Category', COST_CATEGORIES, {
      inList: true,
      aliases: ['kostenart', 'kategorie'],
      help: text(
        'Leer: Buchungen auf diesem Konto zählen nicht zu den Kosten.',
        'Empty: bookings on this account are no cost.',
      ),
    }),
    salesScopeField,
    field.reference('channel', 'channel', 'Kanal', 'Channel', { inList: true, aliases: ['kanal'] }),
  ],
  title: ['account_number', 'name'],
  search: ['account_number', 'name'],
  sort: 'account_number',
  naturalKey: [['account_number']],
}
