import { expect, test } from 'vitest'
import { createFormats } from '../ui/formats.ts'
import { amountFormats, pointsText } from './amounts.ts'
import { changedRows } from './changed-rows.ts'
import { creditOption, layoutOf } from './credit-chart.ts'
import { creditTable, facetsOf } from './credit-facets.ts'
import { comparedRows, rowsOf } from './credit-rows.ts'
import { creditSentence } from './sentence.ts'
import type { Credits } from './shapes.ts'

const formats = createFormats({ language: 'de', currency: 'EUR', timeZone: 'Europe/Berlin' })
const amounts = amountFormats('cents', formats, { language: 'de', currency: 'EUR' })
/** Intl writes no-break spaces. */
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

/** 1,000 EUR of ten deals: fair 400, e-mail 300, telephone 200, 100 unattributed by position; last: telephone 900. */
const credits: Credits = {
  period: { from: '2026-01-01', until: '2027-01-01' },
  ...{ conversion: 'won', value: 'revenue', by: 'channel', unit: 'cents', currency: 'EUR' },
  rules: {
    ...{ scope: 'account', lookbackDays: 365, grain: 'session' },
    ...{ leadCreation: 'first_form', reentry: 'first', without: [] },
    ...{ repeats: 'unique', dropDirect: false },
  },
  models: [
    {
      model: 'position_based',
      rows: [
        { channel: 'trade_fair', conversions: 4, value: 40_000 },
        { channel: 'email', conversions: 3, value: 30_000 },
        { channel: 'telephone', conversions: 2, value: 20_000 },
      ],
      unattributed: {
        ...{ conversions: 1, value: 10_000 },
        reasons: [{ reason: 'no_touch', conversions: 1, value: 10_000 }],
      },
      total: { conversions: 10, value: 100_000 },
    },
    {
      model: 'last',
      rows: [{ channel: 'telephone', conversions: 9, value: 90_000 }],
      unattributed: { conversions: 1, value: 10_000, reasons: [] },
      total: { conversions: 10, value: 100_000 },
    },
  ],
  reconciliation: [],
  valueMissing: 0,
  labels: {
    trade_fair: { de: 'Messe', en: 'Trade fair' },
    email: { de: 'E-Mail', en: 'E-mail' },
    telephone: { de: 'Telefon', en: 'Telephone' },
  },
}

const [position, last] = credits.models
if (!position || !last) throw new Error('two models')

/** The same with intervals: fair 350 to 450, e-mail 250 to 380 (they overlap), telephone unsure. */
const sure: Credits = {
  ...credits,
  models: [
    {
      ...position,
      rows: position.rows.map((row, place) => ({
        ...row,
        interval: {
          conversions: [0, 10] as [number, number],
          value: [
            [35_000, 45_000],
            [25_000, 38_000],
            [5000, 35_000],
          ][place] as [number, number],
        },
        enough: place < 2,
      })),
    },
    last,
  ],
  robustness: [
    {
      channel: 'telephone',
      ...{
        lowest: { model: 'position_based', share: 0.2 },
        highest: { model: 'last', share: 0.9 },
      },
      verdict: 'depends_on_model',
    },
  ],
}

/** Before: 500 EUR, of it fair 190 (38 %), e-mail 60 (12 %), display 250. */
const before: Credits = {
  ...credits,
  models: [
    {
      model: 'position_based',
      rows: [
        { channel: 'display', conversions: 3, value: 25_000 },
        { channel: 'trade_fair', conversions: 1, value: 19_000 },
        { channel: 'email', conversions: 1, value: 6000 },
      ],
      unattributed: { conversions: 0, value: 0, reasons: [] },
      total: { conversions: 5, value: 50_000 },
    },
  ],
  labels: { display: { de: 'Display', en: 'Display' } },
}

test('rows: most first with share, interval and change; what was there before stays with 0', () => {
  const rows = rowsOf({ credits, sure, before }, 'position_based', 'de')
  expect(rows.map(({ name, amount, share }) => [name, amount, share])).toEqual([
    ['Messe', 40_000, 0.4],
    ['E-Mail', 30_000, 0.3],
    ['Telefon', 20_000, 0.2],
    ['Display', 0, 0],
  ])
  // 400 - 190, 300 - 60, 200 - 0, 0 - 250
  expect(rows.map(({ change }) => change)).toEqual([21_000, 24_000, 20_000, -25_000])
  // 38 % lies within 35 to 45 %, 12 % not within 25 to 38 %
  expect(rows.map(({ isChangeUnclear }) => isChangeUnclear)).toEqual([true, false, false, false])
  expect(rows.map(({ enough }) => enough)).toEqual([true, true, false, null])
  expect(rows[2]?.verdict?.highest.model).toBe('last')
})

test('rows: without intervals and the period before there is nothing to judge', () => {
  const [fair] = rowsOf({ credits }, 'position_based', 'en')
  expect(fair).toMatchObject({
    ...{ name: 'Trade fair', interval: null, enough: null, change: null, isChangeUnclear: false },
  })
  expect(rowsOf({ credits }, 'best', 'de')).toEqual([])
})

test('comparison: who wins and loses, biggest difference first', () => {
  const rows = comparedRows(credits, ['position_based', 'last'], 'de')
  // telephone 900 - 200, fair 0 - 400, e-mail 0 - 300; of 1,000 EUR
  expect(rows.map(({ name, difference, points }) => [name, difference, points])).toEqual([
    ['Telefon', 70_000, 0.7],
    ['Messe', -40_000, -0.4],
    ['E-Mail', -30_000, -0.3],
  ])
  expect(pointsText(0.7, formats)).toBe('+70,0')
  expect(pointsText(-0.034, formats)).toBe('−3,4')
  expect(plain(amounts.difference(-40_000))).toBe('−400 €')
})

test('before and after: channels and what nobody gets', () => {
  const after: Credits = {
    ...credits,
    models: [
      {
        ...last,
        unattributed: { conversions: 0, value: 0, reasons: [] },
        rows: [{ channel: 'telephone', conversions: 10, value: 100_000 }],
      },
    ],
  }
  const rows = changedRows(credits, after, { language: 'de', unattributed: 'Niemand' })
  expect(rows.map(({ name, left, right }) => [name, left, right])).toEqual([
    ['Telefon', 20_000, 100_000],
    ['Messe', 40_000, 0],
    ['E-Mail', 30_000, 0],
    ['Niemand', 10_000, 0],
  ])
})

const said = (given: Credits, word: string, withIntervals: boolean, language: 'de' | 'en' = 'de') =>
  plain(
    creditSentence({
      ...{ credits: given, word, modelName: word, amounts, formats, language },
      rows: rowsOf({ credits: given, sure: withIntervals ? sure : undefined }, word, language),
    }),
  )

test('sentence: how much, who comes first, what nobody gets', () => {
  expect(said(credits, 'position_based', false)).toBe(
    '2026: 10 gewonnene Abschlüsse mit 1.000 €. Nach dem Modell position_based kommt am meisten von Messe: 400 € (40,0 %), danach E-Mail (30,0 %). 100 € lassen sich nicht zuordnen.',
  )
  // 350 to 450 and 250 to 380 have a part in common
  expect(said(credits, 'position_based', true)).toContain('; ein klarer Unterschied ist das nicht.')
  expect(said(credits, 'last', false)).toContain(
    'kommt am meisten von Telefon: 900 € (90,0 %). 100',
  )
  expect(said(credits, 'last', false, 'en')).toContain(
    'By the model last most comes from Telephone',
  )
})

test('sentence: influence is never told as a sum', () => {
  const influenced: Credits = {
    ...credits,
    models: [{ ...position, model: 'influenced', additive: false }],
  }
  expect(said(influenced, 'influenced', false)).toContain(
    'Am häufigsten beteiligt: Messe, an 40,0 %.',
  )
})

test('chart: the same rows for every model, what nobody gets last; one scale for what adds up', () => {
  const titles = [
    { word: 'position_based', title: 'Position' },
    { word: 'last', title: 'Letzter' },
  ]
  const facets = facetsOf({ credits, sure }, titles, {
    ...{ keys: ['trade_fair', 'telephone'], language: 'de', notSummed: (name) => name },
  })
  expect(facets.map(({ bars }) => bars.map(({ amount }) => amount))).toEqual([
    [40_000, 20_000, 10_000],
    [0, 90_000, 10_000],
  ])
  expect(facets[0]?.bars[1]).toMatchObject({ interval: [5000, 35_000], isWeak: true })
  const chart = {
    ...{ names: ['Messe', 'Telefon', 'Niemand'], facets, width: 900, scheme: 'light' as const },
    ...{ amounts, texts: { interval: '', weak: '' } },
  }
  const { xAxis } = creditOption(chart) as { xAxis: { min: number; max: number }[] }
  expect(xAxis.map(({ min }) => min)).toEqual([0, 0])
  expect(xAxis[0]?.max).toBe(xAxis[1]?.max)
  // on a phone one below the other
  expect(layoutOf({ ...chart, width: 340 }).columns).toBe(1)
  expect(layoutOf(chart).columns).toBe(2)
})

test('table of the chart: money in euros, shares, intervals where they are', () => {
  const table = creditTable(
    { credits, sure },
    [{ word: 'position_based', title: 'P' }],
    rowsOf({ credits, sure }, 'position_based', 'de'),
    {
      ...{ unit: 'cents', language: 'de', amounts, formats },
      names: { by: 'Kanal', low: 'von', high: 'bis', share: 'Anteil', unattributed: 'Niemand' },
    },
  )
  expect(table.columns.map(({ label }) => label)).toEqual([
    'Kanal',
    'P',
    'P: Anteil',
    'P: von',
    'P: bis',
  ])
  expect(table.rows[0]).toEqual(['Messe', 400, 0.4, 350, 450])
  expect(table.rows.at(-1)).toEqual(['Niemand', 100, 0.1, null, null])
})
