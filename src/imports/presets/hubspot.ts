import type { Preset } from './preset.ts'

const RECORD_ID = ['Record ID', 'Datensatz-ID', 'Record ID - Contact'] as const
const EMAIL = ['Email', 'E-Mail', 'E-Mail-Adresse'] as const
const CREATED = ['Create Date', 'Created Date', 'Erstellungsdatum', 'Erstelldatum'] as const
const OWNER = [
  'Contact owner',
  'HubSpot Owner',
  'Kontakt-Eigentümer',
  'Zuständiger Mitarbeiter',
] as const
const SOURCE = [
  'Lead source',
  'Original Traffic Source',
  'Original Source',
  'Ursprüngliche Quelle',
] as const
const LIFECYCLE = ['Lifecycle Stage', 'Lifecycle-Phase'] as const

/** Lifecycle stages of HubSpot by label and by internal name. */
const STAGES = {
  subscriber: 'new',
  lead: 'new',
  'marketing qualified lead': 'mql',
  marketingqualifiedlead: 'mql',
  'sales qualified lead': 'sql',
  salesqualifiedlead: 'sql',
  opportunity: 'opportunity',
  customer: 'won',
  kunde: 'won',
  evangelist: 'won',
  '*': 'new',
}

export const hubspotPresets: readonly Preset[] = [
  {
    id: 'hubspot_deals',
    name: { de: 'HubSpot: Deals', en: 'HubSpot: deals' },
    system: 'hubspot',
    requires: [
      ['Record ID', 'Datensatz-ID'],
      ['Deal Name', 'Dealname'],
      ['Deal Stage', 'Dealphase'],
    ],
    parts: [
      {
        kind: 'opportunity',
        columns: [
          ['external_id', 'Record ID', 'Datensatz-ID'],
          ['name', 'Deal Name', 'Dealname'],
          ['stage.name', 'Deal Stage', 'Dealphase'],
          ['amount', 'Amount', 'Betrag', 'Amount in company currency'],
          ['currency', 'Currency', 'Währung'],
          ['opened_at', ...CREATED],
          ['close_date', 'Close Date', 'Abschlussdatum'],
          ['lost_reason', 'Closed Lost Reason', 'Grund für verlorenen Deal'],
          ['probability', 'Deal probability', 'Dealwahrscheinlichkeit'],
          ['business_type', 'Deal Type', 'Dealtyp'],
          ['source', ...SOURCE],
          ['owner.name', 'Deal owner', 'Deal-Eigentümer', 'Zuständiger Mitarbeiter für Deal'],
          ['account.id', 'Associated Company IDs', 'IDs zugeordneter Unternehmen'],
          ['account.name', 'Company Name', 'Associated Company', 'Zugeordnetes Unternehmen'],
          ['contact.id', 'Associated Contact IDs', 'IDs zugeordneter Kontakte'],
        ],
        values: {
          business_type: {
            newbusiness: 'new',
            'new business': 'new',
            existingbusiness: 'existing',
            'existing business': 'existing',
            '*': '',
          },
        },
      },
    ],
  },
  {
    id: 'hubspot_contacts',
    name: { de: 'HubSpot: Kontakte', en: 'HubSpot: contacts' },
    system: 'hubspot',
    requires: [RECORD_ID, EMAIL],
    excludes: ['Deal Name', 'Dealname', 'CONTACTID'],
    parts: [
      {
        kind: 'contact',
        columns: [
          ['external_id', ...RECORD_ID],
          ['first_name', 'First Name', 'Vorname'],
          ['last_name', 'Last Name', 'Nachname'],
          ['email', ...EMAIL],
          ['phone', 'Phone Number', 'Telefonnummer'],
          ['mobile', 'Mobile Phone Number', 'Mobiltelefonnummer'],
          ['position', 'Job Title', 'Jobbezeichnung', 'Position'],
          ['account.id', 'Associated Company IDs', 'Primary Associated Company ID'],
          ['account.name', 'Company Name', 'Associated Company', 'Unternehmensname'],
          ['source', ...SOURCE],
          ['first_seen_at', 'Time First Seen', 'First Seen', ...CREATED],
          ['owner.name', ...OWNER],
        ],
      },
      {
        kind: 'lead',
        when: LIFECYCLE,
        columns: [
          [['external_id', 'contact.id'], ...RECORD_ID],
          ['first_name', 'First Name', 'Vorname'],
          ['last_name', 'Last Name', 'Nachname'],
          ['company', 'Company Name', 'Associated Company', 'Unternehmensname'],
          [['email', 'contact.email'], ...EMAIL],
          ['phone', 'Phone Number', 'Telefonnummer'],
          ['account.id', 'Associated Company IDs', 'Primary Associated Company ID'],
          ['stage', ...LIFECYCLE],
          ['created_on', ...CREATED],
          ['first_seen_at', 'Time First Seen', 'First Seen'],
          ['mql_at', 'Became a Marketing Qualified Lead Date'],
          ['sql_at', 'Became a Sales Qualified Lead Date'],
          ['opportunity_at', 'Became an Opportunity Date'],
          ['won_at', 'Became a Customer Date'],
          ['last_activity_at', 'Last Activity Date', 'Datum der letzten Aktivität'],
          ['source', ...SOURCE],
          ['owner.name', ...OWNER],
        ],
        values: { stage: STAGES },
      },
    ],
  },
  {
    id: 'hubspot_companies',
    name: { de: 'HubSpot: Unternehmen', en: 'HubSpot: companies' },
    system: 'hubspot',
    requires: [
      ['Record ID', 'Datensatz-ID'],
      ['Company name', 'Unternehmensname'],
      [
        'Company Domain Name',
        'Domain',
        'Company owner',
        'Industry',
        'Branche',
        'Unternehmens-Domainname',
      ],
    ],
    excludes: [...EMAIL, 'Deal Name', 'First Name', 'Vorname'],
    parts: [
      {
        kind: 'account',
        columns: [
          ['external_id', 'Record ID', 'Datensatz-ID'],
          ['name', 'Company name', 'Unternehmensname'],
          ['website', 'Website URL', 'Domain', 'Company Domain Name', 'Unternehmens-Domainname'],
          ['owner.name', 'Company owner', 'Unternehmens-Eigentümer'],
          ['industry', 'Industry', 'Branche'],
          ['employees', 'Number of Employees', 'Anzahl Mitarbeiter'],
          ['phone', 'Phone Number', 'Telefonnummer'],
          ['street', 'Street Address', 'Straße'],
          ['postal_code', 'Postal Code', 'Postleitzahl'],
          ['city', 'City', 'Stadt', 'Ort'],
          ['country', 'Country/Region', 'Land/Region'],
        ],
      },
    ],
  },
]
