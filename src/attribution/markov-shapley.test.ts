import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '#kernel/random.ts'
import { modelsOf, statisticsOf } from '../../test/helpers/attribution-paths.ts'
import {
  assertClose,
  expected,
  pathData,
  type Row,
  withReference,
} from '../../test/helpers/attribution-reference.ts'
import { type MarkovShapley, markovShapley } from './markov-shapley.ts'

function gameOf(
  rows: readonly Row[],
  permutations = 100,
): { names: readonly string[]; game: MarkovShapley } {
  const statistics = statisticsOf(rows, modelsOf('markov_shapley'))
  const chain = statistics.chains.get(1)
  assert(chain)
  const { names } = statistics.channels
  return {
    names,
    game: markovShapley(chain, names.length, { random: seededRandom(7), permutations }),
  }
}

test('Markov-Shapley: PathData, exact', withReference, () => {
  type File = { markov_order1: { raw: Record<string, number>; p_conversion: number } }
  const { markov_order1 } = expected<File>('pathdata-shapley')
  const { names, game } = gameOf(pathData())
  assert.equal(game.standardError, null)
  for (const [index, name] of names.entries()) {
    assertClose(game.conversions[index] ?? -1, markov_order1.raw[name] ?? -2, 1e-9, name)
  }
  const sum = game.conversions.reduce((total, part) => total + part, 0)
  assertClose(sum, markov_order1.p_conversion, 1e-13, 'sum')
})

const row = (path: string, conversions: number, nulls: number): Row => ({
  path,
  total_conversions: conversions,
  total_conversion_value: conversions * 10,
  total_null: nulls,
})

// A then B converts always: neither is worth anything alone, so each gets half of 1. C always loses: 0.
test('Markov-Shapley: two channels that need each other share, one that only loses gets nothing', () => {
  const { names, game } = gameOf([row('A > B', 1, 0), row('C', 0, 1)])
  assert.deepEqual(names, ['A', 'B', 'C'])
  assert.deepEqual([...game.conversions], [0.25, 0.25, 0])
  assert.deepEqual([...game.value], [2.5, 2.5, 0])
})

/** Paths over `count` channels: each alone, and each followed by the next but two. */
function manyChannels(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => [
    row(`C${index}`, 1 + (index % 3), 20),
    row(`C${index} > C${(index + 3) % count} > C${(index * 7) % count}`, 2 + (index % 5), 9),
  ]).flat()
}

test('Markov-Shapley: 18 channels are exact, 20 are sampled with a stated error', () => {
  const exact = gameOf(manyChannels(18))
  assert.equal(exact.game.standardError, null)
  const { game, names } = gameOf(manyChannels(20), 400)
  assert(game.standardError)
  const rate = statisticsRate(manyChannels(20))
  const sum = game.conversions.reduce((total, part) => total + part, 0)
  // every order of arrival hands out all of P(convert), so the sum has no sampling error
  assertClose(sum, rate, 1e-12, 'sum')
  for (const [index, error] of game.standardError.entries()) {
    const share = game.conversions[index] ?? 0
    assert(error > 0 && error < share / 20, `${names[index]}: ${share} +- ${error}`)
  }
})

const statisticsRate = (rows: readonly Row[]): number => {
  const conversions = rows.reduce((sum, each) => sum + each.total_conversions, 0)
  return conversions / rows.reduce((sum, each) => sum + each.total_conversions + each.total_null, 0)
}
