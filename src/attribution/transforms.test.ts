import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareTouches, orderTouches, type Touch } from './journey.ts'
import { AttributionSettings } from './settings.ts'
import { cutJourney, type StoredJourney } from './stored-journey.ts'
import {
  countsByGrain,
  earliestCounted,
  type Repeats,
  type Transform,
  withoutDirect,
  withRepeats,
} from './transforms.ts'

const DAY_MS = 86_400_000

const inChannels = (text: string) => [...text].map((channel) => ({ channel }))
const channels = (touches: readonly { channel: string }[]) =>
  touches.map(({ channel }) => channel).join(' ')

// google/fractribution, py/README.md (A2), path D A B B C D C C
for (const [repeats, wanted] of [
  ['unique', 'D A B B C D C C'],
  ['exposure', 'D A B C D C'],
  ['first', 'D A B C'],
  ['frequency', 'D(2) A(1) B(2) C(3)'],
] as const satisfies readonly (readonly [Repeats, string])[]) {
  test(`published: fractribution, ${repeats}`, () => {
    assert.equal(channels(withRepeats(inChannels('DABBCDCC'), repeats)), wanted)
  })
}

test('direct touches go, unless they are alone', () => {
  const isDirect = (channel: string) => channel === 'D'
  assert.equal(channels(withoutDirect(inChannels('DADB'), isDirect)), 'A B')
  assert.equal(channels(withoutDirect(inChannels('DAD'), isDirect)), 'A')
  assert.equal(channels(withoutDirect(inChannels('DD'), isDirect)), 'D D')
})

const touch = (id: string, instant: number, session: string | null = null): Touch => ({
  id,
  instant,
  channel: id.slice(0, 1),
  session,
  isForm: false,
})

test('grain: one touch per session and channel, the earliest; calls are sessions of their own', () => {
  const touches = [touch('a1', 1, 's'), touch('b1', 2, 's'), touch('a2', 3, 's'), touch('a3', 4)]
  const keepBy = (grain: 'session' | 'touch') => {
    const counts = countsByGrain(grain)
    return ({ session, channel }: Touch) => counts(session, channel)
  }
  const ids = (grain: 'session' | 'touch') => touches.filter(keepBy(grain)).map(({ id }) => id)
  assert.deepEqual(ids('session'), ['a1', 'b1', 'a3'])
  assert.equal(ids('touch').length, 4)
})

const storedJourney = (instants: readonly number[], names: readonly string[]): StoredJourney => ({
  hasSomebody: true,
  ...{ instants, channels: names, sessions: [], forms: '0'.repeat(names.length) },
  ...{ leadCreated: [], opportunityCreated: [], later: 0 },
})

test('a journey seen with repeats and without direct: places stay those of the journey', () => {
  const { rules } = AttributionSettings.parse({})
  const names = ['direct', 'email', 'email', 'trade_fair', 'direct']
  const journey = storedJourney([1, 2, 3, 4, 5], names)
  const seen = (transform: Transform) => {
    const cut = cutJourney(journey, 6, { ...rules, transform })
    return [cut.places, cut.channels, cut.ages]
  }
  assert.deepEqual(seen({ repeats: 'exposure', dropDirect: true }), [
    [1, 3],
    ['email', 'trade_fair'],
    [0.004, 0.002],
  ])
  assert.deepEqual(seen({ repeats: 'frequency', dropDirect: false }), [
    [0, 1, 3],
    ['direct(2)', 'email(2)', 'trade_fair(1)'],
    [0.005, 0.004, 0.002],
  ])
})

test('lookback: exact to the millisecond, both ends included', () => {
  const closed = 100 * DAY_MS
  assert.equal(earliestCounted(closed, 30), 70 * DAY_MS)
  assert.equal(earliestCounted(closed, 0), closed)
  assert.equal(earliestCounted(closed, null), Number.NEGATIVE_INFINITY)
  const kept = (instant: number, lookbackDays: number | null) => {
    const journey = storedJourney([instant], ['a'])
    const rules = { ...AttributionSettings.parse({}).rules, lookbackDays }
    return cutJourney(journey, closed, rules).places.length === 1
  }
  assert.equal(kept(70 * DAY_MS, 30), true)
  assert.equal(kept(70 * DAY_MS - 1, 30), false)
  assert.equal(kept(closed, 0), true)
  assert.equal(kept(closed + 1, null), false)
  assert.equal(kept(0, null), true)
})

test('order of touches: instant, then id, whatever order they were read in', () => {
  const anyTouches = fc.uniqueArray(
    fc.record({ id: fc.string({ maxLength: 3 }), instant: fc.integer({ min: 0, max: 4 }) }),
    { selector: ({ id }) => id },
  )
  fc.assert(
    fc.property(anyTouches, (given) => {
      const touches = given.map(({ id, instant }) => touch(id, instant))
      const ordered = orderTouches(touches, 3)
      assert.deepEqual(orderTouches(touches.toReversed(), 3), ordered)
      assert.equal(ordered.length, given.filter(({ instant }) => instant < 4).length)
      for (const [index, current] of ordered.slice(1).entries()) {
        assert(compareTouches(ordered[index] ?? current, current) < 0)
      }
    }),
  )
})
