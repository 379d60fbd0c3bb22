import { expect, test } from 'vitest'
import { leadKind } from '#leads/lead.ts'
import { parseSearch } from '../platform/url-state.ts'
import {
  filterForm,
  isFiltered,
  listQuery,
  listState,
  movedColumn,
  nextSort,
  savedQuery,
  withoutFilter,
} from './list-state.ts'

test('an empty address is the default order, default columns and no filter', () => {
  const state = listState(leadKind, {})
  expect(state.sort).toBe('-created_on')
  expect(state.columns).toContain('stage')
  expect(state.filters).toEqual([])
  expect(isFiltered(leadKind, { sort: 'company', columns: 'company' })).toBe(false)
})

test('filters go to the server as they stand in the address, own words do not', () => {
  const search = parseSearch(
    '?stage=mql&stage=sql&created_on.from=2026-01-01&q=+M%C3%BCller+&columns=company&edit=1',
  )
  expect(listQuery(leadKind, search)).toEqual({
    stage: ['mql', 'sql'],
    'created_on.from': ['2026-01-01'],
    q: 'Müller',
    sort: '-created_on',
  })
  expect(listState(leadKind, search).filters.map((field) => field.id)).toEqual([
    'stage',
    'created_on',
  ])
})

test('a filter that was added but has no value yet is shown, and can be taken out', () => {
  const search = parseSearch('?filter=channel&channel=email')
  expect(listState(leadKind, search).filters.map((field) => field.id)).toEqual(['channel'])
  const channel = leadKind.fields.find((field) => field.id === 'channel')
  expect(channel && withoutFilter(search, channel)).toEqual({
    channel: undefined,
    'channel.from': undefined,
    'channel.until': undefined,
    filter: [],
  })
})

test('header clicks alternate', () => {
  expect(nextSort('-created_on', 'company')).toBe('company')
  expect(nextSort('company', 'company')).toBe('-company')
  expect(nextSort('-company', 'company')).toBe('company')
})

test('texts have no filter of their own', () => {
  const company = leadKind.fields.find((field) => field.id === 'company')
  expect(company && filterForm(company)).toBe(null)
})

test('a column moves by one place; at the ends it stays', () => {
  expect(movedColumn(['a', 'b', 'c'], 'c', -1)).toEqual(['a', 'c', 'b'])
  expect(movedColumn(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c'])
  expect(movedColumn(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c'])
  expect(movedColumn(['a', 'b', 'c'], 'c', 1)).toEqual(['a', 'b', 'c'])
})

test('a saved filter keeps filters, search, order and columns, nothing of the visit', () => {
  const search = {
    stage: ['mql', 'sql'],
    q: 'öl',
    sort: '-score',
    columns: 'a,b',
    view: 'x',
    row: 'y',
  }
  expect(savedQuery(search)).toBe('?stage=mql&stage=sql&q=%C3%B6l&sort=-score&columns=a%2Cb')
})
