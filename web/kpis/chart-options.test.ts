import { expect, test } from 'vitest'
import { createFormats } from '../ui/formats.ts'
import { funnelOption, funnelTable } from './funnel-option.ts'
import type { Funnel, TrackingChange } from './shapes.ts'
import { trendOption, trendTable } from './trend-option.ts'

const formats = createFormats({ language: 'de', currency: 'EUR', timeZone: 'Europe/Berlin' })
const text = (name: string) => ({ de: name, en: name })
const plain = (value: unknown) => String(value).replaceAll(/[\u00a0\u202f]/g, ' ')

const funnel: Funnel = {
  view: 'cohort',
  sentence: text(''),
  stages: [
    { id: 'visitors', name: text('Besucher'), count: null, reason: 'no_visitor_counts' },
    { id: 'leads', name: text('Leads'), count: 1200 },
    {
      id: 'mql',
      name: text('MQL'),
      count: 1000,
      rate: {
        id: 'visitor_to_mql',
        result: { value: null, unit: 'rate', inputs: {}, reason: 'no_visitor_counts' },
      },
    },
    {
      id: 'sql',
      name: text('SQL'),
      count: 310,
      rate: {
        id: 'mql_to_sql',
        result: {
          value: 0.3,
          unit: 'rate',
          inputs: { mql_became_sql: 300, mql: 1000 },
          band: 'typical',
          n: 1000,
          interval: { low: 0.272, high: 0.329, level: 0.95, method: 'wilson' },
        },
      },
    },
  ],
}

type Drawn = {
  yAxis: { min?: number; scale?: boolean }
  series: { type: string; data: unknown[]; label: { formatter: (p: object) => string } }[]
}

test('bars of the funnel begin at 0 and carry their counts', () => {
  const option = funnelOption(funnel, formats, 'de') as unknown as Drawn
  expect(option.yAxis.min).toBe(0)
  expect(option.series[0]?.data).toEqual([0, 1200, 1000, 310])
  expect(option.series[0]?.label.formatter({ dataIndex: 1 })).toBe('1.200')
  // Not known is not 0: the bar has no height and says so.
  expect(option.series[0]?.label.formatter({ dataIndex: 0 })).toBe('–')
})

test('the table of the funnel has interval, cases and band', () => {
  const columns = { stage: 's', count: 'c', rate: 'r', band: 'b', low: 'l', high: 'h' }
  const table = funnelTable(funnel, columns, formats, 'de')
  expect(table.rows[3]).toEqual(['SQL', 310, 0.3, 0.272, 0.329, 1000, 'üblich'])
  expect(table.rows[0]).toEqual(['Besucher', null, null, null, null, null, null])
})

const points = [
  { from: '2026-01-01', until: '2026-02-01', value: 100_000 },
  { from: '2026-02-01', until: '2026-03-01', value: null },
]
const changes: TrackingChange[] = [
  { id: 'a', date: '2026-02-14', title: text('Skript geändert'), detail: 'Neues Banner' },
  { id: 'b', date: '2025-02-14', title: text('älter'), detail: null },
]
const input = { name: 'Umsatz', points, changes, formats, language: 'de' as const }

test('sums are bars from 0, rates a line', () => {
  const sum = trendOption({ ...input, unit: 'money' }) as unknown as Drawn
  expect(sum.series[0]?.type).toBe('bar')
  expect(sum.yAxis.scale).toBeUndefined()
  const rate = trendOption({ ...input, unit: 'rate' }) as unknown as Drawn
  expect(rate.series[0]?.type).toBe('line')
  expect(rate.series[0]?.data).toEqual([100_000, null])
})

test('months with a tracking change are marked', () => {
  const option = trendOption({ ...input, unit: 'money' }) as unknown as {
    series: { markLine: { data: object[] } }[]
  }
  expect(option.series[0]?.markLine.data).toEqual([
    { xAxis: formats.month('2026-02-01', 'short'), name: '14.02.2026: Neues Banner' },
  ])
})

test('the table of a trend is exact and names the changes', () => {
  const table = trendTable({ ...input, unit: 'money' }, { month: 'Monat', changes: 'Änderung' })
  expect(table.rows).toEqual([
    ['Januar 2026', 1000, ''],
    ['Februar 2026', null, 'Neues Banner'],
  ])
  const value = table.columns[1]?.format
  expect(plain(value?.(1000, ['Januar 2026', 1000, '']))).toBe('1.000,00 €')
})
