import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

const tax = text('Beleg', 'Document')
const platform = text('Werbeplattform', 'Ad platform')

/** The kinds of cost; all but `sales` are marketing cost. */
export const COST_CATEGORIES = [
  choice('personnel', 'Personal', 'Personnel'),
  choice('technology', 'Technik', 'Technology'),
  choice('media', 'Media', 'Media'),
  choice('external', 'Externe Leistungen', 'External services'),
  choice('production', 'Produktion', 'Production'),
  choice('sales', 'Vertrieb', 'Sales'),
]

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
    field.text('description', 'Text', 'Description', {
      inList: true,
      aliases: ['buchungstext', 'text', 'beschreibung', 'ad group', 'keyword'],
    }),
    field.text('vendor', 'Lieferant', 'Vendor', { aliases: ['lieferant', 'kreditor'] }),
    field.choice(
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
    ),
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
  ],
  title: ['description', 'category'],
  search: ['description', 'vendor', 'document_number'],
  sort: '-from_date',
}
