import { expect, test } from 'vitest'
import { problemRows, troubleOfColumn, troubleOfRow, understoodFields } from './preview-model.ts'

const note = (column: string | null, field: string | null) => ({
  column,
  field,
  rule: 'imports.date',
  text: { de: 'kein Datum', en: 'no date' },
})

const row = {
  row: 2,
  cells: ['x', '31.02.2026'],
  parts: [
    {
      part: 0,
      outcome: 'rejected',
      values: { name: 'x', created_on: null },
      references: { account: { id: '12', name: '' } },
      externalId: '7',
      problems: [note('Datum', 'created_on')],
      warnings: [note(null, null)],
    },
  ],
}

test('a problem stands at its cell, what concerns the row at the row', () => {
  expect(troubleOfColumn(row, 'Datum')?.tone).toBe('problem')
  expect(troubleOfColumn(row, 'Name')).toBeNull()
  expect(troubleOfRow(row)?.tone).toBe('warning')
  expect(problemRows({ header: [], rows: [row], mappingProblems: [] })).toBe(1)
})

test('understood fields are those with values or problems, the id first', () => {
  const targets = ['created_on', 'name'].map((id) => ({
    id,
    label: { de: id, en: id },
    section: { de: '', en: '' },
    required: false,
    field: null,
    choices: null,
    refersTo: null,
  }))
  expect(understoodFields([row], 0, targets)).toEqual([
    'external_id',
    'created_on',
    'name',
    'account.id',
  ])
})
