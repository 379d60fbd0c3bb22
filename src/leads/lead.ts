import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

const person = text('Person und Firma (wie angegeben)', 'Person and company (as given)')
const origin = text('Herkunft', 'Origin')
const course = text('Verlauf', 'Course')
const assignment = text('Zuordnung', 'Assignment')

/** Stages of a lead in the order of the funnel; disqualified and nurture are exits. */
export const LEAD_STAGES = [
  choice('new', 'Neu', 'New'),
  choice('contacted', 'Kontaktiert', 'Contacted'),
  choice('mql', 'MQL', 'MQL'),
  choice('sql', 'SQL', 'SQL'),
  choice('opportunity', 'Verkaufschance', 'Opportunity'),
  choice('won', 'Gewonnen', 'Won'),
  choice('lost', 'Verloren', 'Lost'),
  choice('disqualified', 'Disqualifiziert', 'Disqualified'),
  choice('nurture', 'Weiterentwicklung', 'Nurture'),
]

/** The column that holds the first instant at which a lead reached a stage. */
export const STAGE_FIELDS: Readonly<Record<string, string>> = {
  contacted: 'contacted_at',
  mql: 'mql_at',
  sql: 'sql_at',
  opportunity: 'opportunity_at',
  won: 'won_at',
  lost: 'lost_at',
  disqualified: 'disqualified_at',
  nurture: 'nurture_at',
}

/** Fields that say where a lead came from: changing one of them asks for a reason. */
export const SOURCE_FIELDS: readonly string[] = [
  'source',
  'medium',
  'campaign',
  'campaign_id',
  'content',
  'term',
  'channel',
  'first_seen_at',
  'self_report',
]

/** One case of interest; a contact can have several over the years, or none be known. */
export const leadKind: RecordKind = {
  id: 'lead',
  path: 'leads',
  label: text('Lead', 'Lead'),
  plural: text('Leads', 'Leads'),
  table: 'leads.lead',
  area: 'leads',
  fields: [
    field.text('first_name', 'Vorname', 'First name', { section: person, aliases: ['firstname'] }),
    field.text('last_name', 'Nachname', 'Last name', {
      section: person,
      inList: true,
      aliases: ['lastname', 'name', 'lead name', 'surname'],
    }),
    field.text('company', 'Firma', 'Company', {
      section: person,
      inList: true,
      aliases: ['company name', 'firmenname', 'unternehmen', 'organization'],
    }),
    field.email('email', 'E-Mail', 'E-mail', {
      section: person,
      inList: true,
      aliases: ['mail', 'email address'],
    }),
    field.phone('phone', 'Telefon', 'Phone', {
      section: person,
      aliases: ['mobile', 'telefonnummer', 'phone number'],
    }),
    field.url('website', 'Website', 'Website', { section: person }),
    field.text('industry', 'Branche', 'Industry', { section: person }),
    field.reference('contact_id', 'contact', 'Kontakt', 'Contact', {
      section: person,
      aliases: ['contact'],
    }),
    field.reference('account_id', 'account', 'Unternehmen', 'Account', {
      section: person,
      aliases: ['account'],
    }),
    field.choice('stage', 'Stufe', 'Stage', LEAD_STAGES, {
      required: true,
      inList: true,
      section: course,
      aliases: ['lifecycle stage', 'lead stage', 'stufe', 'status', 'lead status'],
    }),
    field.text(
      'stage_reason',
      'Grund (Disqualifizierung, Verlust)',
      'Reason (disqualified, lost)',
      {
        section: course,
        aliases: ['disqualification reason', 'lost reason', 'grund'],
      },
    ),
    field.instant('created_on', 'Lead angelegt am', 'Lead created', {
      required: true,
      inList: true,
      section: course,
      aliases: [
        'create date',
        'created time',
        'created date',
        'created at',
        'erstellt am',
        'lead created',
      ],
    }),
    field.instant('first_contacted_at', 'Erstansprache', 'First contacted', {
      section: course,
      help: text(
        'Wann ein Mensch von uns die Person zuerst erreicht hat; eine automatische Antwort zählt nicht.',
        'When a person of ours reached them first; an automatic answer does not count.',
      ),
    }),
    field.instant(
      'first_response_at',
      'Erste Antwort (auch automatisch)',
      'First response (automatic too)',
      { section: course },
    ),
    field.instant('contacted_at', 'Kontaktiert am', 'Contacted at', { section: course }),
    field.instant('mql_at', 'MQL am', 'MQL at', {
      section: course,
      aliases: ['became a marketing qualified lead date', 'mql date', 'mql datum'],
    }),
    field.instant('sql_at', 'SQL am', 'SQL at', {
      section: course,
      aliases: ['became a sales qualified lead date', 'sql date', 'sql datum'],
    }),
    field.instant('handover_at', 'Übergabe an den Vertrieb', 'Handover to sales', {
      section: course,
    }),
    field.instant('opportunity_at', 'Verkaufschance am', 'Opportunity at', {
      section: course,
      aliases: ['became an opportunity date'],
    }),
    field.instant('won_at', 'Gewonnen am', 'Won at', {
      section: course,
      aliases: ['became a customer date'],
    }),
    field.instant('lost_at', 'Verloren am', 'Lost at', { section: course }),
    field.instant('disqualified_at', 'Disqualifiziert am', 'Disqualified at', { section: course }),
    field.instant('nurture_at', 'Weiterentwicklung seit', 'Nurture since', { section: course }),
    field.instant('last_activity_at', 'Letzte Aktivität', 'Last activity', {
      section: course,
      aliases: ['last activity date'],
    }),
    field.instant('first_seen_at', 'Erstkontakt (eingehend)', 'First seen', {
      section: origin,
      aliases: ['first contact date', 'erstkontakt', 'first seen date'],
      help: text('Wann die Person uns zuerst erreicht hat.', 'When they reached us first.'),
    }),
    field.text('source', 'Quelle (wie angegeben)', 'Source (as given)', {
      section: origin,
      inList: true,
      aliases: ['lead source', 'origin', 'original source', 'utm_source', 'quelle', 'herkunft'],
    }),
    field.text('medium', 'Medium', 'Medium', { section: origin, aliases: ['utm_medium'] }),
    field.text('campaign', 'Kampagne (wie angegeben)', 'Campaign (as given)', {
      section: origin,
      aliases: ['utm_campaign', 'kampagne'],
    }),
    field.text('content', 'Inhalt', 'Content', {
      section: origin,
      aliases: ['utm_content', 'landing_page_id', 'landing page'],
    }),
    field.text('term', 'Suchbegriff', 'Term', {
      section: origin,
      aliases: ['utm_term', 'keyword'],
    }),
    field.reference('channel', 'channel', 'Kanal', 'Channel', {
      section: origin,
      inList: true,
      aliases: ['kanal'],
    }),
    field.text('channel_rule', 'Regel des Kanals', 'Rule of the channel', {
      derived: true,
      section: origin,
    }),
    field.reference('campaign_id', 'campaign', 'Kampagne', 'Campaign', {
      section: origin,
      inList: true,
    }),
    field.text('self_report', '„Wie sind Sie auf uns gekommen?“', 'How did you hear about us?', {
      section: origin,
      aliases: ['how did you hear about us', 'wie sind sie auf uns aufmerksam geworden'],
    }),
    field.choice(
      'business_type',
      'Geschäftsart',
      'Business type',
      [
        choice('new', 'Neugeschäft', 'New business'),
        choice('existing', 'Bestandsgeschäft', 'Existing business'),
      ],
      { section: origin },
    ),
    field.integer('score', 'Punkte', 'Score', {
      section: assignment,
      inList: true,
      aliases: ['lead score', 'hubspot score'],
    }),
    field.money('expected_value', 'Erwarteter Wert', 'Expected value', { section: assignment }),
    field.reference('product_id', 'product', 'Produkt', 'Product', {
      section: assignment,
      aliases: ['product interest', 'produktinteresse'],
    }),
    field.reference('owner_id', 'user', 'Zuständig', 'Owner', {
      section: assignment,
      inList: true,
      aliases: ['lead owner', 'contact owner', 'besitzer', 'owner'],
    }),
    field.reference('team_id', 'team', 'Team', 'Team', { section: assignment }),
    field.reference('region_id', 'region', 'Region', 'Region', { section: assignment }),
    field.longtext('notes', 'Notizen', 'Notes', {
      section: text('Notizen', 'Notes'),
      aliases: ['message', 'nachricht', 'description'],
    }),
  ],
  title: ['first_name', 'last_name', 'company', 'email'],
  search: ['first_name', 'last_name', 'company', 'email'],
  hasSearchText: true,
  sort: '-created_on',
}
