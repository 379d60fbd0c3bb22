import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '#kernel/random.ts'
import { orderByChance, orderByTime } from './order-choice.ts'
import type { CountedPath } from './statistics.ts'

const path = (channels: number[], conversions: number, nulls: number): CountedPath => ({
  channels,
  length: channels.length,
  ages: null,
  milestones: null,
  isDirect: () => false,
  conversions,
  value: 0,
  nulls,
})

/** Journeys whose next touch hangs on the last `memory` ones: 1 if they hold an odd number of ones, mostly. */
function journeys(memory: number, count: number): CountedPath[] {
  const random = seededRandom(11)
  return Array.from({ length: count }, () => {
    const channels = Array.from({ length: memory }, (): number => (random() < 0.5 ? 0 : 1))
    while (random() < 0.85) {
      const ones = channels.slice(-memory).filter((channel) => channel === 1).length
      channels.push(random() < 0.9 ? ones % 2 : 1 - (ones % 2))
    }
    return random() < 0.3 ? path(channels, 1, 0) : path(channels, 0, 1)
  })
}

for (const memory of [1, 2, 3]) {
  test(`order: journeys that remember ${memory} touches need order ${memory}`, () => {
    const made = journeys(memory, 3_000)
    assert.equal(orderByTime(made, 2).order, memory)
    assert.equal(orderByChance(made, 2, seededRandom(1)).order, memory)
  })
}

test('order: noise needs no memory, though every order fits it better in sample', () => {
  const random = seededRandom(5)
  const noise = Array.from({ length: 1_000 }, () => {
    const channels = Array.from({ length: 5 }, () => Math.floor(random() * 12))
    return path(channels, random() < 0.1 ? 1 : 0, 1)
  })
  const { order, scores } = orderByTime(noise, 12)
  assert.equal(order, 1)
  // five touches of 12 channels 5 x 3.585, going on after four and ending after one of five 3.610, one of eleven
  // journeys converting 0.440 bits: nobody can foretell it with fewer than 21.97, up to chance
  const [one, , , four] = scores
  assert(one && four && Math.abs(one.bits / 21.97 - 1) < 0.03, `${one?.bits}`)
  // what was never seen after four touches is expected from what was seen after fewer
  assert(four.bits > one.bits && four.bits < 1.5 * one.bits, `${four.bits}`)
})

// Learnt from two of three journeys, A and B, both converting: of four symbols two are the end. Judged by another B.
// Beginning with B: of all symbols (1 + 3/4) / 7 = 1/4 (a quarter each for two channels and two ends where nothing is known), after the
// beginning (1 + 2/4) / 4 = 3/8. Ending: of all (2 + 3/4) / 7 = 11/28, after B (1 + 11/28) / 2 = 39/56.
test('order: two of three journeys are learnt from, by hand', () => {
  const made = [path([0], 1, 0), path([1], 1, 0), path([1], 1, 0)]
  const [one] = orderByTime(made, 2).scores
  assert(one && Math.abs(one.bits + Math.log2((3 / 8) * (39 / 56))) < 1e-12, `${one?.bits}`)
})

test('order: nothing to judge by is order 1', () => {
  assert.equal(orderByTime([], 0).order, 1)
  assert.equal(orderByTime([path([0], 1, 0)], 1).order, 1)
})
