import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareTouches, orderTouches, type Touch } from './journey.ts'
import { AttributionSettings } from './settings.ts'
import { cutJourney } from './stored-journey.ts'
import {
  countsByGrain,
  earliestCounted,
  type Repeats,
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

test('lookback: exact to the millisecond, both ends included', () => {
  const closed = 100 * DAY_MS
  assert.equal(earliestCounted(closed, 30), 70 * DAY_MS)
  assert.equal(earliestCounted(closed, 0), closed)
  assert.equal(earliestCounted(closed, null), Number.NEGATIVE_INFINITY)
  const kept = (instant: number, lookbackDays: number | null) => {
    const journey = {
      hasSomebody: true,
      instants: [instant],
      channels: ['a'],
      sessions: [],
      forms: '0',
      leadCreated: [],
      opportunityCreated: [],
      later: 0,
    }
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
