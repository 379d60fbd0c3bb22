import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableOfDays } from './json-days.ts'

test('json: days with one entry, several, and none are rows with their day', () => {
  assert.deepEqual(
    tableOfDays({
      '2025-01-01': [
        { label: 'Direct Entry', nb_visits: 12, goals: { 'idgoal=1': { nb_conversions: 1 } } },
        { label: 'Websites', nb_uniq_visitors: '7', nb_visits: 8 },
      ],
      '2025-01-02': [],
      '2025-01-03': { nb_visits: 3, label: null },
    }),
    {
      header: ['date', 'label', 'nb_visits', 'nb_uniq_visitors'],
      rows: [
        ['2025-01-01', 'Direct Entry', 12, ''],
        ['2025-01-01', 'Websites', 8, '7'],
        ['2025-01-03', '', 3, ''],
      ],
    },
  )
})

test('json: anything else is no table', () => {
  const others = [
    [{ label: 'Direct Entry', nb_visits: 12 }],
    { result: 'error', message: 'You must be logged in' },
    { '1': { '2025-01-01': { nb_visits: 3 } } },
    { '2025-01': { nb_visits: 3 } },
    { '2025-01-01': 12 },
    { '2025-01-01': [12] },
    {},
    null,
    'text',
  ]
  for (const other of others) assert.equal(tableOfDays(other), null, JSON.stringify(other))
})
