import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

const who = text('Wer', 'Who')
const origin = text('Herkunft', 'Origin')
const assignment = text('Zuordnung', 'Assignment')

/** A customer asks for help: what retention and community work answers. */
export const serviceRequestKind: RecordKind = {
  id: 'service_request',
  path: 'service-requests',
  label: text('Serviceanfrage', 'Service request'),
  plural: text('Serviceanfragen', 'Service requests'),
  table: 'returns.service_request',
  area: 'returns',
  fields: [
    field.instant('requested_at', 'Eingang', 'Requested at', {
      required: true,
      inList: true,
      aliases: ['eingang', 'datum', 'date', 'created', 'erstellt am', 'created at', 'opened'],
    }),
    field.text('subject', 'Betreff', 'Subject', {
      required: true,
      inList: true,
      aliases: ['betreff', 'title', 'titel', 'thema', 'ticket'],
    }),
    field.choice(
      'kind',
      'Art',
      'Kind',
      [
        choice('question', 'Frage', 'Question'),
        choice('fault', 'Störung', 'Fault'),
        choice('complaint', 'Beschwerde', 'Complaint'),
        choice('order', 'Bestellung', 'Order'),
        choice('training', 'Schulung', 'Training'),
        choice('other', 'Sonstiges', 'Other'),
      ],
      { inList: true, aliases: ['art', 'type', 'typ', 'kategorie', 'category'] },
    ),
    field.choice(
      'status',
      'Stand',
      'Status',
      [choice('open', 'offen', 'Open'), choice('resolved', 'erledigt', 'Resolved')],
      { required: true, inList: true, aliases: ['status', 'stand'] },
    ),
    field.instant('resolved_at', 'Erledigt am', 'Resolved at', {
      aliases: ['gelöst am', 'geschlossen am', 'closed at', 'resolved', 'solved at'],
    }),
    field.reference('account_id', 'account', 'Unternehmen', 'Account', {
      inList: true,
      section: who,
      aliases: ['kunde', 'customer', 'firma', 'account'],
    }),
    field.reference('contact_id', 'contact', 'Kontakt', 'Contact', {
      section: who,
      aliases: ['ansprechpartner', 'contact', 'requester'],
    }),
    field.reference('product_id', 'product', 'Produkt', 'Product', {
      section: who,
      aliases: ['artikel', 'product'],
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', {
      inList: true,
      section: origin,
      aliases: ['kanal', 'via'],
    }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      section: origin,
      aliases: ['kampagne'],
    }),
    field.reference('owner_id', 'user', 'Zuständig', 'Owner', {
      section: assignment,
      aliases: ['bearbeiter', 'assignee', 'agent'],
    }),
    field.reference('team_id', 'team', 'Team', 'Team', { section: assignment }),
    field.reference('region_id', 'region', 'Region', 'Region', { section: assignment }),
    field.longtext('notes', 'Notizen', 'Notes', {
      section: text('Notizen', 'Notes'),
      aliases: ['beschreibung', 'description'],
    }),
  ],
  title: ['subject'],
  search: ['subject'],
  sort: '-requested_at',
}
