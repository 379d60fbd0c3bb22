import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Values } from '#kernel/record.ts'
import { converted, netOf, rateOn } from './currency.ts'
import { type CostFacts, checkCost, deriveCost, type ReferredCost } from './rules.ts'

const invoice: ReferredCost = {
  document_type: 'invoice',
  amount: 100_000,
  category: 'external',
  from_date: '2026-03-01',
  until_date: '2026-04-01',
  channel: 'trade_fair',
  campaign_id: null,
  product_id: 'product',
  team_id: null,
  region_id: null,
  sales_scope: null,
  overhead: null,
}
const facts: CostFacts = {
  campaignChannels: new Map(),
  currency: 'EUR',
  rates: [
    { currency: 'USD', from_date: '2026-01-01', rate: 0.9 },
    { currency: 'USD', from_date: '2026-03-01', rate: 0.92 },
    { currency: 'GBP', from_date: '2026-01-01', rate: 1.15 },
  ],
  referred: new Map([
    ['invoice', invoice],
    ['accrual', { ...invoice, document_type: 'accrual' }],
  ]),
}
const entry: Values = { category: 'technology', from_date: '2026-02-10' }
const derived = (values: Values, before: Values | null = null) =>
  deriveCost(before, { ...entry, ...values }, facts)
const rulesOf = (values: Values, before: Values | null = null) =>
  checkCost(before, derived(values, before), facts).map(({ rule }) => rule)

test('costs: the rate of a day is the newest that is not later', () => {
  assert.equal(rateOn(facts.rates ?? [], 'USD', '2026-02-28'), 0.9)
  assert.equal(rateOn(facts.rates ?? [], 'USD', '2026-03-01'), 0.92)
  assert.equal(rateOn(facts.rates ?? [], 'USD', '2025-12-31'), null)
})

test('costs: foreign money is converted by the table, and the rate stays with the entry', () => {
  // 199.00 USD x 0.9 = 179.10
  const stored = derived({ currency: 'usd', foreign_amount: 19_900 })
  assert.equal(stored.amount, 17_910)
  assert.equal(stored.currency_rate, 0.9)
  // moved into March: still the rate that was stored, not 0.92
  assert.equal(derived({ ...stored, from_date: '2026-03-10' }, stored).amount, 17_910)
})

test('costs: another currency has its own rate, and the company’s own is no other', () => {
  const stored = derived({ currency: 'USD', foreign_amount: 19_900 })
  // 199.00 GBP x 1.15 = 228.85, not 199.00 x 0.9
  const pounds = derived({ ...stored, currency: 'GBP' }, stored)
  assert.deepEqual([pounds.amount, pounds.currency_rate], [22_885, 1.15])
  // a rate given with it holds: 199.00 x 1.2 = 238.80
  assert.equal(derived({ ...stored, currency: 'GBP', currency_rate: 1.2 }, stored).amount, 23_880)
  const own = derived({ currency: 'eur', foreign_amount: 5_000 })
  assert.deepEqual([own.amount, own.currency, own.foreign_amount], [5_000, null, null])
  assert.deepEqual(rulesOf({ currency: 'EUR', foreign_amount: 5_000 }), [])
})

test('costs: without a rate for the day the entry is refused', () => {
  assert.deepEqual(rulesOf({ currency: 'CHF', foreign_amount: 100 }), ['costs.no_rate'])
  assert.deepEqual(rulesOf({ currency: 'CHF', foreign_amount: 100, currency_rate: 1.05 }), [])
  assert.deepEqual(rulesOf({ currency: 'USD', amount: 100 }), ['costs.foreign_amount_missing'])
})

test('costs: VAT goes out', () => {
  // § 14 UStG: 119.00 gross at 19 % are 100.00 net; 24.95 at 7 % are 23.3178 -> 23.32 (books)
  assert.equal(derived({ gross_amount: 11_900, vat_rate: 0.19 }).amount, 10_000)
  assert.equal(netOf(2_495, 0.07), 2_332)
  assert.equal(netOf(-11_900, 0.19), -10_000)
  // the gross amount is corrected to 238.00: 200.00 net; a net amount typed by hand stays
  const stored = derived({ gross_amount: 11_900, vat_rate: 0.19 })
  assert.equal(derived({ ...stored, gross_amount: 23_800 }, stored).amount, 20_000)
  const typed = derived({ gross_amount: 11_900, vat_rate: 0.19, amount: 9_000 })
  assert.equal(derived({ ...typed, gross_amount: 23_800 }, typed).amount, 9_000)
})

test('costs: halves are rounded away from zero in both directions', () => {
  // 0.05 x 0.9 = 0.045 -> 0.05; 0.15 x 0.9 = 0.135 -> 0.14
  assert.equal(converted(5, 0.9), 5)
  assert.equal(converted(15, 0.9), 14)
  assert.equal(converted(-15, 0.9), -14)
})

test('costs: a credit note is below zero and takes over what its invoice says', () => {
  const note = deriveCost(
    null,
    { document_type: 'credit_note', refers_to_id: 'invoice', amount: 25_000 },
    facts,
  )
  assert.equal(note.amount, -25_000)
  assert.equal(note.category, 'external')
  assert.equal(note.channel, 'trade_fair')
  assert.equal(note.from_date, '2026-03-01')
  assert.equal(note.until_date, '2026-04-01')
  assert.equal(note.product_id, 'product')
  // of 1,000.00 for winning customers 250.00 come back: both count whole in the CAC
  const sales = new Map([['invoice', { ...invoice, category: 'sales', sales_scope: 'winning' }]])
  const back = { document_type: 'credit_note', refers_to_id: 'invoice', amount: 25_000 }
  assert.equal(deriveCost(null, back, { ...facts, referred: sales }).sales_scope, 'winning')
  // the same answer when it runs again
  assert.deepEqual(deriveCost(note, note, facts), note)
  assert.deepEqual(
    rulesOf({ document_type: 'credit_note', refers_to_id: 'invoice', amount: 100_001 }),
    ['costs.credit_above_invoice'],
  )
})

test('costs: an invoice refers to an accrual, and to nothing else', () => {
  const settling = { amount: 90_000, refers_to_id: 'accrual', document_type: 'invoice' }
  assert.deepEqual(rulesOf(settling), [])
  assert.deepEqual(rulesOf({ ...settling, refers_to_id: 'invoice' }), [
    'costs.refers_to_no_accrual',
  ])
  assert.deepEqual(rulesOf({ ...settling, document_type: 'accrual' }), ['costs.accrual_refers'])
})

test('costs: what is no accrual any more counts again', () => {
  const settled = derived({ amount: 50_000, document_type: 'accrual', standing: 'settled' })
  assert.equal(settled.standing, 'settled')
  assert.equal(derived({ ...settled, document_type: 'invoice' }, settled).standing, 'booked')
})

test('costs: an entry of hours is changed where the hours are', () => {
  const before = derived({ amount: 100, time_entry_id: 'hours' })
  assert.deepEqual(rulesOf({ ...before, amount: 200 }, before), ['costs.made_of_hours'])
  assert.deepEqual(rulesOf({ ...before, description: 'other words' }, before), [])
})

test('costs: a credit note of a platform is below zero to its last decimal', () => {
  const credit = { document_type: 'credit_note', amount: 1_235, exact_amount: 12.345678 }
  assert.deepEqual([derived(credit).amount, derived(credit).exact_amount], [-1_235, -12.345678])
})
