import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CutJourney } from './stored-journey.ts'
import { addShares, passDown, type Shares, wholeCents } from './tally.ts'

const inChannels = (...channels: string[]) => ({ channels }) as unknown as CutJourney

// Two conversions: e-mail (a) and fair (b), half each; e-mail (c) alone. Inside e-mail a has 1/2, c 1: a third and two.
test('credit of a channel goes down by the linear credits inside it', () => {
  const shares: Shares = new Map()
  addShares(shares, inChannels('email', 'fair'), ['a', 'b'])
  addShares(shares, inChannels('email'), ['c'])
  const channels = new Map([
    ['email', { conversions: 1.2, value: 100 }],
    ['fair', { conversions: 0.8, value: 50 }],
  ])
  const money = passDown(channels, shares, true)
  // 33.3 and 66.7 of 100 cents
  assert.deepEqual(
    [...money].map(([key, { value }]) => [key, value]),
    [
      ['a', 33],
      ['c', 67],
      ['b', 50],
    ],
  )
  const conversions = [...money.values()].map((row) => row.conversions)
  for (const [place, wanted] of [0.4, 0.8, 0.8].entries()) {
    assert(Math.abs((conversions[place] ?? 0) - wanted) < 1e-12, `${conversions}`)
  }
  const counted = passDown(channels, shares, false)
  assert(Math.abs((counted.get('c')?.value ?? 0) - 200 / 3) < 1e-12)
})

test('cents follow parts that give something; what would take, gets nothing', () => {
  assert.deepEqual(wholeCents(100, [3, -1, 1]), [75, 0, 25])
  assert.deepEqual(wholeCents(100, [0, -1]), [0, 0])
})
