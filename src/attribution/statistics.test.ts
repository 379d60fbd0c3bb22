import assert from 'node:assert/strict'
import { test } from 'node:test'
import { creditsOf, modelsOf, pathOf, statisticsOf } from '../../test/helpers/attribution-paths.ts'
import {
  assertClose,
  type Credits,
  expected,
  pathData,
  type Row,
  referenceFile,
  withReference,
} from '../../test/helpers/attribution-reference.ts'
import { addPath, emptyStatistics, mergeStatistics, type Statistics } from './statistics.ts'

/** Our word for each model of the expected files. */
const NAMES: Readonly<Record<string, string>> = {
  first: 'first',
  last: 'last',
  last_non_direct: 'last_non_direct',
  linear: 'linear',
  linear_unique: 'linear_unique',
  u_shaped_40_20_40: 'position_based',
  j_shaped_20_20_60: 'j_shaped',
  inverse_j_60_20_20: 'inverse_j',
  position_decay: 'position_decay',
  participation: 'influenced',
}

function assertCredits(
  actual: Credits | undefined,
  wanted: Credits,
  what: string,
  tolerance = 1e-9,
) {
  for (const [name, { conversions, value }] of Object.entries(wanted)) {
    const given = actual?.[name] ?? { conversions: 0, value: 0 }
    assertClose(given.conversions, conversions, tolerance, `${what} ${name}`)
    assertClose(given.value, value, tolerance, `${what} ${name}`)
  }
}

function assertHeuristics(
  statistics: Statistics,
  wanted: Readonly<Record<string, Credits>>,
  what: string,
  tolerance?: number,
) {
  const solved = creditsOf(statistics)
  for (const [place, theirs] of Object.keys(wanted).entries()) {
    assertCredits(solved[place]?.credits, wanted[theirs] ?? {}, `${what} ${theirs}`, tolerance)
  }
}

const oursFor = (wanted: Readonly<Record<string, Credits>>) =>
  modelsOf(...Object.keys(wanted).map((theirs) => NAMES[theirs] ?? theirs))

test('PathData: nine rules', withReference, () => {
  const { models } = expected<{ models: Record<string, Credits> }>('pathdata-heuristics')
  assert.equal(Object.keys(models).length, 9)
  const statistics = statisticsOf(pathData(), oursFor(models))
  assertHeuristics(statistics, models, 'PathData', 1e-12)
  assert.equal(statistics.total.conversions, 19_785)
  assertClose(statistics.total.value, 74_802.97158721084, 1e-13, 'value')
})

test('small problems: ten rules and Shapley', withReference, () => {
  type Sums = Record<'conversions' | 'value', Record<string, number>>
  type Problem = { rows: Row[]; heuristics: Record<string, Credits>; shapley_sum: Sums }
  const { problems } = expected<{ problems: Problem[] }>('small-problems')
  for (const [number, { rows, heuristics, shapley_sum }] of problems.entries()) {
    const statistics = statisticsOf(rows, [...oursFor(heuristics), ...modelsOf('shapley')])
    assertHeuristics(statistics, heuristics, `problem ${number}`, 1e-12)
    const shapley = creditsOf(statistics).at(-1)?.credits
    for (const [name, conversions] of Object.entries(shapley_sum.conversions)) {
      const wanted = { [name]: { conversions, value: shapley_sum.value[name] ?? Number.NaN } }
      assertCredits(shapley, wanted, `problem ${number} Shapley`, 1e-12)
    }
  }
})

type AgedRow = Row & { ages: number[] }

function agedRows(): AgedRow[] {
  const lines = referenceFile('journeys-3000-seed7').toString().trim().split('\n').slice(1)
  return lines.map((line) => {
    const [path = '', conversions, value, nulls, ages = ''] = line.split(',')
    return {
      path,
      total_conversions: Number(conversions),
      total_conversion_value: Number(value),
      total_null: Number(nulls),
      ages: ages.split('>').map(Number),
    }
  })
}

/** Paths cut to the touches of the lookback, as `withinLookback` cuts touches with instants. */
function agedStatistics(
  rows: readonly AgedRow[],
  models: string[],
  days: number | null,
): Statistics {
  const statistics = emptyStatistics(modelsOf(...models))
  for (const row of rows) {
    const path = pathOf(statistics, row)
    const kept = row.ages.flatMap((age, index) =>
      days === null || age <= days * 86_400 ? [index] : [],
    )
    addPath(statistics, {
      ...path,
      channels: kept.map((index) => path.channels[index] ?? -1),
      ages: kept.map((index) => row.ages[index] ?? 0),
      length: kept.length,
    })
  }
  return statistics
}

test('journeys with ages: time decay, lookback and Markov on what is left', withReference, () => {
  type Decay = { half_life_days: number; lookback_days: number | null; channels: Credits }
  type Lookback = {
    lookback_days: number
    heuristics: Record<string, Credits>
    markov_order1_with_null_on_non_empty_paths: Record<
      'conversions' | 'value',
      Record<string, number>
    >
  }
  const file = expected<{ time_decay: Decay[]; lookback: Lookback[] }>('journeys-3000-seed7')
  const rows = agedRows()
  assert.equal(rows.length, 3000)
  assert.equal(file.time_decay.length, 9)
  for (const { half_life_days, lookback_days, channels } of file.time_decay) {
    const statistics = agedStatistics(rows, [`time_decay:${half_life_days}`], lookback_days)
    const what = `half-life ${half_life_days}, lookback ${lookback_days}`
    assertCredits(creditsOf(statistics)[0]?.credits, channels, what)
  }
  for (const { lookback_days, heuristics, ...rest } of file.lookback) {
    const names = Object.keys(heuristics).map((theirs) => NAMES[theirs] ?? theirs)
    const statistics = agedStatistics(rows, [...names, 'markov'], lookback_days)
    assertHeuristics(statistics, heuristics, `lookback ${lookback_days}`)
    const markov = rest.markov_order1_with_null_on_non_empty_paths
    const credits = Object.keys(markov.conversions).map((name) => [
      name,
      { conversions: markov.conversions[name] ?? -1, value: markov.value[name] ?? -1 },
    ])
    assertCredits(
      creditsOf(statistics).at(-1)?.credits,
      Object.fromEntries(credits),
      'Markov',
      1e-12,
    )
  }
})

// towardsdatascience: F 0.2, O 0.1, L 0.17, FO 0.17, FL 0.3, LO 0, FLO 0.06; printed there: .455, .205, .34
test('published: Shapley of the sum game', () => {
  const amounts = { F: 0.2, O: 0.1, L: 0.17, 'F>O': 0.17, 'F>L': 0.3, 'F>L>O': 0.06 }
  const rows = Object.entries(amounts).map(([path, amount]) => ({
    path,
    total_conversions: amount,
    total_conversion_value: 0,
    total_null: 0,
  }))
  const [shapley] = creditsOf(statisticsOf(rows, modelsOf('shapley')))
  const wanted = { F: 0.455, O: 0.205, L: 0.34 }
  for (const [name, conversions] of Object.entries(wanted)) {
    assertClose(shapley?.credits[name]?.conversions ?? -1, conversions, 1e-14, name)
  }
})

test('PathData: Shapley of the sum game', withReference, () => {
  type File = { sum: Record<'conversions' | 'value', Record<string, number>> }
  const { sum } = expected<File>('pathdata-shapley')
  const [shapley] = creditsOf(statisticsOf(pathData(), modelsOf('shapley')))
  for (const [name, conversions] of Object.entries(sum.conversions)) {
    const wanted = { [name]: { conversions, value: sum.value[name] ?? -1 } }
    assertCredits(shapley?.credits, wanted, 'Shapley', 1e-12)
  }
})

test('no touch, no credit: the conversion is unattributed in every model', () => {
  const rows: Row[] = [
    { path: ' > ', total_conversions: 2, total_conversion_value: 30, total_null: 5 },
    { path: 'A', total_conversions: 1, total_conversion_value: 10, total_null: 0 },
  ]
  const statistics = statisticsOf(
    rows,
    modelsOf('linear', 'markov', 'shapley', 'markov_shapley', 'influenced'),
  )
  for (const lost of statistics.unattributed) assert.deepEqual(lost, { conversions: 2, value: 30 })
  for (const { credits } of creditsOf(statistics)) {
    assert.deepEqual(credits, { A: { conversions: 1, value: 10 } })
  }
})

test('cases are the conversions a channel took part in, each once, in parts that are merged too', () => {
  const row = (path: string, conversions: number): Row => ({
    ...{ path, total_conversions: conversions, total_conversion_value: 0, total_null: 7 },
  })
  const rows = [row('A > B > A', 40), row('B', 2), row('C', 0)]
  const casesOf = ({ cases, channels }: Statistics) =>
    Object.fromEntries(channels.names.map((name, place) => [name, cases[place] ?? 0]))
  const models = modelsOf('linear')
  assert.deepEqual(casesOf(statisticsOf(rows, models)), { A: 40, B: 42, C: 0 })
  const [first, ...rest] = rows
  assert(first)
  const merged = mergeStatistics(statisticsOf([first], models), statisticsOf(rest, models))
  assert.deepEqual(casesOf(merged), { A: 40, B: 42, C: 0 })
})
