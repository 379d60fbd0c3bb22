import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'
import { KPIS } from '#kpis/registry.ts'
import type { Unit } from '#kpis/unit.ts'

const value = text('Zielwert', 'Target value')
const scope = text('Gilt nur für', 'Only for')

/** Figures that a target can be set for: all that this installation can calculate. */
const PLANNABLE = KPIS.filter((kpi) => !kpi.needs)

/** The field that holds a target's value, by the unit of its figure. */
export type ValueField = 'amount' | 'rate' | 'number'

export function valueFieldOf(unit: Unit): ValueField {
  if (unit === 'money' || unit === 'money_per_day') return 'amount'
  return unit === 'rate' ? 'rate' : 'number'
}

/** Fields that narrow a target, with the word of the same filter in figure queries. */
export const TARGET_FILTERS = [
  ['channel', 'channel'],
  ['campaign_id', 'campaign'],
  ['product_id', 'product'],
  ['team_id', 'team'],
  ['region_id', 'region'],
  ['owner_id', 'owner'],
  ['target_group_id', 'target_group'],
  ['business_type', 'business_type'],
] as const

/** What a figure is to be in one month, quarter or year. Bands say what is usual, targets what is wanted. */
export const targetKind: RecordKind = {
  id: 'target',
  path: 'targets',
  label: text('Ziel', 'Target'),
  plural: text('Ziele', 'Targets'),
  table: 'planning.target',
  area: 'planning',
  fields: [
    field.choice(
      'kpi',
      'Kennzahl',
      'Figure',
      PLANNABLE.map(({ id, name }) => choice(id, name.de, name.en)),
      { required: true, inList: true, aliases: ['kpi', 'kennzahl', 'ziel'] },
    ),
    field.choice(
      'period',
      'Zeitraum',
      'Period',
      [
        choice('month', 'Monat', 'Month'),
        choice('quarter', 'Quartal', 'Quarter'),
        choice('year', 'Jahr', 'Year'),
      ],
      { required: true, inList: true, aliases: ['zeitraum'] },
    ),
    field.date('from_date', 'Beginn', 'Begins', {
      required: true,
      inList: true,
      help: text(
        'Ein Tag des Zeitraums; gespeichert wird sein erster.',
        'A day of the period; its first one is stored.',
      ),
      aliases: ['beginn', 'monat', 'von', 'month', 'from'],
    }),
    field.money('amount', 'Betrag', 'Amount', {
      section: value,
      inList: true,
      help: text(
        'Für Kennzahlen in Geld, zum Beispiel Umsatz oder CAC.',
        'For figures in money, such as revenue or CAC.',
      ),
      aliases: ['betrag', 'zielwert'],
    }),
    field.rate('rate', 'Quote', 'Rate', {
      section: value,
      inList: true,
      help: text('Für Quoten in Prozent.', 'For rates in percent.'),
      aliases: ['quote'],
    }),
    field.decimal('number', 'Zahl', 'Number', {
      section: value,
      inList: true,
      help: text(
        'Für Anzahlen, Tage, Minuten, Monate und Verhältnisse (ein ROI von 200 % ist 2).',
        'For counts, days, minutes, months and ratios (a ROI of 200% is 2).',
      ),
      aliases: ['anzahl'],
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', {
      section: scope,
      inList: true,
      aliases: ['kanal'],
    }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      section: scope,
      aliases: ['campaign', 'kampagne'],
    }),
    field.reference('product_id', 'product', 'Produkt', 'Product', {
      section: scope,
      aliases: ['product', 'produkt'],
    }),
    field.reference('team_id', 'team', 'Team', 'Team', { section: scope, aliases: ['team'] }),
    field.reference('region_id', 'region', 'Region', 'Region', {
      section: scope,
      aliases: ['region'],
    }),
    field.reference('owner_id', 'user', 'Zuständig', 'Owner', { section: scope }),
    field.reference('target_group_id', 'target_group', 'Zielgruppe', 'Target group', {
      section: scope,
    }),
    field.choice(
      'business_type',
      'Geschäft',
      'Business',
      [
        choice('new', 'Neugeschäft', 'New business'),
        choice('existing', 'Bestandsgeschäft', 'Existing business'),
      ],
      { section: scope },
    ),
    field.longtext('note', 'Notiz', 'Note', { aliases: ['notiz', 'begründung'] }),
  ],
  title: ['kpi', 'from_date'],
  search: ['note'],
  sort: '-from_date',
}
