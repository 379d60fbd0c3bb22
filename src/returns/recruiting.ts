import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

const origin = text('Herkunft', 'Origin')
const assignment = text('Zuordnung', 'Assignment')

const channel = field.reference('channel', 'channel', 'Kanal', 'Channel', {
  inList: true,
  section: origin,
  help: text(
    'Leer: der Kanal der Kampagne, sonst nach der Quelle.',
    'Empty: the channel of the campaign, else by the source.',
  ),
  aliases: ['kanal'],
})
const campaign = field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
  inList: true,
  section: origin,
  aliases: ['kampagne', 'campaign'],
})
const source = field.text('source', 'Quelle (wie angegeben)', 'Source (as given)', {
  section: origin,
  aliases: ['quelle', 'source', 'bewerbungskanal', 'herkunft', 'stellenbörse', 'job board'],
})
const team = field.reference('team_id', 'team', 'Team', 'Team', { section: assignment })
const region = field.reference('region_id', 'region', 'Region', 'Region', { section: assignment })

/** Somebody applied for work. Without a name: figures need none, and the law asks to delete it soon. */
export const jobApplicationKind: RecordKind = {
  id: 'job_application',
  path: 'job-applications',
  label: text('Bewerbung', 'Job application'),
  plural: text('Bewerbungen', 'Job applications'),
  table: 'returns.job_application',
  area: 'returns',
  fields: [
    field.date('applied_on', 'Eingang', 'Applied on', {
      required: true,
      inList: true,
      aliases: ['bewerbungsdatum', 'eingangsdatum', 'datum', 'date', 'application date'],
    }),
    field.text('position', 'Stelle', 'Position', {
      inList: true,
      aliases: ['job', 'job title', 'stellenbezeichnung', 'position'],
    }),
    field.text('reference', 'Kennung', 'Reference', {
      inList: true,
      help: text(
        'Die Nummer im Bewerbungsprogramm. Bitte keine Namen: Kennzahlen brauchen sie nicht.',
        'The number in the recruiting system. No names please: figures do not need them.',
      ),
      aliases: ['bewerbernummer', 'bewerbung nr', 'application id', 'kennung'],
    }),
    field.choice(
      'status',
      'Stand',
      'Status',
      [
        choice('new', 'neu', 'New'),
        choice('interview', 'im Gespräch', 'In interviews'),
        choice('offer', 'Angebot gemacht', 'Offer made'),
        choice('hired', 'eingestellt', 'Hired'),
        choice('rejected', 'abgelehnt', 'Rejected'),
        choice('withdrawn', 'zurückgezogen', 'Withdrawn'),
      ],
      { required: true, inList: true, aliases: ['status', 'stand', 'bewerbungsstatus'] },
    ),
    source,
    channel,
    campaign,
    team,
    region,
  ],
  title: ['position', 'reference'],
  search: ['position', 'reference', 'source'],
  sort: '-applied_on',
  naturalKey: [['reference']],
}

/** Somebody was hired; what that saved against the usual way of finding people. */
export const hireKind: RecordKind = {
  id: 'hire',
  path: 'hires',
  label: text('Einstellung', 'Hire'),
  plural: text('Einstellungen (Personal)', 'Hires'),
  table: 'returns.hire',
  area: 'returns',
  fields: [
    field.date('hired_on', 'Eingestellt am', 'Hired on', {
      required: true,
      inList: true,
      aliases: ['einstellungsdatum', 'eintritt', 'datum', 'date', 'start date', 'hire date'],
    }),
    field.text('position', 'Stelle', 'Position', {
      inList: true,
      aliases: ['job', 'job title', 'stellenbezeichnung', 'position'],
    }),
    field.reference('job_application_id', 'job_application', 'Bewerbung', 'Job application', {
      section: origin,
      aliases: ['bewerbung', 'bewerbernummer', 'application'],
    }),
    source,
    channel,
    campaign,
    field.money('saving', 'Ersparnis', 'Saving', {
      inList: true,
      help: text(
        'Was gegenüber dem üblichen Weg (Anzeige, Personalvermittlung) gespart wurde. Leer: der Betrag aus den Einstellungen.',
        'What was saved against the usual way (advertisement, agency). Empty: the amount in the settings.',
      ),
      aliases: ['ersparnis', 'gespart', 'saving per hire', 'savings'],
    }),
    team,
    region,
    field.longtext('notes', 'Notizen', 'Notes', { section: text('Notizen', 'Notes') }),
  ],
  title: ['position'],
  search: ['position', 'source'],
  sort: '-hired_on',
}
