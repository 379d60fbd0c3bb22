import assert from 'node:assert/strict'
import { test } from 'node:test'
import { modelsOf, pathOf } from '../../test/helpers/attribution-paths.ts'
import { type BootstrapOptions, replicates } from './bootstrap.ts'
import type { Model } from './models.ts'
import { solve } from './solve.ts'
import { addPath, type CountedPath, emptyStatistics, type Statistics } from './statistics.ts'

type Given = Partial<Pick<CountedPath, 'ages' | 'milestones' | 'nulls' | 'value'>>

function countedPath(statistics: Statistics, path: string, conversions: number, given: Given = {}) {
  const row = { path, total_conversions: conversions, total_conversion_value: 0, total_null: 0 }
  return { ...pathOf(statistics, row), value: conversions * 100, ...given }
}

const reached = (lead: number[], opportunity: number[], close: number[]) => ({
  ...{ first: [0], lead, opportunity, close },
})

/** Equal channels apart by their values, ages or milestones, journeys that repeat, and conversions without a touch. */
function pathsOf(statistics: Statistics): CountedPath[] {
  const add = (path: string, conversions: number, given: Given) =>
    countedPath(statistics, path, conversions, given)
  const at = (ages: number[], lead: number[], opportunity: number[]) => ({
    ages,
    milestones: reached(lead, opportunity, [ages.length - 1]),
  })
  return [
    add('A > B', 0, { ...at([9, 0], [0], [1]), nulls: 300 }),
    add('A > B', 300, { ...at([90_000, 0], [0], [1]), value: 9_000, nulls: 50 }),
    add('A > B', 200, { ...at([900_000, 0], [1], [1]), value: 60_000 }),
    add('B > C > A', 400, { ...at([9_000, 8_000, 0], [1], [2]), nulls: 300 }),
    add('C > B > C > B > C', 150, { ...at([5, 4, 3, 2, 1], [0], [0]), nulls: 10 }),
    add('C', 250, { ...at([7], [0], [0]), nulls: 700 }),
    add('', 120, { ages: [], value: 7_000, milestones: { ...reached([], [], []), first: [] } }),
  ]
}

function statisticsOf(models: readonly Model[], withNulls: boolean) {
  const statistics = emptyStatistics(models, { withNulls })
  const paths = pathsOf(statistics)
  for (const path of paths) addPath(statistics, path)
  return { statistics, paths }
}

/** Mean of the replicates of every number, and five standard errors of it. */
function means(statistics: Statistics, paths: CountedPath[], options: BootstrapOptions) {
  const drawn: number[][] = []
  for (const { solutions, total } of replicates(statistics, paths, options)) {
    drawn.push([
      total.conversions,
      total.value,
      ...solutions.flatMap(({ conversions, value }) => [...conversions, ...value]),
    ])
  }
  return (drawn[0] ?? []).map((_, column) => {
    const values = drawn.map((row) => row[column] ?? Number.NaN)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    return {
      mean,
      error: (5 * Math.sqrt(squares / (values.length - 1))) / Math.sqrt(values.length),
    }
  })
}

const WORDS = [
  ...['last', 'linear', 'time_decay', 'w_shaped', 'shapley', 'influenced'],
  ...['markov', 'markov:2', 'markov_share', 'markov_shapley'],
]

// Poisson(1) has the mean 1: sums of the replicates are right on average, chains up to the curvature of a ratio
const CASES: readonly [name: string, words: readonly string[], withNulls: boolean][] = [
  ['all models', WORDS, true],
  ['without nulls', WORDS, false],
  // no ages to tell paths apart
  ['milestones alone', ['w_shaped'], true],
]
for (const [name, words, withNulls] of CASES) {
  test(`resampling: replicates are right on average: ${name}`, () => {
    const { statistics, paths } = statisticsOf(modelsOf(...words), withNulls)
    const wanted = [
      statistics.total.conversions,
      statistics.total.value,
      ...solve(statistics).flatMap(({ conversions, value }) => [...conversions, ...value]),
    ]
    const found = means(statistics, paths, { replicates: 3_000, seed: 4 })
    assert.equal(found.length, wanted.length)
    for (const [index, { mean, error }] of found.entries()) {
      const right = wanted[index] ?? Number.NaN
      assert(Math.abs(mean - right) <= error + 0.001 * right, `${index}: ${mean} for ${right}`)
      assert(error > 0, `${index} never varies`)
    }
  })
}

// Poisson(a) + Poisson(b) is Poisson(a + b): rows that are split draw the very same replicates
test('resampling: how equal journeys are split among rows does not matter', () => {
  const { statistics, paths } = statisticsOf(modelsOf('linear', 'markov', 'time_decay'), true)
  const halves = paths.flatMap((path) => {
    const half = { ...path, conversions: path.conversions / 2, value: path.value / 2 }
    return [
      { ...half, nulls: 0 },
      { ...half, nulls: path.nulls },
    ]
  })
  const options = { replicates: 20, seed: 9 }
  assert.deepEqual(means(statistics, halves, options), means(statistics, paths, options))
})
