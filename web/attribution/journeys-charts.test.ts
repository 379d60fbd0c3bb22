import { expect, test } from 'vitest'
import { createFormats } from '../ui/formats.ts'
import { channelSums, creditRows } from './credit-table.ts'
import { monthsTable } from './influence-charts.ts'
import type { DealJourney } from './journeys-api.ts'
import {
  binsTable,
  type ChartWords,
  CONVERSION,
  flowOption,
  flowTable,
  heatMatrix,
  MORE,
} from './journeys-charts.ts'

const formats = createFormats({ language: 'de', currency: 'EUR', timeZone: 'Europe/Berlin' })
const words: ChartWords = {
  ...{ scheme: 'light', formats },
  nameOf: (channel) => channel.toUpperCase(),
  amountText: ({ conversions }) => `${conversions} Abschlüsse`,
}
const AMOUNTS = [
  { id: 'count', label: 'Abschlüsse' },
  { id: 'value', label: 'Wert' },
]
const link = (step: number, from: string, to: string, conversions: number) => ({
  ...{ step, from, to, conversions },
  value: conversions * 100,
})
/** Three come by mail, two of them directly; one goes on over five steps. */
const FLOW = [
  link(0, 'mail', CONVERSION, 2),
  link(0, 'mail', 'fair', 1),
  link(4, 'fair', MORE, 1),
  link(5, MORE, CONVERSION, 1),
]

type Series = {
  readonly data: readonly { name: string; depth: number; tip: string; text: string }[]
  readonly links: readonly { source: string; target: string; value: number }[]
}
const seriesOf = (option: unknown) => (option as { series: readonly [Series] }).series[0]

test('flow: a node for each channel and step, the conversion behind everything', () => {
  const { data, links } = seriesOf(flowOption(FLOW, words))
  expect(new Set(data.map(({ name }) => name)).size).toBe(data.length)
  expect(data.find(({ text }) => text === CONVERSION.toUpperCase())?.depth).toBe(6)
  expect(data.find(({ name }) => name === '0 mail')?.tip).toContain('3 Abschlüsse')
  expect(links).toHaveLength(4)
  const names = data.map(({ name }) => name)
  for (const { source, target } of links) {
    expect(names).toContain(source)
    expect(names).toContain(target)
  }
})

test('a tooltip is HTML: a name of a channel cannot be', () => {
  const { data } = seriesOf(flowOption(FLOW, { ...words, nameOf: () => '<b onclick="x">' }))
  expect(data[0]?.tip).not.toContain('<b onclick')
})

test('tables count steps from one and show whole euros', () => {
  const table = flowTable(FLOW, { step: 's', from: 'f', to: 't' }, AMOUNTS, words.nameOf)
  expect(table.rows[1]).toEqual([1, 'MAIL', 'FAIR', 1, 1])
  const counts = binsTable([{ from: 1, until: 2, conversions: 3, value: 3 }], ['1'], 'x', [
    { id: 'count', label: 'MQL' },
  ])
  expect(counts.rows).toEqual([['1', 3]])
})

test('matrix: the largest channels by name, the others together', () => {
  const cell = (first: string, last: string, conversions: number) => ({
    ...{ first, last, conversions },
    value: conversions,
  })
  const matrix = [cell('a', 'a', 5), cell('b', 'a', 3), cell('c', 'a', 2), cell('d', 'a', 1)]
  const heat = heatMatrix(matrix, 2)
  expect(heat.first).toEqual(['a', 'b', '(other)'])
  expect(heat.cells.find(({ first }) => first === 2)?.conversions).toBe(3)
  expect(heatMatrix(matrix, 3).first).toEqual(['a', 'b', 'c', 'd'])
})

test('months: all, touched, share; a month without conversions has none', () => {
  const zero = { conversions: 0, value: 0 }
  const { rows } = monthsTable(
    [
      {
        month: '2025-01-01',
        total: { conversions: 4, value: 1000 },
        together: { conversions: 1, value: 500 },
      },
      { month: '2025-02-01', total: zero, together: zero },
    ],
    { month: 'm', all: 'a', touched: 't', share: 's' },
    AMOUNTS,
    formats,
  )
  expect(rows).toEqual([
    ['2025-01-01', 4, 10, 1, 5, 0.25],
    ['2025-02-01', 0, 0, 0, 0, null],
  ])
})

const touch = (channel: string, counts: boolean, credits: Record<string, number>) => ({
  ...{ kind: 'touchpoint' as const, recordId: channel, at: '2025-01-01T00:00:00.000Z', channel },
  ...{
    lastNonDirect: null,
    campaignId: null,
    campaign: null,
    source: null,
    content: null,
    title: null,
    person: null,
  },
  ...{ isForm: false, counts, credits, milestones: [] },
})
const JOURNEY: DealJourney = {
  ...{ opportunityId: '1', name: 'x', accountId: null, outcome: 'won', amount: 100 },
  ...{ openedAt: '2025-01-01T00:00:00.000Z', closedAt: null, selfReported: [] },
  touches: [
    touch('old', false, {}),
    touch('mail', true, { first: 100, linear: 50, w_shaped: 0 }),
    touch('fair', true, { first: 0, linear: 50, w_shaped: 0 }),
  ],
  unattributed: {
    first: { value: 0, reason: null },
    w_shaped: { value: 100, reason: 'no_milestone' },
  },
}

test('credits: touches that count have numbers, and every model makes up the amount', () => {
  const { numbers, rows } = creditRows(JOURNEY, ['first', 'linear', 'w_shaped'])
  expect(numbers).toEqual(['1', '2'])
  expect(rows.map(({ cents }) => cents)).toEqual([
    [100, 0],
    [50, 50],
    [0, 0],
  ])
  expect(rows.map(({ sum }) => sum)).toEqual([100, 100, 100])
  expect(channelSums(JOURNEY, ['first', 'linear'])).toEqual([
    { channel: 'mail', values: [100, 50] },
    { channel: 'fair', values: [0, 50] },
  ])
})
