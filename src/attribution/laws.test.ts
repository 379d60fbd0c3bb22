import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { creditsOf, modelsOf, statisticsOf } from '../../test/helpers/attribution-paths.ts'
import { assertClose, type Credits, type Row } from '../../test/helpers/attribution-reference.ts'
import { expectations } from './hitting.ts'
import { removalEffects } from './markov.ts'
import { mergeStatistics } from './statistics.ts'
import { transitionSystem } from './transition-system.ts'

const anyPath = fc.array(fc.constantFrom('A', 'B', 'C', 'D', 'Direct'), {
  minLength: 1,
  maxLength: 7,
})
const anyRow = fc.record({
  touches: anyPath,
  conversions: fc.integer({ min: 0, max: 4 }),
  mean: fc.integer({ min: 1, max: 1000 }),
  nulls: fc.integer({ min: 0, max: 6 }),
})
const asRow = ({
  touches,
  conversions,
  mean,
  nulls,
}: {
  touches: string[]
  conversions: number
  mean: number
  nulls: number
}): Row => ({
  path: touches.join(' > '),
  total_conversions: conversions,
  total_conversion_value: conversions * mean,
  total_null: nulls,
})
const anyRows = fc
  .array(anyRow.map(asRow), { minLength: 1, maxLength: 12 })
  .filter((rows) => rows.some((row) => row.total_conversions > 0))
const anyOrder = fc.integer({ min: 1, max: 4 })

const ADDITIVE = [
  'first',
  'last',
  'last_non_direct',
  'linear',
  'linear_unique',
  'position_based',
  'j_shaped',
  'position_decay',
  'shapley',
  'markov_shapley',
  'markov',
  'markov:2',
  'markov:3',
  'markov_share:4',
]

const sumOf = (
  rows: readonly Row[],
  field: 'total_conversions' | 'total_conversion_value' | 'total_null',
) => rows.reduce((sum, row) => sum + row[field], 0)

function effectsOf(rows: readonly Row[], order: number, withNulls = true) {
  const statistics = statisticsOf(rows, modelsOf(`markov:${order}`), withNulls)
  const chain = statistics.chains.get(order)
  assert(chain)
  return {
    ...removalEffects(chain, statistics.channels.names.length),
    names: statistics.channels.names,
  }
}

function assertSame(a: readonly { credits: Credits }[], b: readonly { credits: Credits }[]) {
  assert.equal(a.length, b.length)
  for (const [place, { credits }] of a.entries()) {
    for (const [name, { conversions, value }] of Object.entries(credits)) {
      const other = b[place]?.credits[name] ?? { conversions: 0, value: 0 }
      assertClose(other.conversions, conversions, 1e-11, `${ADDITIVE[place]} ${name}`, 1)
      assertClose(other.value, value, 1e-11, `${ADDITIVE[place]} ${name}`, 1)
    }
  }
}

test('law: the sums of every model are the conversions and their value', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      for (const [place, { credits }] of creditsOf(
        statisticsOf(rows, modelsOf(...ADDITIVE)),
      ).entries()) {
        const parts = Object.values(credits)
        const sum = (field: 'conversions' | 'value') =>
          parts.reduce((total, part) => total + part[field], 0)
        assertClose(
          sum('conversions'),
          sumOf(rows, 'total_conversions'),
          1e-12,
          `${ADDITIVE[place]}`,
        )
        assertClose(
          sum('value'),
          sumOf(rows, 'total_conversion_value'),
          1e-12,
          `${ADDITIVE[place]}`,
        )
      }
    }),
  )
})

test('law: no credit is negative, no effect outside 0 to 1', () => {
  fc.assert(
    fc.property(anyRows, anyOrder, (rows, order) => {
      const { conversions, value } = effectsOf(rows, order)
      for (const effect of [...conversions, ...value])
        assert(effect >= 0 && effect <= 1 + 1e-12, `${effect}`)
      for (const { credits } of creditsOf(statisticsOf(rows, modelsOf(...ADDITIVE)))) {
        for (const credit of Object.values(credits)) assert(credit.conversions >= -1e-12)
      }
    }),
  )
})

test('law: at every order the chain converts as often as its journeys did', () => {
  fc.assert(
    fc.property(anyRows, anyOrder, fc.boolean(), (rows, order, withNulls) => {
      const chain = statisticsOf(rows, modelsOf(`markov:${order}`), withNulls).chains.get(order)
      const system = chain && transitionSystem(chain)
      assert(system)
      const { conversion } = expectations(system, 1e-15)
      const chance = system.start.reduce(
        (sum, start, state) => sum + start * (conversion[state] ?? 0),
        0,
      )
      const converted = sumOf(rows, 'total_conversions')
      const journeys = converted + (withNulls ? sumOf(rows, 'total_null') : 0)
      assertClose(chance, converted / journeys, 1e-13, 'rate')
    }),
  )
})

test('law: a channel in every converting path has effect 1', () => {
  fc.assert(
    fc.property(anyRows, anyOrder, (rows, order) => {
      const everywhere = rows.map((row) => ({ ...row, path: `X > ${row.path}` }))
      const { conversions, names } = effectsOf(everywhere, order)
      assertClose(conversions[names.indexOf('X')] ?? -1, 1, 1e-12, 'X')
    }),
  )
})

test('law: repeats do not matter at order 1', () => {
  fc.assert(
    fc.property(anyRows, fc.integer({ min: 2, max: 4 }), (rows, times) => {
      const repeated = rows.map((row) => ({
        ...row,
        path: row.path
          .split(' > ')
          .flatMap((touch) => new Array<string>(times).fill(touch))
          .join(' > '),
      }))
      const plain = effectsOf(rows, 1)
      for (const [index, effect] of effectsOf(repeated, 1).conversions.entries()) {
        assertClose(effect, plain.conversions[index] ?? -1, 1e-12, plain.names[index] ?? '')
      }
    }),
  )
})

test('law: an order as long as the longest path makes the effect the share that took part', () => {
  const short = anyRows.map((rows) =>
    rows.map((row) => ({ ...row, path: row.path.split(' > ').slice(0, 4).join(' > ') })),
  )
  fc.assert(
    fc.property(short, (rows) => {
      const { conversions, value, names } = effectsOf(rows, 4)
      for (const [index, name] of names.entries()) {
        const part = rows.filter((row) => row.path.split(' > ').includes(name))
        const share = (field: 'total_conversions' | 'total_conversion_value') =>
          sumOf(part, field) / sumOf(rows, field)
        assertClose(conversions[index] ?? -1, share('total_conversions'), 1e-12, name)
        assertClose(value[index] ?? -1, share('total_conversion_value'), 1e-12, name)
      }
    }),
  )
})

test('law: neither the order of rows matters, nor whether equal ones are added up', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const models = modelsOf(...ADDITIVE)
      const whole = creditsOf(statisticsOf(rows, models))
      assertSame(creditsOf(statisticsOf(rows.toReversed(), models)), whole)
      const single = rows.flatMap((row) => [
        ...new Array<Row>(row.total_conversions).fill({
          path: row.path,
          total_conversions: 1,
          total_conversion_value: row.total_conversion_value / (row.total_conversions || 1),
          total_null: 0,
        }),
        ...new Array<Row>(row.total_null).fill({
          path: row.path,
          total_conversions: 0,
          total_conversion_value: 0,
          total_null: 1,
        }),
      ])
      assertSame(creditsOf(statisticsOf(single, models)), whole)
    }),
  )
})

test('law: parts merge to the whole, whatever numbers their channels have', () => {
  fc.assert(
    fc.property(anyRows, fc.nat(12), (rows, cut) => {
      const models = modelsOf(...ADDITIVE)
      const parts = [rows.slice(cut), rows.slice(0, cut)].map((part) => statisticsOf(part, models))
      const [a, b] = parts
      assert(a && b)
      const merged = mergeStatistics(a, b)
      assertSame(creditsOf(merged), creditsOf(statisticsOf(rows, models)))
      assert.equal(merged.total.conversions, sumOf(rows, 'total_conversions'))
    }),
  )
})

test('law: a channel in no converting path gets nothing from any model', () => {
  fc.assert(
    fc.property(anyRows, fc.integer({ min: 1, max: 9 }), (rows, nulls) => {
      const lost: Row = {
        path: 'Null player',
        total_conversions: 0,
        total_conversion_value: 0,
        total_null: nulls,
      }
      for (const { credits } of creditsOf(statisticsOf([...rows, lost], modelsOf(...ADDITIVE)))) {
        const given = credits['Null player']
        assertClose(given?.conversions ?? -1, 0, 1e-12, 'null player', 1)
        assertClose(given?.value ?? -1, 0, 1e-9, 'null player', 1)
      }
    }),
  )
})

// 402 touches in turn, so that each of the two
// channels is in every conversion, at any order, and iteration has to go round often
test('law: very long journeys are solved, too', () => {
  const path = Array.from({ length: 402 }, (_, index) => (index % 2 === 0 ? 'A' : 'B')).join('>')
  const rows: Row[] = [
    { path, total_conversions: 1, total_conversion_value: 1, total_null: 1 },
    ...Array.from({ length: 150 }, (_, index) => ({
      path: `A>C${index}>B>A`,
      total_conversions: 1,
      total_conversion_value: 1,
      total_null: 2,
    })),
  ]
  for (const order of [2, 3]) {
    const { conversions, names } = effectsOf(rows, order)
    assertClose(conversions[names.indexOf('A')] ?? -1, 1, 1e-12, `order ${order}`)
  }
})
