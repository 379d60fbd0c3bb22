import assert from 'node:assert/strict'
import { test } from 'node:test'
import { creditsOf, modelsOf, statisticsOf } from '../../test/helpers/attribution-paths.ts'
import {
  assertClose,
  expected,
  pathData,
  type Row,
  withReference,
} from '../../test/helpers/attribution-reference.ts'
import { channelIndex } from './channel-index.ts'
import { removalEffects } from './markov.ts'

type Numbers = Readonly<Record<string, number>>
type Wanted = {
  order: number
  with_null: boolean
  p_conversion: number
  removal_effect: Numbers
  removal_effect_value: Numbers
  conversions: Numbers
  value: Numbers
}

function assertMarkov(rows: readonly Row[], wanted: Wanted, tolerance: number, what: string) {
  const [byRemoval, byShare] = modelsOf(`markov:${wanted.order}`, `markov_share:${wanted.order}`)
  assert(byRemoval && byShare)
  const statistics = statisticsOf(rows, [byRemoval, byShare], wanted.with_null)
  const chain = statistics.chains.get(wanted.order)
  assert(chain)
  const { names } = statistics.channels
  assert.deepEqual(names.toSorted(), Object.keys(wanted.conversions).toSorted())
  const effects = removalEffects(chain, names.length)
  const [removal, share] = creditsOf(statistics)
  assertClose(effects.pConversion, wanted.p_conversion, tolerance, `${what} chance`)
  const { conversions, value } = statistics.total
  for (const [index, name] of names.entries()) {
    const at = `${what} order ${wanted.order} ${name}`
    const given = removal?.credits[name]
    const wantedConversions = wanted.conversions[name] ?? Number.NaN
    assertClose(effects.conversions[index] ?? -1, wanted.removal_effect[name] ?? -2, tolerance, at)
    assertClose(effects.value[index] ?? -1, wanted.removal_effect_value[name] ?? -2, tolerance, at)
    assertClose(given?.conversions ?? -1, wantedConversions, tolerance, at)
    assertClose(given?.value ?? -1, wanted.value[name] ?? -2, tolerance, at)
    const byConversions = conversions === 0 ? 0 : (wantedConversions / conversions) * value
    assertClose(share?.credits[name]?.value ?? -1, byConversions, tolerance, `${at} by share`)
  }
}

test('Markov: PathData, orders 1 to 4, with and without nulls', withReference, () => {
  type File = { order1_rational_correctly_rounded: Wanted[]; float64: Wanted[] }
  const file = expected<File>('pathdata-markov')
  const rows = pathData()
  assert.equal(file.float64.length, 8)
  for (const wanted of file.order1_rational_correctly_rounded) {
    assertMarkov(rows, { ...wanted, order: 1 }, 1e-12, 'rational')
  }
  for (const wanted of file.float64) assertMarkov(rows, wanted, 1e-9, 'float64')
})

type Problem = { rows: Row[]; channels: string[]; markov: Wanted[] }

test('Markov: 68 small problems in rational arithmetic', withReference, () => {
  const { problems } = expected<{ problems: Problem[] }>('small-problems')
  assert.equal(problems.length, 68)
  for (const [number, { rows, markov }] of problems.entries()) {
    for (const wanted of markov) assertMarkov(rows, wanted, 1e-12, `problem ${number}`)
  }
})

test('published: the examples by Bryl and Puzyrov', withReference, () => {
  type Example = {
    id: string
    rows: Row[]
    exact: {
      p_conversion: number[]
      removal_effect: Record<string, number[]>
      conversions: Record<string, number[]>
      value: Numbers
    }
  }
  const { examples } = expected<{ examples: Example[] }>('published-examples')
  const markov = examples.filter(({ id }) => id.endsWith('-markov'))
  assert.equal(markov.length, 2)
  for (const { id, rows, exact } of markov) {
    const [solved] = creditsOf(statisticsOf(rows, modelsOf('markov')))
    for (const [name, [effect = -1]] of Object.entries(exact.removal_effect)) {
      assertClose(solved?.removalEffect[name] ?? -2, effect, 1e-14, `${id} ${name}`)
      assertClose(
        solved?.credits[name]?.conversions ?? -2,
        exact.conversions[name]?.[0] ?? -1,
        1e-14,
        id,
      )
      assertClose(solved?.credits[name]?.value ?? -2, exact.value[name] ?? -1, 1e-14, id)
    }
  }
})

test('Markov: a channel nobody touched changes nothing', () => {
  const rows: Row[] = [
    { path: 'A > B', total_conversions: 1, total_conversion_value: 2, total_null: 3 },
  ]
  const plain = statisticsOf(rows, modelsOf('markov'))
  const more = statisticsOf(rows, modelsOf('markov'), true, channelIndex(['C', 'A']).names)
  const [a] = creditsOf(plain)
  const [b] = creditsOf(more)
  assert.deepEqual({ ...a?.credits, C: { conversions: 0, value: 0 } }, b?.credits)
})
