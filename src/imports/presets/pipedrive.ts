import type { Preset } from './preset.ts'

/** Won and lost stand beside the stage: they go first, an open deal's stage is its own. */
const DEAL_STATUS = {
  won: 'won',
  gewonnen: 'won',
  lost: 'lost',
  verloren: 'lost',
  open: '',
  offen: '',
  deleted: 'lost',
  gelöscht: 'lost',
}

export const pipedrivePresets: readonly Preset[] = [
  {
    id: 'pipedrive_deals',
    name: { de: 'Pipedrive: Deals', en: 'Pipedrive: deals' },
    system: 'pipedrive',
    requires: [['Deal - Title', 'Deal - Titel']],
    parts: [
      {
        kind: 'opportunity',
        columns: [
          ['external_id', 'Deal - ID'],
          ['name', 'Deal - Title', 'Deal - Titel'],
          ['stage.name', 'Deal - Status'],
          ['stage.name', 'Deal - Stage', 'Deal - Phase'],
          ['amount', 'Deal - Value', 'Deal - Wert'],
          ['currency', 'Deal - Currency', 'Deal - Currency of value', 'Deal - Währung'],
          ['opened_at', 'Deal - Deal created', 'Deal - Deal erstellt'],
          [
            'closed_at',
            'Deal - Deal closed on',
            'Deal - Deal abgeschlossen am',
            'Deal - Won time',
            'Deal - Datum des gewonnenen Deals',
          ],
          ['closed_at', 'Deal - Lost time', 'Deal - Datum des verlorenen Deals'],
          ['expected_close_date', 'Deal - Expected close date', 'Deal - Erwartetes Abschlussdatum'],
          ['probability', 'Deal - Probability', 'Deal - Wahrscheinlichkeit'],
          ['lost_reason', 'Deal - Lost reason', 'Deal - Verlustgrund'],
          ['owner.name', 'Deal - Owner', 'Deal - Besitzer'],
          ['account.name', 'Organization - Name', 'Deal - Organization', 'Deal - Organisation'],
          ['contact.name', 'Person - Name', 'Deal - Contact person', 'Deal - Kontaktperson'],
          ['contact.email', 'Person - Email (Work)', 'Person - Email', 'Person - E-Mail'],
          ['source', 'Deal - Source', 'Deal - Quelle', 'Deal - Source channel'],
        ],
        values: { 'stage.name': DEAL_STATUS },
        key: ['Deal - Title', 'Deal - Titel', 'Organization - Name', 'Deal - Organisation'],
      },
    ],
  },
  {
    id: 'pipedrive_leads',
    name: { de: 'Pipedrive: Leads', en: 'Pipedrive: leads' },
    system: 'pipedrive',
    requires: [['Lead - Title', 'Lead - Titel']],
    parts: [
      {
        kind: 'lead',
        columns: [
          ['external_id', 'Lead - ID'],
          ['last_name', 'Lead - Contact person', 'Person - Name', 'Lead - Kontaktperson'],
          ['company', 'Lead - Organization', 'Organization - Name', 'Lead - Organisation'],
          ['email', 'Person - Email (Work)', 'Person - Email', 'Person - E-Mail'],
          ['phone', 'Person - Phone', 'Person - Phone (Work)', 'Person - Telefon'],
          ['created_on', 'Lead - Lead created', 'Lead - Lead erstellt', 'Lead - Created'],
          ['expected_value', 'Lead - Value', 'Lead - Wert'],
          ['currency', 'Lead - Currency', 'Lead - Währung'],
          ['source', 'Lead - Source', 'Lead - Quelle', 'Lead - Source name'],
          ['owner.name', 'Lead - Owner', 'Lead - Besitzer'],
          ['notes', 'Lead - Title', 'Lead - Titel'],
        ],
        constants: { stage: 'new' },
      },
    ],
  },
  {
    id: 'pipedrive_persons',
    name: { de: 'Pipedrive: Personen', en: 'Pipedrive: persons' },
    system: 'pipedrive',
    requires: [['Person - Name']],
    excludes: ['Deal - Title', 'Deal - Titel', 'Lead - Title', 'Lead - Titel'],
    parts: [
      {
        kind: 'contact',
        columns: [
          ['external_id', 'Person - ID'],
          ['first_name', 'Person - First name', 'Person - Vorname'],
          ['last_name', 'Person - Last name', 'Person - Nachname', 'Person - Name'],
          ['email', 'Person - Email (Work)', 'Person - Email', 'Person - E-Mail'],
          ['phone', 'Person - Phone (Work)', 'Person - Phone', 'Person - Telefon'],
          ['mobile', 'Person - Phone (Mobile)'],
          ['position', 'Person - Job title', 'Person - Berufsbezeichnung'],
          ['account.name', 'Person - Organization', 'Organization - Name', 'Person - Organisation'],
          ['owner.name', 'Person - Owner', 'Person - Besitzer'],
          ['first_seen_at', 'Person - Person created', 'Person - Person erstellt'],
        ],
      },
    ],
  },
  {
    id: 'pipedrive_organizations',
    name: { de: 'Pipedrive: Organisationen', en: 'Pipedrive: organizations' },
    system: 'pipedrive',
    requires: [['Organization - Name', 'Organisation - Name']],
    excludes: ['Deal - Title', 'Deal - Titel', 'Lead - Title', 'Lead - Titel', 'Person - Name'],
    parts: [
      {
        kind: 'account',
        columns: [
          ['external_id', 'Organization - ID', 'Organisation - ID'],
          ['name', 'Organization - Name', 'Organisation - Name'],
          ['owner.name', 'Organization - Owner', 'Organisation - Besitzer'],
          ['street', 'Organization - Address', 'Organisation - Adresse'],
          ['website', 'Organization - Website', 'Organisation - Website'],
          ['industry', 'Organization - Industry', 'Organisation - Branche'],
        ],
      },
    ],
  },
]
