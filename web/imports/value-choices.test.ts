import { expect, test } from 'vitest'
import { knownChoice, valueRows } from './value-choices.ts'

const choices = [
  { value: 'won', label: { de: 'Gewonnen', en: 'Won' } },
  { value: 'organic_social', label: { de: 'Social organisch', en: 'Organic social' } },
]

test('a value names a choice by its word or label, whatever the case and the separators', () => {
  expect(knownChoice('gewonnen', choices)?.value).toBe('won')
  expect(knownChoice('Organic-Social ', choices)?.value).toBe('organic_social')
  expect(knownChoice('social', choices)).toBeNull()
  expect(knownChoice('', choices)).toBeNull()
})

test('rows are what occurs, the empty cell, translations that did not occur, and the rest', () => {
  const distinct = [{ value: 'social', count: 3 }]
  expect(valueRows(distinct, 2, { messe: 'events', '*': 'other', '': 'unknown' })).toEqual([
    { value: 'social', count: 3 },
    { value: '', count: 2 },
    { value: 'messe', count: null },
    { value: '*', count: null },
  ])
  expect(valueRows(null, 0, {})).toEqual([{ value: '*', count: null }])
})
