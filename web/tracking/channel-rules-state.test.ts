import { expect, test } from 'vitest'
import {
  brokenPlaces,
  COMPARISON_CHOICES,
  choiceOf,
  comparisonOf,
  draftsOf,
  EMPTY_CONDITION,
  isChanged,
  moved,
  nextKey,
  rulesOf,
} from './channel-rules-state.ts'

const rule = {
  ...{ name: 'A', channel: 'partner', match: 'all' as const },
  conditions: [{ ...EMPTY_CONDITION, value: 'vdma.org' }],
}

test('rules: a list goes into the form and out again unchanged', () => {
  const drafts = draftsOf([rule, { ...rule, name: 'B' }])
  expect(rulesOf(drafts)).toEqual([rule, { ...rule, name: 'B' }])
  expect(isChanged(drafts, [rule, { ...rule, name: 'B' }])).toBe(false)
  expect(isChanged(moved(drafts, 0, 1), [rule, { ...rule, name: 'B' }])).toBe(true)
  expect(nextKey(drafts)).toBe(2)
  expect(nextKey([])).toBe(0)
})

test('rules: while something is missing there is nothing to send', () => {
  const [draft] = draftsOf([rule])
  if (!draft) throw new Error('a rule must have become a draft')
  for (const change of [
    { name: ' ' },
    { channel: '' },
    { conditions: [] },
    { conditions: [EMPTY_CONDITION] },
  ]) {
    expect(rulesOf([{ ...draft, ...change }])).toBe(null)
  }
})

test('rules: moving beyond an end changes nothing', () => {
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b'])
  expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b'])
})

test('conditions: "not" is part of the comparison, both ways', () => {
  expect(COMPARISON_CHOICES.length).toBe(10)
  for (const choice of COMPARISON_CHOICES) {
    expect(choiceOf({ ...EMPTY_CONDITION, ...comparisonOf(choice) })).toBe(choice)
  }
})

test('patterns: the place of a broken one is found in the refusal', () => {
  const problems = [
    { field: 'rules.1.conditions.0.value', rule: 'tracking.broken_pattern' },
    { field: 'rules', rule: 'other' },
  ]
  expect([...brokenPlaces(problems)]).toEqual(['1.0'])
})
