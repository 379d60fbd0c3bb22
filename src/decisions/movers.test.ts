import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ComparedFigure, largestMovers, withInputsBefore } from './movers.ts'

const EUR = { currency: 'EUR' }

const figure = (
  id: string,
  [before, now]: readonly [number | null, number | null],
  more: {
    readonly unit?: ComparedFigure['unit']
    readonly interval?: readonly [low: number, high: number]
    readonly verdict?: string
    readonly good?: boolean
    readonly inputs?: readonly [
      before: ComparedFigure['before']['inputs'],
      now: ComparedFigure['current']['inputs'],
    ]
  } = {},
): ComparedFigure => ({
  id,
  name: { de: id.toUpperCase(), en: id },
  unit: more.unit ?? 'count',
  current: { value: now, ...(more.inputs?.[1] && { inputs: more.inputs[1] }) },
  before: { value: before, ...(more.inputs?.[0] && { inputs: more.inputs[0] }) },
  change: {
    difference: before === null || now === null ? null : now - before,
    interval: more.interval ? { low: more.interval[0], high: more.interval[1] } : null,
    verdict: more.verdict ?? 'more',
    good: more.good ?? null,
  },
})

test('a fall and a rise of the same size weigh alike, whatever the unit', () => {
  const movers = largestMovers(
    [
      figure('sales_cost', [1000, 1500], { unit: 'money' }),
      figure('leads', [10, 20]),
      figure('mql', [20, 10]),
    ],
    EUR,
  )
  // 10 / 15 = 2/3 both ways; 500 / 1,250 = 0.4
  assert.deepEqual(
    movers.map(({ kpi, size }) => [kpi, Number(size.toFixed(4))]),
    [
      ['leads', 0.6667],
      ['mql', 0.6667],
      ['sales_cost', 0.4],
    ],
  )
  assert.equal(movers[0]?.relative, 1)
  assert.equal(movers[1]?.relative, -0.5)
})

test('of a sample only what is sure counts', () => {
  const movers = largestMovers(
    [
      // Plus 100, of which 5 are sure: 5 / 150 = 0.033 is no news.
      figure('leads', [100, 200], { interval: [5, 195] }),
      // Minus 40, of which 30 are sure: 30 / 80 = 0.375.
      figure('mql', [100, 60], { interval: [-50, -30], verdict: 'less' }),
      figure('sql', [10, 30], { interval: [-1, 41], verdict: 'no_clear_difference' }),
      figure('won', [null, 3]),
    ],
    EUR,
  )
  assert.deepEqual(
    movers.map(({ kpi, size }) => [kpi, size]),
    [['mql', 0.375]],
  )
})

test('a quotient is no surer than the numbers in it, and says which of them moved', () => {
  const cpl = figure('cpl', [4500, 9000], {
    unit: 'money',
    good: false,
    inputs: [
      { marketing_cost: 450_000, leads: 100 },
      { marketing_cost: 450_000, leads: 50 },
    ],
  })
  const leads = (interval: readonly [number, number], verdict: string) =>
    figure('leads', [100, 50], {
      interval,
      verdict,
      inputs: [{ leads: 100 }, { leads: 50 }],
    })
  // The leads may be as many as before: then so may the cost of one.
  assert.deepEqual(largestMovers([cpl, leads([-101, 1], 'no_clear_difference')], EUR), [])
  // 15 of the 50 fewer leads are sure: 15 / 75 = 0.2, so of the cost of one not more than 0.2 is.
  const [first, ...others] = largestMovers([cpl, leads([-85, -15], 'less')], EUR)
  assert.equal(others.length, 0, 'both are one event')
  assert.deepEqual([first?.kpi, first?.size, first?.along], ['leads', 0.2, ['cpl']])
  const opened = largestMovers([cpl], EUR)[0]
  assert.deepEqual(
    opened?.drivers.map(({ fact, before, now, relative }) => [fact, before, now, relative]),
    [['leads', 100, 50, -0.5]],
  )
  assert.equal(opened?.good, false)
})

test('sentences say from where to where and because of what', () => {
  const [mover] = largestMovers(
    [
      figure('cpl', [4500, 9900], {
        unit: 'money',
        inputs: [
          { marketing_cost: 450_000, leads: 100 },
          { marketing_cost: 495_000, leads: 50 },
        ],
      }),
    ],
    EUR,
  )
  const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ')
  assert.equal(
    plain(mover?.sentence.de),
    'CPL von 45,00 € auf 99,00 € gestiegen (+120 %). Leads −50 %, Marketingkosten +10 %.',
  )
  assert.equal(
    plain(mover?.sentence.en),
    'cpl rose from €45.00 to €99.00 (+120%). Leads −50%, Marketing cost +10%.',
  )
})

test('a number that was 0 before is new; where nothing can be said of any, nothing is', () => {
  type Inputs = NonNullable<ComparedFigure['current']['inputs']>
  const cost = (before: Inputs, now: Inputs) =>
    figure('marketing_cost', [before.cost_media ?? 0, 400_000], {
      unit: 'money',
      inputs: [before, now],
    })
  const sentence = (given: ComparedFigure) =>
    largestMovers([given], EUR)[0]?.sentence.de.replaceAll('\u00a0', ' ')
  const now = { cost_media: 300_000, cost_personnel: 100_000 }
  // 1,000.00 to 4,000.00 EUR: +300 %; of it media 1,000.00 to 3,000.00: +200 %, personnel from nothing.
  assert.equal(
    sentence(cost({ cost_media: 100_000, cost_personnel: 0 }, now)),
    'MARKETING_COST von 1.000 € auf 4.000 € gestiegen (+300 %). Kosten: Personal neu, Kosten: Media +200 %.',
  )
  const { before, ...unknown } = cost({ cost_media: 100_000 }, now)
  assert.equal(
    sentence({ ...unknown, before: { value: before.value } }),
    'MARKETING_COST von 1.000 € auf 4.000 € gestiegen (+300 %).',
  )
})

test('from a loss to a gain is no percentage', () => {
  const [roi] = largestMovers([figure('marketing_roi', [-0.06, 0.5], { unit: 'ratio' })], EUR)
  // 0.56 / 0.06 would be +933 %.
  assert.equal(roi?.relative, null)
  assert.equal(
    roi?.sentence.en.replaceAll('\u00a0', ' '),
    'marketing_roi rose from -0.1 (-6%) to 0.5 (50%).',
  )
})

test('the numbers of the period before are put in', () => {
  const [given] = withInputsBefore([figure('leads', [1, 2])], {
    leads: { inputs: { leads: 1 } },
  })
  assert.deepEqual(given?.before, { value: 1, inputs: { leads: 1 } })
})

test('no more than asked for, the largest first', () => {
  const figures = ['leads', 'mql', 'sql', 'won', 'lost', 'visitors'].map((id, place) =>
    figure(id, [10, 11 + place]),
  )
  const movers = largestMovers(figures, { currency: 'EUR', limit: 2 })
  assert.deepEqual(
    movers.map(({ kpi }) => kpi),
    ['visitors', 'lost'],
  )
})
