import assert from 'node:assert/strict'
import { test } from 'node:test'
import { modelsOf, pathOf, statisticsOf } from '../../test/helpers/attribution-paths.ts'
import {
  assertClose,
  expected,
  pathData,
  type Row,
  withReference,
} from '../../test/helpers/attribution-reference.ts'
import { bootstrap, replicates } from './bootstrap.ts'

type Spread = { estimate: number; sd: number; q025: number; q975: number }

/** Running mean and squared deviations (Welford): sums of squares would lose the digits that count. */
function deviation() {
  let count = 0
  let mean = 0
  let squares = 0
  return {
    add(value: number) {
      count += 1
      const before = value - mean
      mean += before / count
      squares += before * (value - mean)
    },
    sd: () => Math.sqrt(squares / (count - 1)),
  }
}

type Spreads = Readonly<Record<string, Readonly<Record<string, Spread>>>>

/** Only conversions are compared: without values, paths that add the same are drawn as one. */
const withoutValues = (rows: readonly Row[]): Row[] =>
  rows.map((row) => ({ ...row, total_conversion_value: 0 }))

/** Standard deviations of 20,000 replicates against the reference, which is good to about 1 %. */
function assertDeviations(words: string[], theirs: string[], wanted: Spreads) {
  const rows = withoutValues(pathData())
  const statistics = statisticsOf(rows, modelsOf(...words))
  const paths = rows.map((row) => pathOf(statistics, row))
  const { names } = statistics.channels
  const spreads = theirs.map(() => names.map(deviation))
  const drawn = replicates(statistics, paths, { replicates: 20_000, seed: 1 })
  for (const { solutions, total } of drawn) {
    const shares = solutions.map(({ conversions }) =>
      conversions.map((part) => part / total.conversions),
    )
    const effects = solutions.flatMap(({ removalEffect }) => removalEffect ?? [])
    for (const [place, values] of [...shares, ...effects].entries()) {
      for (const [channel, value] of values.entries()) spreads[place]?.[channel]?.add(value)
    }
  }
  for (const [place, model] of theirs.entries()) {
    for (const [channel, name] of names.entries()) {
      const sd = wanted[model]?.[name]?.sd ?? Number.NaN
      assertClose(spreads[place]?.[channel]?.sd() ?? -1, sd, 0.05, `${model} ${name}`)
    }
  }
}

test('bootstrap: 20,000 replicates of PathData, sums: deviations within 5 %', withReference, () => {
  const { models } = expected<{ models: Spreads }>('pathdata-bootstrap')
  const theirs = ['shapley_sum_share', 'linear_share', 'last_share']
  assertDeviations(['shapley', 'linear', 'last'], theirs, models)
})

test(
  'bootstrap: 20,000 replicates of PathData, Markov: deviations within 5 %',
  withReference,
  () => {
    const { models } = expected<{ models: Spreads }>('pathdata-bootstrap')
    assertDeviations(['markov'], ['markov1_share', 'markov1_removal_effect'], models)
  },
)

test(
  'bootstrap: 400 replicates give the intervals of PathData, up to their own noise',
  withReference,
  () => {
    const { models } = expected<{ models: Spreads }>('pathdata-bootstrap')
    const rows = pathData()
    const statistics = statisticsOf(rows, modelsOf('markov', 'last'))
    const paths = rows.map((row) => pathOf(statistics, row))
    const [markov, last] = bootstrap(statistics, paths)
    const off: [low: number, high: number][] = []
    for (const [channel, name] of statistics.channels.names.entries()) {
      for (const [ours, theirs] of [
        [markov, models.markov1_share],
        [last, models.last_share],
      ] as const) {
        const wanted = theirs?.[name]
        const [low, high] = ours?.conversions[channel] ?? [-1, -1]
        assert(wanted && low <= wanted.estimate && wanted.estimate <= high, name)
        // a 2.5 % quantile of 400 draws has a standard error of about 0.13 standard deviations
        assert(Math.abs(low - wanted.q025) < 0.65 * wanted.sd, `${name} ${low} ${wanted.q025}`)
        assert(Math.abs(high - wanted.q975) < 0.65 * wanted.sd, `${name} ${high} ${wanted.q975}`)
        off.push([(low - wanted.q025) / wanted.sd, (high - wanted.q975) / wanted.sd])
      }
    }
    // over all channels that noise goes: a 5 or 95 % quantile would be off by 0.31 standard deviations
    for (const end of [0, 1] as const) {
      const mean = off.reduce((sum, one) => sum + one[end], 0) / off.length
      assert(Math.abs(mean) < 0.12, `end ${end} is off by ${mean} standard deviations`)
    }
  },
)

const row = (path: string, conversions: number): Row => ({
  path,
  total_conversions: conversions,
  total_conversion_value: conversions * 100,
  total_null: 0,
})

test('bootstrap: the same seed, the same intervals; another one, others', () => {
  const rows = [row('A > B', 20), row('B', 10), row('', 5)]
  const statistics = statisticsOf(rows, modelsOf('linear', 'markov', 'influenced'))
  const paths = rows.map((each) => pathOf(statistics, each))
  const draw = (seed: number) => bootstrap(statistics, paths, { seed, replicates: 50 })
  assert.deepEqual(draw(1), draw(1))
  assert.notDeepEqual(draw(1), draw(2))
})

// one path only: whatever is drawn, A has half
test('bootstrap: where there is nothing to choose there is no doubt', () => {
  const rows = [row('A > B', 3)]
  const statistics = statisticsOf(rows, modelsOf('linear'))
  const [linear] = bootstrap(
    statistics,
    rows.map((each) => pathOf(statistics, each)),
    { seed: 2 },
  )
  const ranges = linear?.conversions.flat() ?? []
  assert(
    ranges.every((share) => share === 0.5 || share === 0),
    `${ranges}`,
  )
})

// the same chain solved by iteration with the bootstrap's tolerance: its intervals hold the estimate and have a width
test('bootstrap: orders above 1 and sampled models have intervals, too', () => {
  const rows = Array.from({ length: 24 }, (_, index) =>
    row(`C${index} > C${(index * 5 + 1) % 24} > C${(index * 7 + 2) % 24}`, 3 + (index % 4)),
  )
  const statistics = statisticsOf(rows, modelsOf('markov:2', 'markov_shapley'))
  const paths = rows.map((each) => ({ ...pathOf(statistics, each), nulls: 10 }))
  for (const { conversions } of bootstrap(statistics, paths, { replicates: 40 })) {
    for (const [low, high] of conversions)
      assert(0 < low && low < 1 / 24 && high > low && high < 0.2)
  }
})
