import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

/** A bundle of measures with a goal, dates, a budget. */
export const campaignKind: RecordKind = {
  id: 'campaign',
  path: 'campaigns',
  label: text('Kampagne', 'Campaign'),
  plural: text('Kampagnen', 'Campaigns'),
  table: 'campaigns.campaign',
  area: 'campaigns',
  fields: [
    field.text('name', 'Name', 'Name', {
      required: true,
      inList: true,
      aliases: ['campaign name', 'kampagnenname', 'campaign'],
    }),
    field.choice(
      'goal_type',
      'Ziel',
      'Goal',
      [
        choice('awareness', 'Bekanntheit', 'Awareness'),
        choice('lead_generation', 'Leadgewinnung', 'Lead generation'),
        choice('customer_retention', 'Kundenbindung', 'Customer retention'),
        choice('recruiting', 'Personalgewinnung', 'Recruiting'),
      ],
      { inList: true, aliases: ['objective', 'ziel'] },
    ),
    field.reference('channel', 'channel', 'Kanal', 'Channel', { inList: true, aliases: ['kanal'] }),
    field.text('type', 'Art (wie angegeben)', 'Type (as given)', {
      aliases: ['campaign type', 'type'],
    }),
    field.choice(
      'status',
      'Status',
      'Status',
      [
        choice('planned', 'geplant', 'planned'),
        choice('active', 'läuft', 'active'),
        choice('paused', 'pausiert', 'paused'),
        choice('done', 'beendet', 'done'),
        choice('cancelled', 'abgebrochen', 'cancelled'),
      ],
      { inList: true },
    ),
    field.date('starts_on', 'Beginn', 'Start', {
      inList: true,
      aliases: ['start date', 'start', 'beginn', 'startdatum'],
    }),
    field.date('ends_on', 'Letzter Tag', 'Last day', {
      aliases: ['end date', 'end', 'ende', 'enddatum'],
    }),
    field.money('budget', 'Budget', 'Budget', {
      inList: true,
      aliases: ['budgeted cost', 'budget'],
    }),
    field.money('expected_revenue', 'Erwarteter Umsatz', 'Expected revenue', {
      aliases: ['expected revenue'],
    }),
    field.reference('product_id', 'product', 'Produkt', 'Product'),
    field.reference('target_group_id', 'target_group', 'Zielgruppe', 'Target group'),
    field.reference('owner_id', 'user', 'Zuständig', 'Owner', { aliases: ['campaign owner'] }),
    field.choice(
      'agreement',
      'Messvereinbarung',
      'Measurement agreement',
      [choice('agreed', 'vereinbart', 'agreed'), choice('missing', 'fehlt', 'missing')],
      { derived: true, inList: true },
    ),
    field.longtext('description', 'Beschreibung', 'Description'),
  ],
  title: ['name'],
  search: ['name'],
  sort: '-starts_on',
  naturalKey: [['name']],
}

/** Somebody a campaign was addressed to, and how far that went. */
export const campaignMembershipKind: RecordKind = {
  id: 'campaign_membership',
  path: 'campaign-memberships',
  label: text('Kampagnenmitglied', 'Campaign membership'),
  plural: text('Kampagnenmitglieder', 'Campaign memberships'),
  table: 'campaigns.membership',
  area: 'campaigns',
  fields: [
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      required: true,
      inList: true,
      aliases: ['campaign name', 'campaign'],
    }),
    field.reference('lead_id', 'lead', 'Lead', 'Lead', { inList: true }),
    field.reference('contact_id', 'contact', 'Kontakt', 'Contact', { inList: true }),
    field.text('member_name', 'Name (wie angegeben)', 'Name (as given)', {
      inList: true,
      aliases: ['name', 'lead last name', 'member name'],
    }),
    field.text('status', 'Status', 'Status', { inList: true, aliases: ['member status'] }),
    field.instant('at', 'Am', 'At', {
      inList: true,
      aliases: ['last modified time', 'date', 'datum'],
    }),
  ],
  title: ['member_name', 'status'],
  search: ['member_name', 'status'],
  sort: '-at',
}
