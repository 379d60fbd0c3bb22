import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'
import { salesScopeField } from './cost.ts'

/** What people do, with what an hour of it costs. Time is kept by role; a name only where the company allows it. */
export const workRoleKind: RecordKind = {
  id: 'work_role',
  path: 'work-roles',
  label: text('Tätigkeit', 'Role'),
  plural: text('Tätigkeiten', 'Roles'),
  table: 'costs.work_role',
  area: 'costs',
  fields: [
    field.text('name', 'Bezeichnung', 'Name', {
      required: true,
      inList: true,
      aliases: ['tätigkeit', 'rolle', 'role'],
    }),
    field.money('rate', 'Stundensatz', 'Hourly rate', {
      required: true,
      inList: true,
      aliases: ['stundensatz', 'satz', 'hourly rate'],
      help: text(
        'Volle Kosten einer Stunde: Gehalt, Nebenkosten, Arbeitsplatz.',
        'Full cost of an hour: salary, contributions, workplace.',
      ),
    }),
    field.choice(
      'category',
      'Zählt als',
      'Counts as',
      [choice('personnel', 'Personal', 'Personnel'), choice('sales', 'Vertrieb', 'Sales')],
      { inList: true },
    ),
    {
      ...salesScopeField,
      help: text(
        'Nur bei Vertrieb: für wen diese Stunden sind. Leer: Sie sagen es am einzelnen Kosteneintrag.',
        'Sales only: whom these hours are for. Empty: you say so at the single cost entry.',
      ),
    },
    field.decimal('weekly_hours', 'Stunden je Woche', 'Hours a week', { inList: true }),
    field.reference('split_id', 'cost_split', 'Übliche Verteilung', 'Usual split', {
      inList: true,
      help: text(
        'Nach ihr wird eine Woche verteilt, die niemand einzeln aufschreibt.',
        'By it a week is divided that nobody writes down in detail.',
      ),
    }),
    field.longtext('notes', 'Notizen', 'Notes'),
  ],
  title: ['name'],
  search: ['name'],
  sort: 'name',
  naturalKey: [['name']],
}

/** Hours of work for a campaign or channel. Each has its entry in the ledger, which follows it. */
export const timeEntryKind: RecordKind = {
  id: 'time_entry',
  path: 'time-entries',
  label: text('Zeiteintrag', 'Time entry'),
  plural: text('Zeiten', 'Hours'),
  table: 'costs.time_entry',
  area: 'costs',
  fields: [
    field.date('from_date', 'Von', 'From', {
      required: true,
      inList: true,
      aliases: ['datum', 'date', 'tag', 'day', 'woche', 'von'],
    }),
    field.date('until_date', 'Bis (ausschließlich)', 'Until (exclusive)', {
      help: text(
        'Leer: nur der eine Tag. Für eine Woche der Montag danach.',
        'Empty: that one day. For a week the Monday after it.',
      ),
    }),
    field.decimal('hours', 'Stunden', 'Hours', {
      required: true,
      inList: true,
      aliases: ['stunden', 'std', 'dauer', 'duration', 'h'],
    }),
    field.reference('role_id', 'work_role', 'Tätigkeit', 'Role', {
      inList: true,
      aliases: ['tätigkeit', 'rolle', 'role'],
    }),
    field.reference('user_id', 'user', 'Person', 'Person', {
      aliases: ['person', 'mitarbeiter', 'employee', 'name'],
      help: text(
        'Nur wenn die Einstellungen Namen bei Zeiten erlauben.',
        'Only where the settings allow names with hours.',
      ),
    }),
    field.money('rate', 'Stundensatz', 'Hourly rate', {
      aliases: ['stundensatz', 'satz', 'hourly rate'],
      help: text('Leer: der Satz der Tätigkeit.', 'Empty: the rate of the role.'),
    }),
    field.money('amount', 'Kosten', 'Cost', { derived: true, inList: true }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', { inList: true, aliases: ['kanal'] }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      inList: true,
      aliases: ['campaign', 'kampagne', 'projekt', 'project'],
    }),
    field.reference('product_id', 'product', 'Produkt', 'Product'),
    field.text('description', 'Text', 'Description', {
      inList: true,
      aliases: ['beschreibung', 'notiz', 'note'],
    }),
  ],
  title: ['description', 'from_date'],
  search: ['description'],
  sort: '-from_date',
}

/** A named key by which hours, salaries and subscriptions are divided. */
export const costSplitKind: RecordKind = {
  id: 'cost_split',
  path: 'cost-splits',
  label: text('Verteilung', 'Split'),
  plural: text('Verteilungen', 'Splits'),
  table: 'costs.split',
  area: 'costs',
  fields: [
    field.text('name', 'Name', 'Name', { required: true, inList: true }),
    field.longtext('notes', 'Notizen', 'Notes', { inList: true }),
  ],
  title: ['name'],
  search: ['name'],
  sort: 'name',
  naturalKey: [['name']],
}

/** A part of a split. The shares are relative: 2 to 1 divides like 40 % to 20 %. */
export const costShareKind: RecordKind = {
  id: 'cost_share',
  path: 'cost-shares',
  label: text('Anteil', 'Share'),
  plural: text('Anteile', 'Shares'),
  table: 'costs.split_share',
  area: 'costs',
  fields: [
    field.reference('split_id', 'cost_split', 'Verteilung', 'Split', {
      required: true,
      inList: true,
      aliases: ['verteilung', 'split'],
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', { inList: true, aliases: ['kanal'] }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      inList: true,
      aliases: ['campaign', 'kampagne'],
    }),
    field.rate('share', 'Anteil', 'Share', { required: true, inList: true, aliases: ['anteil'] }),
  ],
  title: ['channel', 'share'],
  search: [],
  sort: '-share',
}
