import { field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

const assignment = text('Zuordnung', 'Assignment')

/** A person. */
export const contactKind: RecordKind = {
  id: 'contact',
  path: 'contacts',
  label: text('Kontakt', 'Contact'),
  plural: text('Kontakte', 'Contacts'),
  table: 'crm.contact',
  area: 'crm',
  fields: [
    field.text('first_name', 'Vorname', 'First name', { inList: true, aliases: ['firstname'] }),
    field.text('last_name', 'Nachname', 'Last name', {
      inList: true,
      aliases: ['lastname', 'name', 'surname'],
    }),
    field.email('email', 'E-Mail', 'E-mail', {
      inList: true,
      aliases: ['mail', 'email address', 'e-mail-adresse'],
    }),
    field.phone('phone', 'Telefon', 'Phone', { aliases: ['telefonnummer', 'phone number'] }),
    field.phone('mobile', 'Mobil', 'Mobile', {
      aliases: ['mobile phone number', 'handy', 'mobiltelefon'],
    }),
    field.text('position', 'Position', 'Position', {
      inList: true,
      aliases: ['job title', 'title', 'funktion'],
    }),
    field.reference('account_id', 'account', 'Unternehmen', 'Account', {
      inList: true,
      aliases: ['company', 'account', 'firma', 'organization'],
    }),
    field.text('source', 'Quelle (wie angegeben)', 'Source (as given)', {
      aliases: ['lead source', 'quelle'],
    }),
    field.instant('first_seen_at', 'Erstkontakt (eingehend)', 'First seen', {
      aliases: ['created time', 'create date'],
    }),
    field.reference('owner_id', 'user', 'Zuständig', 'Owner', {
      section: assignment,
      inList: true,
      aliases: ['contact owner', 'besitzer'],
    }),
    field.longtext('notes', 'Notizen', 'Notes', { section: text('Notizen', 'Notes') }),
  ],
  title: ['first_name', 'last_name', 'email'],
  search: ['first_name', 'last_name', 'email'],
  hasSearchText: true,
  sort: 'last_name',
  naturalKey: [['email']],
}
