import { expect, test } from 'vitest'
import { channelExport, nextSort, readSort, tableRows } from './channel-rows.ts'
import type { ChannelTable, ShownResult } from './shapes.ts'

const money = (value: number | null): ShownResult => ({ value, unit: 'money', inputs: {} })
const text = (name: string) => ({ de: name, en: name })
const row = (key: string, group: string, cost: number | null) => ({
  key,
  name: text(key),
  group,
  kpis: { cost: money(cost) },
})

const table: ChannelTable = {
  sentence: text(''),
  warning: null,
  columns: [{ id: 'cost', kpi: 'marketing_cost', name: text('Kosten'), unit: 'money' }],
  rows: [
    row('organic_search', 'search', null),
    row('paid_search', 'search', 30_000),
    row('ai_assistant', 'search', 10_000),
    row('trade_fair', 'events', 90_000),
    row('unknown', 'unknown', null),
  ],
  groups: [
    { key: 'search', name: text('Suche'), kpis: { cost: money(40_000) } },
    { key: 'events', name: text('Veranstaltungen'), kpis: { cost: money(90_000) } },
    { key: 'unknown', name: text('Unbekannt'), kpis: { cost: money(null) } },
  ],
  total: { kpis: { cost: money(130_000) } },
}

const ids = (grouped: boolean, sort: string) =>
  tableRows(table, {
    grouped,
    order: readSort(sort, table),
    language: 'de',
    totalName: 'Gesamt',
  }).map((line) => line.id)

test('channels stand below their group, a group of one has no line, the total is last', () => {
  expect(ids(true, '')).toEqual([
    'group:search',
    'organic_search',
    'paid_search',
    'ai_assistant',
    'trade_fair',
    'unknown',
    'total',
  ])
})

test('sorting moves groups by their total and channels inside them', () => {
  expect(ids(true, '-cost')).toEqual([
    'trade_fair',
    'group:search',
    'paid_search',
    'ai_assistant',
    'organic_search',
    'unknown',
    'total',
  ])
})

test('what is not defined stands last in both directions', () => {
  expect(ids(false, 'cost')).toEqual([
    'ai_assistant',
    'paid_search',
    'trade_fair',
    'organic_search',
    'unknown',
    'total',
  ])
  expect(ids(false, '-cost').slice(0, 2)).toEqual(['trade_fair', 'paid_search'])
})

test('a heading sorts down, then up, then not at all', () => {
  expect(nextSort('', 'cost')).toBe('-cost')
  expect(nextSort('-cost', 'cost')).toBe('cost')
  expect(nextSort('cost', 'cost')).toBeUndefined()
  expect(nextSort('cost', 'name')).toBe('name')
  expect(readSort('-nonsense', table)).toBeNull()
})

test('a group opens the figures of its channels', () => {
  const [group] = tableRows(table, { grouped: true, order: null, language: 'de', totalName: '' })
  expect(group?.channels).toEqual(['organic_search', 'paid_search', 'ai_assistant'])
})

test('the file has euros, not cents', () => {
  const rows = tableRows(table, {
    grouped: false,
    order: null,
    language: 'de',
    totalName: 'Gesamt',
  })
  expect(channelExport(table, rows, 'de', 'Kanal')).toEqual({
    columns: ['Kanal', 'Kosten'],
    rows: [
      ['organic_search', null],
      ['paid_search', 300],
      ['ai_assistant', 100],
      ['trade_fair', 900],
      ['unknown', null],
      ['Gesamt', 1300],
    ],
  })
})
