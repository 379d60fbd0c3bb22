import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

const value = text('Wert', 'Value')
const fate = text('Verlängerung', 'Renewal')
const assignment = text('Zuordnung', 'Assignment')

/** How often the amount of a contract is paid; `once`: for its whole term. */
export const BILLING_PERIODS = [
  choice('month', 'Monat', 'Month'),
  choice('quarter', 'Quartal', 'Quarter'),
  choice('year', 'Jahr', 'Year'),
  choice('once', 'einmal für die Laufzeit', 'Once for the term'),
]

/** What became of a contract. */
export const CONTRACT_OUTCOMES = [
  choice('running', 'läuft', 'Running'),
  choice('renewed', 'verlängert', 'Renewed'),
  choice('ended', 'beendet', 'Ended'),
]

/** A contract with a customer: it falls due on its last day and is then renewed or ended. */
export const contractKind: RecordKind = {
  id: 'contract',
  path: 'contracts',
  label: text('Vertrag', 'Contract'),
  plural: text('Verträge', 'Contracts'),
  table: 'returns.contract',
  area: 'returns',
  fields: [
    field.text('name', 'Bezeichnung', 'Name', {
      required: true,
      inList: true,
      aliases: ['vertrag', 'contract', 'contract name', 'vertragsname', 'titel', 'title'],
    }),
    field.text('number', 'Vertragsnummer', 'Contract number', {
      inList: true,
      aliases: ['vertragsnr', 'vertragsnr.', 'contract no', 'contract id'],
    }),
    field.reference('account_id', 'account', 'Unternehmen', 'Account', {
      inList: true,
      aliases: ['kunde', 'customer', 'account', 'firma'],
    }),
    field.date('start_date', 'Beginn', 'Start', {
      required: true,
      inList: true,
      aliases: ['start date', 'vertragsbeginn', 'laufzeit von', 'von', 'start'],
    }),
    field.date('end_date', 'Letzter Tag', 'Last day', {
      inList: true,
      help: text(
        'An diesem Tag ist über die Verlängerung zu entscheiden. Leer: unbefristet.',
        'The day by which renewal is decided. Empty: no end agreed.',
      ),
      aliases: ['end date', 'ende', 'vertragsende', 'laufzeit bis', 'bis', 'expiry date'],
    }),
    field.money('amount', 'Betrag', 'Amount', {
      inList: true,
      section: value,
      aliases: ['wert', 'betrag', 'contract value', 'fee', 'gebühr'],
    }),
    field.choice('billing_period', 'Betrag je', 'Amount per', BILLING_PERIODS, {
      section: value,
      aliases: ['zahlungsweise', 'abrechnung', 'billing', 'billing period', 'intervall'],
    }),
    field.choice('outcome', 'Stand', 'Outcome', CONTRACT_OUTCOMES, {
      required: true,
      inList: true,
      section: fate,
      aliases: ['status', 'stand', 'renewal status', 'verlängert'],
    }),
    field.date('decided_on', 'Entschieden am', 'Decided on', {
      section: fate,
      help: text('Leer: der Tag der Eingabe.', 'Empty: the day of the entry.'),
      aliases: ['gekündigt am', 'verlängert am', 'cancelled on', 'renewed on'],
    }),
    field.text('end_reason', 'Grund des Endes', 'Reason of the end', {
      section: fate,
      aliases: ['kündigungsgrund', 'grund', 'churn reason', 'cancellation reason'],
    }),
    field.reference('renews_id', 'contract', 'Verlängert den Vertrag', 'Renews the contract', {
      section: fate,
      help: text(
        'Der Vertrag, an dessen Stelle dieser tritt; er gilt damit als verlängert.',
        'The contract that this one follows; it counts as renewed then.',
      ),
      aliases: ['vorgängervertrag', 'previous contract'],
    }),
    field.reference('opportunity_id', 'opportunity', 'Verkaufschance', 'Opportunity', {
      section: assignment,
      aliases: ['deal', 'auftrag'],
    }),
    field.reference('product_id', 'product', 'Produkt', 'Product', {
      section: assignment,
      aliases: ['artikel', 'product'],
    }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      section: assignment,
      help: text(
        'Die Maßnahme, die zur Verlängerung beitragen sollte.',
        'The measure that was to help the renewal.',
      ),
      aliases: ['kampagne'],
    }),
    field.reference('owner_id', 'user', 'Zuständig', 'Owner', {
      section: assignment,
      aliases: ['betreuer', 'owner'],
    }),
    field.reference('team_id', 'team', 'Team', 'Team', { section: assignment }),
    field.reference('region_id', 'region', 'Region', 'Region', { section: assignment }),
    field.longtext('notes', 'Notizen', 'Notes', { section: text('Notizen', 'Notes') }),
  ],
  title: ['name'],
  search: ['name', 'number'],
  sort: '-end_date',
  naturalKey: [['number']],
}
