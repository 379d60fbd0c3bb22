import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COUNT_TEXTS, countText } from './count-texts.ts'
import { READ_TEXTS } from './problem-texts.ts'
import { importRuleTexts } from './rule-texts.ts'

/** Said of a file, a column or a mapping, never of rows that are counted. */
const NOT_OF_ROWS = [
  'imports.ambiguous_date',
  'imports.ambiguous_decimal',
  'imports.column_missing',
  'imports.field_unknown',
  'imports.file_missing',
  'imports.file_too_large',
  'imports.file_unreadable',
  'imports.no_mapping',
  'imports.preset_does_not_fit',
  'imports.unknown_kind',
  'imports.value_unknown',
  'imports.wrong_state',
]

const ALL = { ...READ_TEXTS, ...importRuleTexts }

test('count texts: what is said of many rows names no value of one', () => {
  const textOf = (rule: string) => ALL[rule] ?? { de: rule, en: rule }
  const open = Object.keys(ALL).filter((rule) => {
    const { de, en } = countText(rule, textOf)
    return /\{\w+\}/.test(de + en)
  })
  assert.deepEqual(open.sort(), NOT_OF_ROWS)
})

test('count texts: every one belongs to a rule that there is', () => {
  assert.deepEqual(
    Object.keys(COUNT_TEXTS).filter((rule) => !(rule in ALL)),
    [],
  )
})
