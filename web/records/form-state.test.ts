import { expect, test } from 'vitest'
import { field, text } from '#kernel/fields.ts'
import { changesOf, editorOf, fromEditor, isDirty, sectionsOf, toEditor } from './form-state.ts'

const settings = { language: 'de', timeZone: 'Europe/Berlin' } as const
const money = field.money('amount', 'Betrag', 'Amount')
const rate = field.rate('margin', 'Marge', 'Margin')
const instant = field.instant('won_at', 'Gewonnen am', 'Won at')

test.each([
  [money, 123_456, '1.234,56'],
  [money, -5, '-0,05'],
  [rate, 0.07, '7'],
  [rate, 0.333, '33,3'],
  [field.decimal('d', 'D', 'D'), 0.5, '0,5'],
  [field.integer('i', 'I', 'I'), 12, '12'],
  [instant, '2026-11-21T13:05:00.000Z', '2026-11-21T14:05'],
  [field.text('t', 'T', 'T'), null, ''],
  [field.boolean('b', 'B', 'B'), true, 'true'],
])('a stored value, typed, and back: %#', (definition, stored, shown) => {
  expect(toEditor(definition, stored, settings)).toBe(shown)
  expect(fromEditor(definition, shown, settings)).toEqual({ value: stored })
})

test.each([
  [money, '12,345', 'records.amount_expected'],
  [money, 'viel', 'records.amount_expected'],
  [rate, 'x', 'records.number_expected'],
  [field.integer('i', 'I', 'I'), '1,5', 'records.whole_number_expected'],
  [instant, '2026-11-21', 'records.instant_expected'],
  [instant, 'gesternT00:00', 'records.instant_expected'],
  [field.date('d', 'D', 'D'), '31.02.2026', 'records.date_expected'],
])('%# cannot be understood and names its rule', (definition, input, rule) => {
  expect(fromEditor(definition, input, settings)).toEqual({ rule })
})

const fields = [
  field.text('name', 'Name', 'Name', { required: true }),
  money,
  instant,
  field.list('tags', 'Wörter', 'Tags'),
]

test('only what changed is sent; an instant that was not touched keeps its seconds', () => {
  const start = editorOf(
    fields,
    { name: 'A', amount: 100, won_at: '2026-01-01T10:00:42.000Z', tags: ['x'] },
    settings,
  )
  const now = { ...start, amount: '2,50', tags: ['x', ' '] }
  expect(changesOf(fields, start, now, settings)).toEqual({
    changes: { amount: 250, tags: ['x'] },
    problems: [],
  })
  expect(isDirty(start, now)).toBe(true)
  expect(isDirty(start, { ...start })).toBe(false)
})

test('an empty required field and a number that is none are told before anything is sent', () => {
  const start = editorOf(fields, {}, settings)
  expect(changesOf(fields, start, { ...start, name: ' ', amount: 'x' }, settings).problems).toEqual(
    [
      { field: 'name', rule: 'records.required' },
      { field: 'amount', rule: 'records.amount_expected' },
    ],
  )
})

test('sections: fields without a heading first, each heading once', () => {
  const section = text('Verlauf', 'Course')
  const some = [
    field.text('a', 'a', 'a', { section }),
    field.text('b', 'b', 'b'),
    field.text('c', 'c', 'c', { section }),
  ]
  expect(sectionsOf(some).map((s) => s.fields.map((f) => f.id))).toEqual([['b'], ['a', 'c']])
})
