import assert from 'node:assert/strict'
import { test } from 'node:test'
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
  assert.deepEqual(rulesOf(drafts), [rule, { ...rule, name: 'B' }])
  assert.equal(isChanged(drafts, [rule, { ...rule, name: 'B' }]), false)
  assert.equal(isChanged(moved(drafts, 0, 1), [rule, { ...rule, name: 'B' }]), true)
  assert.equal(nextKey(drafts), 2)
  assert.equal(nextKey([]), 0)
})

test('rules: while something is missing there is nothing to send', () => {
  const [draft] = draftsOf([rule])
  assert(draft)
  for (const change of [
    { name: ' ' },
    { channel: '' },
    { conditions: [] },
    { conditions: [EMPTY_CONDITION] },
  ]) {
    assert.equal(rulesOf([{ ...draft, ...change }]), null, JSON.stringify(change))
  }
})

test('rules: moving beyond an end changes nothing', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 0), ['c', 'a', 'b'])
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 1), ['b', 'a', 'c'])
  assert.deepEqual(moved(['a', 'b'], 0, -1), ['a', 'b'])
  assert.deepEqual(moved(['a', 'b'], 1, 2), ['a', 'b'])
})

test('conditions: "not" is part of the comparison, both ways', () => {
  assert.equal(COMPARISON_CHOICES.length, 10)
  for (const choice of COMPARISON_CHOICES) {
    assert.equal(choiceOf({ ...EMPTY_CONDITION, ...comparisonOf(choice) }), choice)
  }
})

test('patterns: the place of a broken one is found in the refusal', () => {
  const problems = [
    { field: 'rules.1.conditions.0.value', rule: 'tracking.broken_pattern' },
    { field: 'rules', rule: 'other' },
  ]
  assert.deepEqual([...brokenPlaces(problems)], ['1.0'])
})
