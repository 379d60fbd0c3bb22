import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONVERSION, MORE, OTHER, overviewOf } from './journey-overview.ts'

const DAY = 86_400
const journey = (channels: string, days: number[], value: number) => ({
  channels: channels.split(' '),
  ages: days.map((age) => age * DAY),
  value,
})

/** Two that took the same path, one of them with a repeat; one of an hour; one longer than the flow shows. */
const JOURNEYS = [
  journey('email email fair', [10, 5, 0.5], 100),
  journey('email fair', [20, 1], 50),
  journey('search', [1 / 24], 30),
  journey('a b a b a b', [400, 300, 200, 100, 50, 1], 7),
]
const LIMITS = { paths: 10, channels: 10 }

const filled = (bins: readonly { from: number; conversions: number; value: number }[]) =>
  bins
    .filter(({ conversions }) => conversions > 0)
    .map(({ from, conversions, value }) => [from, conversions, value])

test('paths: repeats are one step, most frequent first, with medians of days and touches', () => {
  const { paths, pathCount, total, medianDays, medianTouches } = overviewOf(JOURNEYS, LIMITS)
  assert.deepEqual(total, { conversions: 4, value: 187 })
  assert.equal(pathCount, 3)
  // days 10 and 20, touches 3 and 2
  assert.deepEqual(paths[0], {
    ...{ channels: ['email', 'fair'], conversions: 2, value: 150 },
    ...{ medianDays: 15, medianTouches: 2.5 },
  })
  assert.deepEqual(
    paths.map(({ channels }) => channels.join('')),
    ['emailfair', 'search', 'ababab'],
  )
  // of 1/24, 10, 20, 400 days and of 1, 2, 3, 6 touches
  assert.deepEqual([medianDays, medianTouches], [15, 2.5])
})

test('fewer paths than there are: the number of all is still told', () => {
  const { paths, pathCount } = overviewOf(JOURNEYS, { ...LIMITS, paths: 1 })
  assert.deepEqual([paths.length, pathCount], [1, 3])
})

test('flow: five steps, then more, and everything ends as a conversion', () => {
  const { flow } = overviewOf(JOURNEYS, LIMITS)
  const said = flow.map(({ step, from, to, conversions, value }) =>
    [step, from, to, conversions, value].join(' '),
  )
  assert.deepEqual(said.toSorted(), [
    '0 a b 1 7',
    '0 email fair 2 150',
    `0 search ${CONVERSION} 1 30`,
    '1 b a 1 7',
    `1 fair ${CONVERSION} 2 150`,
    '2 a b 1 7',
    '3 b a 1 7',
    `4 a ${MORE} 1 7`,
    `5 ${MORE} ${CONVERSION} 1 7`,
  ])
  assert.equal(said[0], '0 email fair 2 150', 'strongest first')
  const ends = flow.filter(({ to }) => to === CONVERSION)
  assert.equal(
    ends.reduce((sum, { conversions }) => sum + conversions, 0),
    4,
  )
})

test('five different steps need no "more"', () => {
  const { flow } = overviewOf([journey('a b c d e', [5, 4, 3, 2, 1], 1)], LIMITS)
  assert.deepEqual(flow.at(-1), { step: 4, from: 'e', to: CONVERSION, conversions: 1, value: 1 })
})

test('small channels are one node; a single one is not worth it', () => {
  const journeys = [
    journey('a', [1], 1),
    journey('a', [1], 1),
    journey('b', [1], 1),
    journey('c', [1], 1),
  ]
  const from = (channels: number) =>
    overviewOf(journeys, { ...LIMITS, channels }).flow.map((link) => [link.from, link.conversions])
  assert.deepEqual(from(1), [
    ['a', 2],
    [OTHER, 2],
  ])
  assert.deepEqual(from(2), [
    ['a', 2],
    ['b', 1],
    ['c', 1],
  ])
})

test('length in touches, duration in whole days', () => {
  const { lengths, durations } = overviewOf(JOURNEYS, LIMITS)
  assert.deepEqual(filled(lengths), [
    [1, 1, 30],
    [2, 1, 50],
    [3, 1, 100],
    [6, 1, 7],
  ])
  assert.deepEqual(filled(durations), [
    [0, 1, 30],
    [8, 2, 150],
    [366, 1, 7],
  ])
  const edges = overviewOf([journey('a', [7.99], 1), journey('a', [8], 1)], LIMITS)
  assert.deepEqual(filled(edges.durations), [
    [1, 1, 1],
    [8, 1, 1],
  ])
  assert.deepEqual(lengths.map(({ from, until }) => [from, until]).slice(-3), [
    [6, 11],
    [11, 21],
    [21, null],
  ])
})

test('first touch against last touch', () => {
  const { matrix } = overviewOf(JOURNEYS, LIMITS)
  assert.deepEqual(matrix, [
    { first: 'email', last: 'fair', conversions: 2, value: 150 },
    { first: 'search', last: 'search', conversions: 1, value: 30 },
    { first: 'a', last: 'b', conversions: 1, value: 7 },
  ])
})

test('nothing at all', () => {
  const { total, medianDays, flow, paths } = overviewOf([], LIMITS)
  assert.deepEqual([total.conversions, medianDays, flow, paths], [0, null, [], []])
})
