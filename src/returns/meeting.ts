import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

const who = text('Mit wem', 'With whom')
const origin = text('Herkunft', 'Origin')
const assignment = text('Zuordnung', 'Assignment')

/** How a meeting came about: what the cost of a meeting is compared by. */
export const MEETING_ORIGINS = [
  choice('social_selling', 'Social Selling', 'Social selling'),
  choice('cold_call', 'Kaltakquise am Telefon', 'Cold call'),
  choice('inbound', 'Anfrage des Kunden', 'Inbound request'),
  choice('event', 'Messe oder Veranstaltung', 'Trade fair or event'),
  choice('recommendation', 'Empfehlung', 'Recommendation'),
  choice('other', 'Sonstiges', 'Other'),
]

/** An appointment with a customer to be: held, missed, cancelled or still to come. */
export const meetingKind: RecordKind = {
  id: 'meeting',
  path: 'meetings',
  label: text('Termin', 'Meeting'),
  plural: text('Termine', 'Meetings'),
  table: 'returns.meeting',
  area: 'returns',
  fields: [
    field.instant('starts_at', 'Zeitpunkt', 'At', {
      required: true,
      inList: true,
      aliases: ['datum', 'date', 'beginn', 'start', 'termin', 'meeting date'],
    }),
    field.text('title', 'Bezeichnung', 'Title', {
      inList: true,
      aliases: ['betreff', 'subject', 'thema', 'titel'],
    }),
    field.choice('origin', 'Zustande gekommen durch', 'Came about by', MEETING_ORIGINS, {
      inList: true,
      section: origin,
      help: text(
        'Danach werden die Kosten je Termin verglichen, zum Beispiel Social Selling mit Kaltakquise.',
        'The cost of a meeting is compared by it, for example social selling with cold calls.',
      ),
      aliases: ['herkunft', 'origin', 'entstanden durch'],
    }),
    field.choice(
      'outcome',
      'Stand',
      'Outcome',
      [
        choice('planned', 'steht an', 'Planned'),
        choice('held', 'stattgefunden', 'Held'),
        choice('missed', 'versäumt', 'Missed'),
        choice('cancelled', 'abgesagt', 'Cancelled'),
      ],
      { required: true, inList: true, aliases: ['status', 'stand', 'ergebnis', 'outcome'] },
    ),
    field.reference('account_id', 'account', 'Unternehmen', 'Account', {
      inList: true,
      section: who,
      aliases: ['kunde', 'customer', 'firma', 'account'],
    }),
    field.reference('contact_id', 'contact', 'Kontakt', 'Contact', { section: who }),
    field.reference('lead_id', 'lead', 'Lead', 'Lead', { section: who }),
    field.reference('opportunity_id', 'opportunity', 'Verkaufschance', 'Opportunity', {
      section: who,
      aliases: ['deal'],
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', {
      section: origin,
      help: text(
        'Leer: der Kanal der Kampagne, sonst nach der Herkunft.',
        'Empty: the channel of the campaign, else by the origin.',
      ),
      aliases: ['kanal'],
    }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      section: origin,
      aliases: ['kampagne'],
    }),
    field.reference('owner_id', 'user', 'Zuständig', 'Owner', {
      inList: true,
      section: assignment,
      aliases: ['besitzer', 'owner', 'host'],
    }),
    field.reference('team_id', 'team', 'Team', 'Team', { section: assignment }),
    field.reference('region_id', 'region', 'Region', 'Region', { section: assignment }),
    field.longtext('notes', 'Notizen', 'Notes', { section: text('Notizen', 'Notes') }),
  ],
  title: ['title'],
  search: ['title'],
  sort: '-starts_at',
}
