import { expect, test } from 'vitest'
import { readWhatIf, whatIf } from './what-if.ts'

/** The published guide: 120 opportunities, a quarter won, 25,000 EUR, 90 days = 8,333 EUR a day. */
const guide = { opportunities: 120, rate: 0.25, dealValueCents: 2_500_000, cycleDays: 90 }
const none = { opportunities: 0, rate: 0, dealValueCents: 0, cycleDays: 0 }

test('untouched levers leave the velocity as it is', () => {
  const result = whatIf(guide, none)
  expect(result.touched).toBe(false)
  expect(result.perDay).toBeCloseTo(833_333.33, 1)
  expect(result.changeAgainstBase).toBeCloseTo(0)
})

// 90 -> 72 days: 120 x 0.25 x 25,000 / 72 = 10,416.67 a day, a quarter more.
test('a cycle a fifth shorter brings a quarter more', () => {
  const result = whatIf(guide, { ...none, cycleDays: -20 })
  expect(result.perDay).toBeCloseTo(1_041_666.67, 1)
  expect(result.changeAgainstBase).toBeCloseTo(0.25)
  expect(result.levers.find(({ id }) => id === 'cycleDays')?.changed).toBeCloseTo(72)
})

// Ten per cent on all four: 1.1 x 1.1 x 1.1 / 0.9 = 1.4789.
test('levers multiply', () => {
  const all = { opportunities: 10, rate: 10, dealValueCents: 10, cycleDays: -10 }
  const result = whatIf(guide, all)
  expect(result.changeAgainstBase).toBeCloseTo(0.4789, 4)
  expect(result.levers.find(({ id }) => id === 'rate')?.alone).toBeCloseTo(0.1)
})

test('a rate stops at one hundred per cent', () => {
  const result = whatIf({ ...guide, rate: 0.8 }, { ...none, rate: 50 })
  expect(result.levers.find(({ id }) => id === 'rate')?.changed).toBe(1)
})

test('missing inputs stay missing', () => {
  const result = whatIf({ ...guide, cycleDays: null }, { ...none, rate: 10 })
  expect(result.perDay).toBeNull()
  expect(result.changeAgainstBase).toBeNull()
})

test('the address holds the levers within bounds', () => {
  expect(readWhatIf({ what_if_cycle: '-10', what_if_rate: '900', what_if_value: 'x' })).toEqual({
    opportunities: 0,
    rate: 100,
    dealValueCents: 0,
    cycleDays: -10,
  })
})
