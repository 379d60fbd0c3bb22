import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '#kernel/random.ts'
import { RETURN_KINDS, type ReturnKind } from './return-kinds.ts'
import { type ReturnPart, roiOf } from './roi.ts'

const part = (kind: ReturnKind, byCase: Record<string, number>): ReturnPart => {
  const cases = new Map(Object.entries(byCase))
  const cents = [...cases.values()].reduce((a, b) => a + b, 0)
  return { kind, cents, count: cases.size, byCase: cases }
}

test('a lead whose value is counted and which became an influenced deal counts once', () => {
  const view = roiOf(
    [
      part('attributed', { 'deal:1': 20_000 }),
      part('lead_value', { 'deal:1': 1_500, 'lead:2': 1_500 }),
    ],
    10_000,
  )
  assert.equal(view.added.returnCents, 23_000)
  assert.equal(view.all.returnCents, 21_500)
  assert.deepEqual(view.overlaps, [
    { between: ['attributed', 'lead_value'], cases: 1, cents: 1_500 },
  ])
  // without the influenced deals both leads count by their value again
  assert.equal(view.without.attributed?.returnCents, 3_000)
})

test('an invoice of 4,000 and 10,000 credited for the same deal are 10,000, of which 4,000 are booked', () => {
  const view = roiOf(
    [part('attributed', { 'deal:1': 10_000 }), part('direct', { 'deal:1': 4_000 })],
    5_000,
  )
  assert.deepEqual(
    view.parts.map(({ kind, countedCents }) => [kind, countedCents]),
    [
      ['direct', 4_000],
      ['attributed', 6_000],
    ],
  )
  assert.equal(view.strict.roi, -0.2)
  assert.equal(view.all.roi, 1)
})

test('the strict ROI holds booked money only', () => {
  const view = roiOf(
    [part('attributed', { 'deal:1': 500 }), { kind: 'recruiting', cents: 300, count: 1 }],
    100,
  )
  assert.deepEqual(view.strict, {
    ...{ kinds: [], horizon: 'period', returnCents: 0, resultCents: -100, roi: -1 },
  })
})

test('the margin takes the place of revenue and is added to nothing', () => {
  const view = roiOf(
    [
      part('direct', { 'deal:1': 900 }),
      part('attributed', { 'deal:1': 1_000 }),
      part('margin', { 'deal:1': 300 }),
      part('lead_value', { 'deal:1': 400, 'lead:2': 50 }),
    ],
    200,
  )
  assert.equal(view.all.returnCents, 1_050)
  // 300 margin, the lead of the deal exceeds it by 100, the other lead 50
  assert.equal(view.atMargin?.returnCents, 450)
  assert.equal(view.only.margin?.roi, 0.5)
  assert.equal(view.without.margin, undefined)
})

test('full overlap is never better than each case once: an advance payment is money of its pipeline', () => {
  // 4,000 of an open deal of 10,000 x 50 % came in; deal 2 has 2,000 in its pipeline.
  // Simply the larger of booked and attributed, beside the pipeline, would be 4,000 + 7,000 = 11,000.
  const view = roiOf(
    [part('direct', { 'deal:1': 4_000 }), part('pipeline', { 'deal:1': 5_000, 'deal:2': 2_000 })],
    1_000,
  )
  assert.equal(view.all.returnCents, 5_000 + 2_000)
  assert.equal(view.fullOverlap.returnCents, 7_000)
})

test('an ROI has the longest horizon of what it holds', () => {
  const view = roiOf(
    [
      part('direct', { 'deal:1': 900 }),
      part('pipeline', { 'deal:2': 500 }),
      part('lead_value', { 'lead:1': 100 }),
      { kind: 'proxy', cents: 70, count: 1 },
    ],
    100,
  )
  assert.deepEqual(
    [view.strict, view.all, view.upTo.attributed].map(({ horizon }) => horizon),
    ['period', 'lifetime', 'period'],
  )
  assert.equal(view.without.lead_value?.horizon, 'sale')
  // a kind without an amount holds nothing
  assert.equal(roiOf([part('lead_value', {})], 100).all.horizon, 'period')
  // goals are worth what the company says, now
  const goals = { ...part('lead_value', { 'lead_value:': 100 }), horizon: 'period' as const }
  assert.equal(roiOf([goals], 100).all.horizon, 'period')
})

test('without cost an ROI is not defined', () => {
  assert.equal(roiOf([part('direct', { 'deal:1': 900 })], 0).all.roi, null)
})

test('more was credited back than paid: the case counts below zero', () => {
  assert.equal(roiOf([part('direct', { 'deal:1': -900 })], 100).strict.returnCents, -900)
})

test('parts and the whole agree, for 1,000 random sets of parts', () => {
  const random = seededRandom(6)
  const below = (limit: number) => Math.floor(random() * limit)
  for (let run = 0; run < 1_000; run += 1) {
    const parts = RETURN_KINDS.filter((kind) => kind !== 'margin' && random() < 0.6).map((kind) =>
      part(
        kind,
        Object.fromEntries(
          Array.from({ length: below(8) }, () => [`deal:${below(6)}`, below(1_000)]),
        ),
      ),
    )
    const view = roiOf(parts, 1 + below(5_000))
    const counted = view.parts.reduce((sum, { countedCents }) => sum + countedCents, 0)
    assert.equal(counted, view.all.returnCents)
    assert.equal(view.all.resultCents, view.all.returnCents - view.costCents)
    // every case counts its largest value, whatever the kinds are
    const largest = new Map<string, number>()
    for (const { byCase } of parts) {
      for (const [key, cents] of byCase ?? [])
        largest.set(key, Math.max(largest.get(key) ?? 0, cents))
    }
    assert.equal(
      view.all.returnCents,
      [...largest.values()].reduce((a, b) => a + b, 0),
    )
    assert(view.all.returnCents <= view.added.returnCents)
    assert(view.fullOverlap.returnCents <= view.all.returnCents)
    for (const { kind, cents } of view.parts) {
      assert.equal(view.only[kind]?.returnCents, cents)
      assert((view.without[kind]?.returnCents ?? 0) <= view.all.returnCents)
      assert((view.without[kind]?.returnCents ?? 0) >= view.all.returnCents - cents)
    }
    assert(view.upTo.booked.returnCents <= view.upTo.attributed.returnCents)
    assert.equal(view.upTo.proxy.returnCents, view.all.returnCents)
  }
})
