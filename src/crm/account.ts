import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

const address = text('Anschrift', 'Address')
const assignment = text('Zuordnung', 'Assignment')

/** A company. */
export const accountKind: RecordKind = {
  id: 'account',
  path: 'accounts',
  label: text('Unternehmen', 'Account'),
  plural: text('Unternehmen', 'Accounts'),
  table: 'crm.account',
  area: 'crm',
  fields: [
    field.text('name', 'Name', 'Name', {
      required: true,
      inList: true,
      aliases: [
        'company',
        'company name',
        'account name',
        'firma',
        'firmenname',
        'organization',
        'betreiber',
      ],
    }),
    field.choice(
      'account_type',
      'Art',
      'Type',
      [
        choice('prospect', 'Interessent', 'Prospect'),
        choice('customer', 'Kunde', 'Customer'),
        choice('former_customer', 'Ehemaliger Kunde', 'Former customer'),
        choice('partner', 'Partner', 'Partner'),
        choice('other', 'Sonstige', 'Other'),
      ],
      { inList: true, aliases: ['type'] },
    ),
    field.text('industry', 'Branche', 'Industry', {
      inList: true,
      aliases: ['segment', 'branche'],
    }),
    field.integer('employees', 'Beschäftigte', 'Employees', {
      aliases: ['mitarbeiter', 'number of employees', 'mitarbeiterzahl'],
    }),
    field.url('website', 'Website', 'Website', {
      aliases: ['homepage', 'web', 'company domain name'],
    }),
    field.text('domain', 'Domain', 'Domain', {
      derived: true,
      inList: true,
      help: text(
        'Registrierbare Domain aus Website; daran werden Unternehmen wiedererkannt.',
        'Registrable domain of the website; accounts are recognised by it.',
      ),
    }),
    field.text('vat_id', 'USt-IdNr.', 'VAT id', {
      aliases: ['ust-id', 'ustid', 'vat', 'vat number'],
    }),
    field.phone('phone', 'Telefon', 'Phone', { aliases: ['telefonnummer', 'phone number'] }),
    field.text('street', 'Straße', 'Street', {
      section: address,
      aliases: ['strasse', 'street address', 'adresse'],
    }),
    field.text('postal_code', 'PLZ', 'Postal code', {
      section: address,
      aliases: ['postleitzahl', 'zip', 'zip code'],
    }),
    field.text('city', 'Ort', 'City', { section: address, inList: true, aliases: ['stadt'] }),
    field.text('country', 'Land', 'Country', {
      section: address,
      aliases: ['staat', 'country/region'],
    }),
    field.reference('owner_id', 'user', 'Zuständig', 'Owner', {
      section: assignment,
      inList: true,
      aliases: ['account owner', 'besitzer', 'betreuer', 'company owner'],
    }),
    field.reference('team_id', 'team', 'Team', 'Team', { section: assignment }),
    field.reference('region_id', 'region', 'Region', 'Region', { section: assignment }),
    field.longtext('notes', 'Notizen', 'Notes', {
      section: text('Notizen', 'Notes'),
      aliases: ['description', 'beschreibung'],
    }),
  ],
  title: ['name'],
  search: ['name', 'domain', 'city', 'vat_id'],
  hasSearchText: true,
  sort: 'name',
  naturalKey: [['domain'], ['vat_id'], ['name']],
}
