import { field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

export const teamKind: RecordKind = {
  id: 'team',
  path: 'teams',
  label: text('Team', 'Team'),
  plural: text('Teams', 'Teams'),
  table: 'company.team',
  area: 'company',
  fields: [
    field.text('name', 'Name', 'Name', { required: true, inList: true }),
    field.text('description', 'Beschreibung', 'Description', { inList: true }),
  ],
  title: ['name'],
  search: ['name'],
  sort: 'name',
  naturalKey: [['name']],
}

export const regionKind: RecordKind = {
  id: 'region',
  path: 'regions',
  label: text('Region', 'Region'),
  plural: text('Regionen', 'Regions'),
  table: 'company.region',
  area: 'company',
  fields: [
    field.text('name', 'Name', 'Name', { required: true, inList: true }),
    field.text('description', 'Beschreibung', 'Description', { inList: true }),
  ],
  title: ['name'],
  search: ['name'],
  sort: 'name',
  naturalKey: [['name']],
}
