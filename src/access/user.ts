import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

/** People who work here: owners of records, with or without a login of their own. */
export const userKind: RecordKind = {
  id: 'user',
  path: 'users',
  label: text('Benutzer', 'User'),
  plural: text('Benutzer', 'Users'),
  table: 'access."user"',
  area: 'users',
  fields: [
    field.text('name', 'Name', 'Name', {
      required: true,
      inList: true,
      aliases: ['last name', 'nachname', 'full name', 'owner', 'user name'],
    }),
    field.email('email', 'E-Mail', 'E-mail', { inList: true, aliases: ['mail'] }),
    field.choice(
      'role',
      'Rolle',
      'Role',
      [
        choice('administrator', 'Administration', 'Administrator'),
        choice('management', 'Geschäftsführung', 'Management'),
        choice('marketing', 'Marketing', 'Marketing'),
        choice('sales', 'Vertrieb', 'Sales'),
        choice('viewer', 'Betrachter', 'Viewer'),
      ],
      { inList: true, importable: false },
    ),
    field.reference('team_id', 'team', 'Team', 'Team', { inList: true }),
    field.reference('region_id', 'region', 'Region', 'Region'),
    field.boolean('active', 'Aktiv', 'Active', { importable: false }),
    field.choice(
      'state',
      'Zustand',
      'State',
      [
        choice('active', 'Aktiv', 'Active'),
        choice('pending', 'Ohne Passwort', 'No password yet'),
        choice('named', 'Nur genannt', 'Only named'),
        choice('disabled', 'Gesperrt', 'Disabled'),
      ],
      { derived: true, inList: true },
    ),
    field.instant('last_sign_in_at', 'Letzte Anmeldung', 'Last sign-in', {
      derived: true,
      inList: true,
    }),
    field.boolean('two_factor', 'Zwei-Faktor', 'Two-factor', { derived: true, inList: true }),
  ],
  title: ['name'],
  search: ['name', 'email'],
  sort: 'name',
  naturalKey: [['email'], ['name']],
}
