import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cents } from '#kernel/money.ts'
import { isoDate } from '#kernel/period.ts'
import {
  type CostPart,
  costsBy,
  type KeyRule,
  type KeyWeights,
  OVERHEAD_KEYS,
  ruleFor,
  spreadCosts,
} from './overhead.ts'

const JANUARY = isoDate('2026-01-01')
const NOTHING: KeyWeights = { hours: [], leads: [] }

const part = (amount: number, given: Partial<CostPart> = {}): CostPart => ({
  month: JANUARY,
  category: 'media',
  salesScope: null,
  channel: null,
  campaignId: null,
  role: given.channel || given.campaignId ? 'own' : 'spread',
  cents: cents(amount),
  weightCents: cents(amount),
  ...given,
})

const rule = (given: Partial<KeyRule>): KeyRule => ({
  category: null,
  validFrom: null,
  key: 'spend',
  shares: [],
  ...given,
})

/** 600.00 search, 300.00 fair, and 100.00 of overheads. */
const LEDGER = [
  part(60_000, { channel: 'google_ads' }),
  part(30_000, { channel: 'trade_fair' }),
  part(10_000, { category: 'technology' }),
]
const spreadOf = (rules: readonly KeyRule[], weights = NOTHING, ledger = LEDGER) =>
  costsBy('channel', spreadCosts(ledger, weights, rules))

test('overheads: by spend, 100.00 over 600.00 and 300.00 is 66.67 and 33.33', () => {
  // 10000 * 60000 / 90000 = 6666.67, 3333.33: the larger remainder gets the cent
  assert.deepEqual(spreadOf([]), {
    rows: [
      { key: 'google_ads', own: 60_000, spread: 6667 },
      { key: 'trade_fair', own: 30_000, spread: 3333 },
    ],
    unallocated: { cents: 0, reasons: { no_weights: 0, rest: 0, kept: 0, no_place: 0 } },
    total: 100_000,
  })
})

test('overheads: by hours and by leads follows those, also where nothing was spent', () => {
  const weights: KeyWeights = {
    hours: [
      { month: JANUARY, channel: 'linkedin', campaignId: null, value: 12 },
      { month: JANUARY, channel: 'email', campaignId: null, value: 4 },
    ],
    leads: [
      { month: JANUARY, channel: 'google_ads', campaignId: null, value: 1 },
      { month: JANUARY, channel: 'trade_fair', campaignId: null, value: 3 },
    ],
  }
  const of = (key: KeyRule['key']) =>
    Object.fromEntries(spreadOf([rule({ key })], weights).rows.map((row) => [row.key, row.spread]))
  // 12 h and 4 h: three quarters and one quarter of 100.00
  assert.deepEqual(of('hours'), { google_ads: 0, trade_fair: 0, linkedin: 7500, email: 2500 })
  assert.deepEqual(of('leads'), { google_ads: 2500, trade_fair: 7500 })
})

test('overheads: equal gives every channel of the month the same, whatever its campaigns', () => {
  const ledger = [
    part(60_000, { channel: 'google_ads', campaignId: 'a' }),
    part(20_000, { channel: 'google_ads', campaignId: 'b' }),
    part(30_000, { channel: 'trade_fair' }),
    part(10_000),
  ]
  const spreading = spreadCosts(ledger, NOTHING, [rule({ key: 'equal' })])
  assert.deepEqual(
    costsBy('channel', spreading).rows.map(({ key, spread }) => [key, spread]),
    [
      ['google_ads', 5000],
      ['trade_fair', 5000],
    ],
  )
  // the half of search goes on by what its campaigns cost: 600 to 200
  const byCampaign = costsBy('campaign', spreading)
  assert.deepEqual(
    byCampaign.rows.map(({ key, spread }) => [key, spread]),
    [
      ['a', 3750],
      ['b', 1250],
    ],
  )
  // the fair has no campaign: 300.00 own and 50.00 spread
  assert.equal(byCampaign.unallocated.reasons.no_place, 35_000)
})

test('overheads: fixed shares of 60 % and 30 % leave a tenth with nobody', () => {
  const shares = [
    { channel: 'google_ads', campaignId: null, share: 0.6 },
    { channel: 'linkedin', campaignId: null, share: 0.3 },
  ]
  const { rows, unallocated, total } = spreadOf([rule({ key: 'fixed', shares })])
  assert.deepEqual(
    rows.map(({ key, spread }) => [key, spread]),
    [
      ['google_ads', 6000],
      ['trade_fair', 0],
      ['linkedin', 3000],
    ],
  )
  assert.equal(unallocated.reasons.rest, 1000)
  assert.equal(total, 100_000)
})

test('overheads: a month in which the key weighs nothing keeps its overheads visible', () => {
  const { rows, unallocated } = spreadOf([rule({ key: 'leads' })])
  assert(rows.every(({ spread }) => spread === 0))
  assert.deepEqual([unallocated.cents, unallocated.reasons.no_weights], [10_000, 10_000])
})

test('overheads: what is marked to stay is not spread, what is marked to be spread has no place', () => {
  const ledger = [
    ...LEDGER,
    part(5000, { role: 'keep' }),
    part(9000, { channel: 'email', role: 'spread' }),
  ]
  const { rows, unallocated } = spreadOf([], NOTHING, ledger)
  assert.equal(unallocated.reasons.kept, 5000)
  // 100.00 + 90.00 by 2 to 1, each pool by itself: 66.67 + 60.00 and 33.33 + 30.00
  assert.deepEqual(
    rows.map(({ key, spread }) => [key, spread]),
    [
      ['google_ads', 12_667],
      ['trade_fair', 6333],
    ],
  )
})

test('overheads: a filter takes lines away and leaves the key as it is', () => {
  const ledger = LEDGER.map((one) =>
    one.channel === 'trade_fair' ? { ...one, cents: cents(0) } : one,
  )
  assert.deepEqual(
    spreadOf([], NOTHING, ledger).rows.map(({ key, own, spread }) => [key, own, spread]),
    [
      ['google_ads', 60_000, 6667],
      ['trade_fair', 0, 3333],
    ],
  )
})

test('overheads: the key of a category goes before that of all, the latest that holds first', () => {
  const rules = [
    rule({ key: 'equal' }),
    rule({ key: 'hours', validFrom: isoDate('2026-03-01') }),
    rule({ key: 'leads', category: 'personnel', validFrom: isoDate('2026-02-01') }),
  ]
  const key = (category: string, month: string) => ruleFor(rules, category, isoDate(month)).key
  assert.equal(key('technology', '2026-02-01'), 'equal')
  assert.equal(key('technology', '2026-03-01'), 'hours')
  assert.equal(key('personnel', '2026-01-01'), 'equal')
  assert.equal(key('personnel', '2026-04-01'), 'leads')
  assert.equal(ruleFor([], 'media', JANUARY).key, 'spend')
})

const CATEGORIES = ['personnel', 'technology', 'media', 'external', 'production', 'sales']
const CHANNELS = [null, 'google_ads', 'linkedin', 'trade_fair', 'email', 'direct']
const CAMPAIGNS = [null, 'spring', 'autumn', 'webinar']
const MONTHS = [JANUARY, isoDate('2026-02-01'), isoDate('2026-03-01')]

const anyPlace = fc.record({
  channel: fc.constantFrom(...CHANNELS),
  campaignId: fc.constantFrom(...CAMPAIGNS),
})
const anyMonth = fc.constantFrom(...MONTHS)
const anyPart: fc.Arbitrary<CostPart> = fc
  .record({
    place: anyPlace,
    month: anyMonth,
    category: fc.constantFrom(...CATEGORIES),
    amount: fc.integer({ min: -2_000_000, max: 50_000_000 }),
    mark: fc.constantFrom(null, null, null, 'spread' as const, 'keep' as const),
  })
  .map(({ place, month, category, amount, mark }) => {
    const isPlaced = place.channel !== null || place.campaignId !== null
    const role = mark === 'spread' ? 'spread' : isPlaced ? 'own' : (mark ?? 'spread')
    return part(amount, { ...place, month, category, role })
  })
const anyWeights = fc.array(
  fc
    .record({
      place: anyPlace,
      month: anyMonth,
      value: fc.double({ min: 0, max: 5000, noNaN: true }),
    })
    .map(({ place, ...rest }) => ({ ...rest, ...place }))
    .filter(({ channel, campaignId }) => channel !== null || campaignId !== null),
  { maxLength: 12 },
)
const anyRule: fc.Arbitrary<KeyRule> = fc.record({
  key: fc.constantFrom(...OVERHEAD_KEYS),
  category: fc.constantFrom(null, ...CATEGORIES),
  validFrom: fc.constantFrom(null, ...MONTHS),
  shares: fc.array(
    fc.record({
      channel: fc.constantFrom('google_ads', 'linkedin', 'email'),
      campaignId: fc.constant(null),
      share: fc.double({ min: 0, max: 0.4, noNaN: true }),
    }),
    { maxLength: 3 },
  ),
})

test('overheads: costs by channel and unallocated are the ledger, for 1,000 random ledgers and keys', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(
      fc.array(anyPart, { maxLength: 60 }),
      anyWeights,
      anyWeights,
      fc.array(anyRule, { maxLength: 5 }),
      (parts, hours, leads, rules) => {
        const ledger = parts.reduce((sum, { cents: amount }) => sum + amount, 0)
        const own = parts.filter(({ role }) => role === 'own')
        const spreading = spreadCosts(parts, { hours, leads }, rules)
        for (const { key } of spreading.pools) seen.add(key)
        for (const dimension of ['channel', 'campaign'] as const) {
          const { rows, unallocated, total } = costsBy(dimension, spreading)
          const sum = rows.reduce((all, row) => all + row.own + row.spread, 0)
          assert.equal(sum + unallocated.cents, ledger)
          assert.equal(total, ledger)
          assert(rows.every((row) => Number.isSafeInteger(row.own + row.spread)))
        }
        // own cost stays where it is, whatever the key
        for (const { key, own: kept } of costsBy('channel', spreading).rows) {
          const wanted = own.filter(({ channel }) => channel === key)
          assert.equal(
            kept,
            wanted.reduce((all, { cents: amount }) => all + amount, 0),
          )
        }
      },
    ),
    { numRuns: 1000, seed: 6 },
  )
  assert.deepEqual([...seen].sort(), [...OVERHEAD_KEYS].sort())
})

test('overheads: parts by category add up to the whole', () => {
  fc.assert(
    fc.property(
      fc.array(anyPart, { maxLength: 40 }),
      fc.array(anyRule, { maxLength: 3 }),
      (parts, rules) => {
        const spreading = spreadCosts(parts, NOTHING, rules)
        const whole = costsBy('channel', spreading)
        const sum = CATEGORIES.map(
          (category) => costsBy('channel', spreading, (cost) => cost.category === category).total,
        ).reduce((all, one) => all + one, 0)
        assert.equal(sum, whole.total)
      },
    ),
    { numRuns: 200, seed: 6 },
  )
})
