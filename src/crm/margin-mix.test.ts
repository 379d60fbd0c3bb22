import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type MixGroup, marginMix } from './margin-mix.ts'

const side = (revenue: number, margin: number) => ({ revenue, margin })

test('mix: 20 % more revenue and 20 % less margin, all of it by selling more of the poor product', () => {
  // By hand. A earns 50 %, B 10 %, in both periods. Before 100,000 each: 200,000 revenue, 60,000 margin (30 %).
  // Now A 60,000, B 180,000: 240,000 revenue, 30,000 + 18,000 = 48,000 margin.
  // volume 40,000 x 30 % = 12,000; mix 240,000 x ((.25 - .5) x .5 + (.75 - .5) x .1) = -24,000; rate 0
  const groups: MixGroup[] = [
    { before: side(10_000_000, 5_000_000), now: side(6_000_000, 3_000_000) },
    { before: side(10_000_000, 1_000_000), now: side(18_000_000, 1_800_000) },
  ]
  assert.deepEqual(marginMix(groups), {
    ...{ revenue: 4_000_000, margin: -1_200_000 },
    ...{ volume: 1_200_000, mix: -2_400_000, rate: 0 },
  })
})

test('mix: the same products sold dearer change nothing but the rate', () => {
  // one product, 100,000 at 30 % before, 100,000 at 25 % now: -5,000, all by rate
  assert.deepEqual(
    marginMix([{ before: side(10_000_000, 3_000_000), now: side(10_000_000, 2_500_000) }]),
    {
      ...{ revenue: 0, margin: -500_000, volume: 0, mix: 0, rate: -500_000 },
    },
  )
})

test('mix: a product that is new counts as mix', () => {
  // before 100,000 of A at 40 %; now besides 100,000 of B at 20 %:
  // volume 100,000 x 40 % = 40,000; mix 200,000 x (-.5 x .4 + .5 x .2) = -20,000; rate 0; together 20,000
  const groups = [
    { before: side(10_000_000, 4_000_000), now: side(10_000_000, 4_000_000) },
    { before: side(0, 0), now: side(10_000_000, 2_000_000) },
  ]
  assert.deepEqual(marginMix(groups), {
    ...{ revenue: 10_000_000, margin: 2_000_000 },
    ...{ volume: 4_000_000, mix: -2_000_000, rate: 0 },
  })
})

test('mix: nothing sold before is nothing to compare with', () => {
  assert.equal(marginMix([{ before: side(0, 0), now: side(100, 50) }]), null)
  assert.equal(marginMix([]), null)
})

test('mix: the three effects add up to the change, whatever the groups', () => {
  const amounts = fc
    .tuple(fc.integer({ min: 0, max: 1_000_000_000 }), fc.integer({ min: -300, max: 100 }))
    .map(([revenue, percent]) => side(revenue, Math.round((revenue * percent) / 100)))
  const group = fc.record({ now: amounts, before: amounts })
  fc.assert(
    fc.property(fc.array(group, { minLength: 1, maxLength: 12 }), (groups) => {
      const found = marginMix(groups)
      if (!found) return
      assert.equal(found.volume + found.mix + found.rate, found.margin)
    }),
  )
})
