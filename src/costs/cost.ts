import { choice, field, text } from '#kernel/fields.ts'
import type { Field, RecordKind } from '#kernel/record.ts'

const tax = text('Beleg', 'Document')
const platform = text('Werbeplattform', 'Ad platform')
const foreign = text('Fremdwährung', 'Foreign currency')
const origin = text('Herkunft', 'Origin')

/** What an entry is a copy of on paper. */
export const DOCUMENT_TYPES = [
  choice('invoice', 'Rechnung', 'Invoice'),
  choice('credit_note', 'Gutschrift', 'Credit note'),
  choice('accrual', 'Abgrenzung', 'Accrual'),
]

/** What an entry counts as. */
export const STANDINGS = [
  choice('booked', 'zählt', 'Counts'),
  choice('platform', 'nur Klicks und Impressionen', 'Clicks and impressions only'),
  choice('duplicate', 'doppelt, zählt nicht', 'Double, does not count'),
  choice('settled', 'durch Rechnung ersetzt', 'Replaced by its invoice'),
]

/** The kinds of cost; all but `sales` are marketing cost. */
export const COST_CATEGORIES = [
  choice('personnel', 'Personal', 'Personnel'),
  choice('technology', 'Technik', 'Technology'),
  choice('media', 'Media', 'Media'),
  choice('external', 'Externe Leistungen', 'External services'),
  choice('production', 'Produktion', 'Production'),
  choice('sales', 'Vertrieb', 'Sales'),
]

/** For whom sales cost is spent. */
export const salesScopeField: Field = field.choice(
  'sales_scope',
  'Vertriebskosten für',
  'Sales cost for',
  [
    choice('winning', 'Neukundengewinnung', 'Winning new customers'),
    choice('existing', 'Bestandskunden', 'Existing customers'),
    choice('unspecified', 'nicht angegeben', 'Not specified'),
  ],
  {
    help: text(
      'Nur bei Vertriebskosten: geht mit diesem Anteil in die Kundengewinnungskosten (CAC) ein.',
      'Sales cost only: decides its share in the customer acquisition cost (CAC).',
    ),
  },
)

/** A line of the cost ledger, booked evenly over the days of its period. Amounts are net. */
export const costKind: RecordKind = {
  id: 'cost',
  path: 'costs',
  label: text('Kosten', 'Cost'),
  plural: text('Kosten', 'Costs'),
  table: 'costs.entry',
  area: 'costs',
  fields: [
    field.choice('category', 'Kostenart', 'Category', COST_CATEGORIES, {
      required: true,
      inList: true,
      aliases: ['kostenart', 'kategorie'],
    }),
    field.date('from_date', 'Von', 'From', {
      required: true,
      inList: true,
      aliases: [
        'date',
        'datum',
        'start',
        'day',
        'tag',
        'start date',
        'belegdatum',
        'ad_date',
        'von',
      ],
    }),
    field.date('until_date', 'Bis (ausschließlich)', 'Until (exclusive)', {
      required: true,
      help: text('Erster Tag nach dem Zeitraum.', 'First day after the period.'),
    }),
    field.money('amount', 'Betrag (netto)', 'Amount (net)', {
      required: true,
      inList: true,
      aliases: [
        'cost',
        'kosten',
        'spend',
        'betrag',
        'amount spent',
        'ausgegebener betrag',
        'actual cost',
        'total spent',
      ],
    }),
    field.decimal('exact_amount', 'Betrag (genau)', 'Amount (exact)', {
      derived: true,
      help: text(
        'Der Betrag der Plattform mit bis zu sechs Nachkommastellen; Summen werden daraus gerundet.',
        'The amount of the platform with up to six decimals; totals are rounded from it.',
      ),
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', { inList: true, aliases: ['kanal'] }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      inList: true,
      aliases: ['campaign', 'campaign name', 'kampagne', 'kampagnenname', 'campaign_name'],
    }),
    field.choice(
      'overhead',
      'Umlage',
      'Overhead',
      [
        choice('spread', 'immer umlegen', 'always spread'),
        choice('keep', 'nicht umlegen', 'do not spread'),
      ],
      {
        help: text(
          'Leer: Umgelegt werden Kosten ohne Kanal und Kampagne. „Immer umlegen“ gilt auch für Kosten, die eines davon haben.',
          'Empty: cost without channel and campaign is spread. “Always spread” holds for cost that has one, too.',
        ),
        aliases: ['umlage', 'gemeinkosten', 'overhead'],
      },
    ),
    field.text('description', 'Text', 'Description', {
      inList: true,
      aliases: ['buchungstext', 'text', 'beschreibung', 'ad group', 'keyword'],
    }),
    field.text('vendor', 'Lieferant', 'Vendor', { aliases: ['lieferant', 'kreditor'] }),
    salesScopeField,
    field.reference('product_id', 'product', 'Produkt', 'Product'),
    field.reference('team_id', 'team', 'Team', 'Team'),
    field.reference('region_id', 'region', 'Region', 'Region'),
    field.money('gross_amount', 'Betrag (brutto)', 'Amount (gross)', {
      section: tax,
      aliases: ['brutto'],
    }),
    field.rate('vat_rate', 'USt-Satz', 'VAT rate', { section: tax, aliases: ['ust', 'mwst'] }),
    field.text('account_number', 'Sachkonto', 'Ledger account', {
      section: tax,
      aliases: ['konto', 'sachkonto'],
    }),
    field.text('document_number', 'Belegnummer', 'Document number', {
      section: tax,
      aliases: ['belegfeld 1', 'rechnungsnummer'],
    }),
    field.choice('document_type', 'Belegart', 'Type of document', DOCUMENT_TYPES, {
      section: tax,
      aliases: ['belegart', 'document type'],
      help: text(
        'Eine Gutschrift mindert die Kosten. Eine Abgrenzung steht für eine Rechnung, die noch kommt.',
        'A credit note lowers cost. An accrual stands for an invoice that is still to come.',
      ),
    }),
    field.reference('refers_to_id', 'cost', 'Bezieht sich auf', 'Refers to', {
      section: tax,
      aliases: ['bezieht sich auf', 'zu beleg', 'refers to'],
      help: text(
        'Bei einer Gutschrift die Rechnung; bei einer Rechnung die Abgrenzung, die sie ersetzt. In Dateien: deren Belegnummer.',
        'Of a credit note the invoice; of an invoice the accrual that it replaces. In files: its document number.',
      ),
    }),
    field.text('currency', 'Währung', 'Currency', {
      section: foreign,
      importable: false,
      help: text(
        'Leer: die Währung des Unternehmens. Sonst ein Kürzel wie USD.',
        'Empty: the company’s. Else a code such as USD.',
      ),
    }),
    field.money(
      'foreign_amount',
      'Betrag in Fremdwährung (netto)',
      'Amount in that currency (net)',
      {
        section: foreign,
        importable: false,
      },
    ),
    field.decimal('currency_rate', 'Kurs', 'Rate', {
      section: foreign,
      importable: false,
      help: text(
        'Leer: der Kurs aus der Tabelle, der an diesem Tag gilt. Er bleibt beim Eintrag.',
        'Empty: the rate of the table that holds on that day. It stays with the entry.',
      ),
    }),
    field.integer('impressions', 'Impressionen', 'Impressions', {
      section: platform,
      aliases: ['impr.', 'impressionen'],
    }),
    field.integer('reach', 'Reichweite', 'Reach', { section: platform, aliases: ['reichweite'] }),
    field.integer('clicks', 'Klicks', 'Clicks', {
      section: platform,
      aliases: ['klicks', 'clicks (all)', 'klicks (alle)'],
    }),
    field.decimal('platform_conversions', 'Conversions laut Plattform', 'Platform conversions', {
      section: platform,
      aliases: ['conversions'],
    }),
    field.money(
      'platform_conversion_value',
      'Conversion-Wert laut Plattform',
      'Platform conversion value',
      {
        section: platform,
        aliases: ['conv. value', 'conversion value'],
      },
    ),
    field.choice('standing', 'Zählung', 'Counting', STANDINGS, { section: origin, derived: true }),
    field.reference(
      'recurring_id',
      'recurring_cost',
      'Aus wiederkehrenden Kosten',
      'Of recurring cost',
      {
        section: origin,
        derived: true,
      },
    ),
    field.reference('time_entry_id', 'time_entry', 'Aus Zeiten', 'Of hours', {
      section: origin,
      derived: true,
      goesWith: true,
    }),
  ],
  // Which decision about a double it belongs to; what that means stands in `standing`.
  hidden: ['double_booking_id'],
  title: ['description', 'category'],
  search: ['description', 'vendor', 'document_number'],
  sort: '-from_date',
}
