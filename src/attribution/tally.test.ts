import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cents } from '#kernel/money.ts'
import type { RuleModel } from './rule-models.ts'
import { AttributionSettings } from './settings.ts'
import { type CutJourney, cutJourney } from './stored-journey.ts'
import { addConversion, addShares, emptyTally, passDown, type Shares, wholeCents } from './tally.ts'

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

// E-mail, fair, direct: the first is the e-mail, the last the direct visit, the last that is not direct the fair.
for (const [kind, wanted] of [
  ['first', 'email'],
  ['last', 'direct'],
  ['last_non_direct', 'fair'],
] as const) {
  test(`${kind}: one touch gets the whole value, or counts as 1`, () => {
    const channels = ['email', 'fair', 'direct']
    const journey = {
      hasSomebody: true,
      ...{ instants: [1, 2, 3], channels, sessions: [], forms: '000' },
      ...{ leadCreated: [], opportunityCreated: [], later: 0 },
    }
    const cut = cutJourney(journey, 4, AttributionSettings.parse({}).rules)
    const model: RuleModel = { kind }
    const given = (value: number | null) => {
      const tally = emptyTally()
      const worth = value === null ? null : cents(value)
      addConversion(tally, model, { journey: cut, value: worth }, channels)
      return [...tally.rows]
    }
    assert.deepEqual(given(12_345), [[wanted, { conversions: 1, value: 12_345 }]])
    assert.deepEqual(given(null), [[wanted, { conversions: 1, value: 1 }]])
  })
}
