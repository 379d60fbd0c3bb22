import { expect, test } from 'vitest'
import { costKind } from '#costs/cost.ts'
import { contactKind } from '#crm/contact.ts'
import { createFormats } from '../ui/formats.ts'
import { defaultColumns, recordKinds } from './kinds.ts'
import { listColumns } from './list-columns.tsx'

const settings = {
  language: 'de',
  formats: createFormats({ language: 'de', currency: 'EUR', timeZone: 'UTC' }),
  labels: {},
} as const

const columnsOf = (kind: typeof costKind) =>
  listColumns(kind, defaultColumns(kind), settings, (label) => label.de, '(ohne Namen)')

test('the name comes first; what has a column of its own is not repeated in it', () => {
  const columns = columnsOf(costKind)
  expect(columns[0]).toMatchObject({ id: 'description', header: 'Text' })
  expect(columns.map((column) => column.id)).toContain('category')
  expect(columns.filter((column) => column.id === 'description')).toHaveLength(1)
  expect(columns.find((column) => column.id === 'amount')?.numeric).toBe(true)
})

test('people are ordered by their last name, and both names are one column', () => {
  const columns = columnsOf(contactKind)
  expect(columns[0]).toMatchObject({ id: 'last_name', header: 'Kontakt' })
  expect(columns.map((column) => column.id)).not.toContain('first_name')
})

// 1440 px less 216 px of menu, twice 20 px of margin and 40 px for the ticks.
const LAPTOP = 1144

test.each(recordKinds.map((kind) => [kind.id, kind] as const))(
  'the first columns of %s fit a laptop',
  (_id, kind) => {
    const width = columnsOf(kind).reduce((sum, column) => sum + column.width, 0)
    expect(width).toBeLessThanOrEqual(LAPTOP)
  },
)
