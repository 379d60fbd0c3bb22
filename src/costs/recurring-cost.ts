import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'
import { COST_CATEGORIES, salesScopeField } from './cost.ts'

const place = text('Wofür', 'What for')

export const RHYTHMS = [
  choice('month', 'monatlich', 'monthly'),
  choice('quarter', 'vierteljährlich', 'quarterly'),
  choice('year', 'jährlich', 'yearly'),
]

/** A cost that comes again: a share of a salary, a subscription. Its entries are made ahead. */
export const recurringCostKind: RecordKind = {
  id: 'recurring_cost',
  path: 'recurring-costs',
  label: text('Wiederkehrende Kosten', 'Recurring cost'),
  plural: text('Wiederkehrende Kosten', 'Recurring costs'),
  table: 'costs.recurring',
  area: 'costs',
  fields: [
    field.text('name', 'Bezeichnung', 'Name', {
      required: true,
      inList: true,
      aliases: ['bezeichnung', 'abo', 'subscription'],
    }),
    field.choice('category', 'Kostenart', 'Category', COST_CATEGORIES, {
      required: true,
      inList: true,
      aliases: ['kostenart', 'kategorie'],
    }),
    field.money('amount', 'Betrag (netto)', 'Amount (net)', {
      required: true,
      inList: true,
      aliases: ['betrag', 'kosten', 'gehalt', 'salary'],
      help: text(
        'Je Monat, Quartal oder Jahr; bei einem Gehalt das ganze samt Nebenkosten.',
        'A month, quarter or year; of a salary the whole with contributions.',
      ),
    }),
    field.rate('share', 'Davon für Marketing', 'Of it for marketing', {
      inList: true,
      aliases: ['anteil', 'share'],
      help: text(
        'Leer: alles. 50 % bei einer halben Stelle im Marketing.',
        'Empty: all of it. 50 % for half a job in marketing.',
      ),
    }),
    field.choice('rhythm', 'Rhythmus', 'Rhythm', RHYTHMS, {
      required: true,
      inList: true,
      aliases: ['rhythmus', 'turnus', 'interval'],
    }),
    field.date('from_date', 'Ab', 'From', {
      required: true,
      inList: true,
      aliases: ['ab', 'von', 'beginn', 'start'],
    }),
    field.date('until_date', 'Bis (ausschließlich)', 'Until (exclusive)', {
      inList: true,
      aliases: ['bis', 'ende', 'end'],
    }),
    field.text('currency', 'Währung', 'Currency', {
      aliases: ['waehrung', 'währung'],
      help: text(
        'Leer: die Währung des Unternehmens. Sonst ein Kürzel wie USD; der Kurs steht unter Wechselkurse.',
        'Empty: the company’s. Else a code such as USD; the rate stands under currency rates.',
      ),
    }),
    field.text('vendor', 'Lieferant', 'Vendor', { aliases: ['lieferant'] }),
    field.boolean('active', 'Läuft', 'Running', {
      inList: true,
      help: text(
        'Nein: Es werden keine weiteren Einträge erzeugt.',
        'No: no further entries are made.',
      ),
    }),
    field.date('made_until', 'Erzeugt bis', 'Made until', { derived: true, inList: true }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', { section: place }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', { section: place }),
    field.reference('split_id', 'cost_split', 'Verteilung', 'Split', {
      section: place,
      help: text(
        'Statt eines Kanals: Jeder Betrag wird nach ihr geteilt.',
        'Instead of one channel: every amount is divided by it.',
      ),
    }),
    field.reference('product_id', 'product', 'Produkt', 'Product', { section: place }),
    field.reference('team_id', 'team', 'Team', 'Team', { section: place }),
    field.reference('region_id', 'region', 'Region', 'Region', { section: place }),
    { ...salesScopeField, section: place },
  ],
  title: ['name'],
  search: ['name', 'vendor'],
  sort: 'name',
  naturalKey: [['name']],
}
