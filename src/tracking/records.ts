import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'
import { NOT_COUNTED_CHOICES, TOUCH_KIND_CHOICES } from './touch-kinds.ts'

/** A channel as a record: names and depth can be edited, the list itself is fixed. */
export const channelKind: RecordKind = {
  id: 'channel',
  path: 'channels',
  label: text('Kanal', 'Channel'),
  plural: text('Kanäle', 'Channels'),
  table: 'tracking.channel',
  area: 'company',
  fields: [
    field.text('name_de', 'Name (deutsch)', 'Name (German)', { required: true, inList: true }),
    field.text('name_en', 'Name (englisch)', 'Name (English)', { required: true, inList: true }),
    field.text('channel_group', 'Gruppe', 'Group', { derived: true, inList: true }),
    field.integer('depth', 'Qualifizierungstiefe (1 = tief)', 'Depth (1 = deepest)', {
      inList: true,
    }),
  ],
  title: ['name_de'],
  search: ['name_de', 'name_en'],
  sort: 'name_de',
}

const newsletter = text('Newsletter', 'Newsletter')

/** One contact of a person with us, at an instant, in a channel; online or offline. */
export const touchpointKind: RecordKind = {
  id: 'touchpoint',
  path: 'touchpoints',
  label: text('Kontaktpunkt', 'Touchpoint'),
  plural: text('Kontaktpunkte', 'Touchpoints'),
  table: 'tracking.touchpoint',
  area: 'tracking',
  fields: [
    field.instant('occurred_at', 'Zeitpunkt', 'At', {
      required: true,
      inList: true,
      aliases: ['date', 'datum', 'timestamp', 'time', 'zeitpunkt'],
    }),
    field.choice('kind', 'Art', 'Kind', TOUCH_KIND_CHOICES, {
      inList: true,
      aliases: ['art', 'typ', 'type', 'kind', 'activity type', 'aktivitätstyp'],
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', {
      inList: true,
      help: text(
        'Leer: nach der Art, sonst nach der Quelle.',
        'Empty: by the kind, else by the source.',
      ),
      aliases: ['kanal', 'channel'],
    }),
    field.text('title', 'Bezeichnung', 'Title', {
      inList: true,
      aliases: ['event', 'subject', 'betreff', 'titel'],
    }),
    field.reference('lead_id', 'lead', 'Lead', 'Lead', { inList: true }),
    field.reference('contact_id', 'contact', 'Kontakt', 'Contact', { inList: true }),
    field.reference('account_id', 'account', 'Unternehmen', 'Account', { inList: true }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', { inList: true }),
    field.text('source', 'Quelle (wie angegeben)', 'Source (as given)', {
      aliases: ['utm_source', 'source'],
    }),
    field.text('medium', 'Medium', 'Medium', { aliases: ['utm_medium'] }),
    field.text('campaign', 'Kampagne (wie angegeben)', 'Campaign (as given)', {
      aliases: ['utm_campaign'],
    }),
    field.text('content', 'Inhalt', 'Content', { aliases: ['utm_content'] }),
    field.text('term', 'Suchbegriff', 'Term', { aliases: ['utm_term'] }),
    field.text('channel_rule', 'Regel des Kanals', 'Rule of the channel', { derived: true }),
    field.text('used', 'Entscheidende Angabe', 'Input that decided', { derived: true }),
    field.instant('sent_at', 'Versendet', 'Sent', {
      section: newsletter,
      help: text(
        'Wann der Newsletter versendet wurde: Öffnungen und Klicks in den ersten Sekunden zählen nicht.',
        'When the newsletter was sent: opens and clicks in the first seconds do not count.',
      ),
      aliases: ['versendet', 'sent', 'send time', 'versandzeit'],
    }),
    field.text('agent', 'Programm (User-Agent)', 'Program (user agent)', {
      section: newsletter,
      aliases: ['user agent', 'user-agent', 'useragent', 'client'],
    }),
    field.choice('not_counted', 'Zählt nicht', 'Not counted', NOT_COUNTED_CHOICES, {
      derived: true,
      inList: true,
    }),
    field.longtext('notes', 'Notizen', 'Notes'),
  ],
  title: ['title', 'channel'],
  search: ['title', 'source'],
  hidden: ['visit_id', 'visitor', 'goal_id', 'message_id'],
  sort: '-occurred_at',
}

/** Visitors and sessions of a day that another program counted. */
export const dailyCountKind: RecordKind = {
  id: 'daily_count',
  path: 'daily-counts',
  label: text('Tageszahl', 'Daily count'),
  plural: text('Tageszahlen', 'Daily counts'),
  table: 'tracking.daily_count',
  area: 'tracking',
  fields: [
    field.date('date', 'Tag', 'Day', {
      required: true,
      inList: true,
      aliases: ['datum', 'date', 'tag', 'day'],
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', {
      inList: true,
      aliases: ['kanal', 'default channel group'],
    }),
    field.integer('visitors', 'Besucher', 'Visitors', {
      inList: true,
      aliases: ['besucher', 'users', 'nutzer', 'visitors'],
    }),
    field.integer('sessions', 'Sitzungen', 'Sessions', {
      inList: true,
      aliases: ['sitzungen', 'sessions', 'visits', 'besuche'],
    }),
    field.text('counted_by', 'Gezählt von', 'Counted by', { inList: true }),
  ],
  title: ['date'],
  search: ['counted_by'],
  sort: '-date',
  naturalKey: [['date', 'channel', 'counted_by']],
}

/** The diary of changes that make figures of before and after differ. */
export const trackingChangeKind: RecordKind = {
  id: 'tracking_change',
  path: 'tracking-changes',
  label: text('Messänderung', 'Tracking change'),
  plural: text('Messänderungen', 'Tracking changes'),
  table: 'tracking.change_note',
  area: 'tracking',
  fields: [
    field.date('date', 'Tag', 'Day', { required: true, inList: true }),
    field.choice(
      'kind',
      'Art',
      'Kind',
      [
        choice('script', 'Skript', 'Script'),
        choice('consent', 'Einwilligung', 'Consent banner'),
        choice('crm', 'CRM-Feld', 'CRM field'),
        choice('definition', 'Definition', 'Definition'),
        choice('other', 'Sonstiges', 'Other'),
      ],
      { required: true, inList: true },
    ),
    field.text('note', 'Was sich geändert hat', 'What changed', { required: true, inList: true }),
  ],
  title: ['date', 'note'],
  search: ['note'],
  sort: '-date',
}
