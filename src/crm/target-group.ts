import { field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'

const criteria = text('Kriterien (leer = beliebig)', 'Criteria (empty = any)')

/** A described group of companies; an account belongs to it when every criterion that is filled in holds. */
export const targetGroupKind: RecordKind = {
  id: 'target_group',
  path: 'target-groups',
  label: text('Zielgruppe', 'Target group'),
  plural: text('Zielgruppen', 'Target groups'),
  table: 'crm.target_group',
  area: 'company',
  fields: [
    field.text('name', 'Name', 'Name', { required: true, inList: true }),
    field.integer('priority', 'Priorität (1 = höchste)', 'Priority (1 = highest)', {
      required: true,
      inList: true,
    }),
    field.longtext('description', 'Beschreibung', 'Description', { inList: true }),
    field.list('industries', 'Branchen', 'Industries', { section: criteria }),
    field.list('countries', 'Länder', 'Countries', { section: criteria }),
    field.list('postal_code_prefixes', 'PLZ beginnt mit', 'Postal code starts with', {
      section: criteria,
    }),
    field.list('account_types', 'Arten von Unternehmen', 'Account types', { section: criteria }),
    field.integer('employees_min', 'Beschäftigte ab', 'Employees from', { section: criteria }),
    field.integer('employees_max', 'Beschäftigte bis', 'Employees up to', { section: criteria }),
  ],
  title: ['name'],
  search: ['name'],
  sort: 'priority',
  naturalKey: [['name']],
}
