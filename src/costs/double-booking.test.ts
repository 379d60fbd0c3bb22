import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoDate } from '#kernel/period.ts'
import { type BookedLine, type ExportMonth, findDoubles } from './double-booking.ts'

const line = (id: string, day: string, amount: number, more: Partial<BookedLine> = {}) => ({
  id,
  from_date: isoDate(day),
  amount,
  category: 'media',
  text: 'Google Ireland Ltd Werbung',
  vendor: null,
  document_number: null,
  recurring: null,
  ...more,
})

const march: ExportMonth = {
  month: isoDate('2026-03-01'),
  vendor: 'Google Ads',
  channel: 'paid_search',
  amount: 100_000,
  lines: 31,
}

const sides = (lines: readonly BookedLine[], exports: readonly ExportMonth[] = []) =>
  findDoubles(lines, exports).map(({ reason, first, second, twice }) => [
    reason,
    first.map(({ id }) => id),
    'month' in second ? second.month : second.map(({ id }) => id),
    twice,
  ])

test('double booking: the invoice of April for the export of March', () => {
  // 1,000.00 against 990.00: 1 % apart, the smaller side counts twice
  assert.deepEqual(sides([line('invoice', '2026-04-02', 99_000)], [march]), [
    ['export', ['invoice'], '2026-03-01', 99_000],
  ])
})

test('double booking: the closest of two invoices; what is apart is free for another pair', () => {
  // 995.00 of February, dated in March, and 1,000.00 of March against an export of 1,000.00
  const lines = [line('february', '2026-03-02', 99_500), line('march', '2026-04-02', 100_000)]
  assert.deepEqual(sides(lines, [march]), [['export', ['march'], '2026-03-01', 100_000]])
  const [pair] = findDoubles(lines, [march], {
    isApart: ([first]) => first?.id === 'march',
  })
  assert.deepEqual([pair?.first.map(({ id }) => id), pair?.twice], [['february'], 99_500])
  const three = ['1', '2', '3'].map((id) => line(id, '2026-03-02', 1_000))
  // 1 and 2 are two things: 1 and 3 may still be one
  const apart = (first: readonly BookedLine[], second: readonly BookedLine[] | ExportMonth) =>
    first[0]?.id === '1' && !('month' in second) && second[0]?.id === '2'
  const [same] = findDoubles(three, [], { isApart: apart })
  assert.deepEqual(!same || 'month' in same.second || same.second.map(({ id }) => id), ['3'])
})

test('double booking: several invoices of a month are compared together', () => {
  const lines = [line('a', '2026-03-10', 50_000), line('b', '2026-03-31', 49_900)]
  assert.deepEqual(sides(lines, [march]), [['export', ['a', 'b'], '2026-03-01', 99_900]])
})

test('double booking: another platform, another amount or a later month is none', () => {
  const far = [
    line('meta', '2026-03-31', 100_000, { text: 'Meta Platforms Ireland' }),
    line('three percent', '2026-03-31', 97_000),
    line('late', '2026-05-01', 100_000),
  ]
  assert.deepEqual(sides(far, [march]), [])
})

test('double booking: two months of one price are two pairs, not one', () => {
  const april = { ...march, month: isoDate('2026-04-01') }
  const lines = [line('m', '2026-03-31', 100_000), line('a', '2026-04-30', 100_000)]
  assert.deepEqual(sides(lines, [march, april]), [
    ['export', ['m'], '2026-03-01', 100_000],
    ['export', ['a'], '2026-04-01', 100_000],
  ])
})

test('double booking: the same number of a document; other numbers are other documents', () => {
  const printed = { text: 'Druckerei Katalog', category: 'production' }
  const lines = [
    line('1', '2026-03-02', 42_000, { ...printed, document_number: 'RE-77' }),
    line('2', '2026-03-09', 42_000, { ...printed, document_number: 'RE-77' }),
    line('3', '2026-03-02', 42_000, { ...printed, document_number: 'RE-78' }),
  ]
  assert.deepEqual(sides(lines), [['document', ['1'], ['2'], 42_000]])
})

test('double booking: a subscription made ahead and its invoice', () => {
  const lines = [
    line('made', '2026-03-01', 89_000, { text: 'HubSpot Marketing Hub', recurring: 'hub' }),
    line('invoice', '2026-03-14', 89_000, { text: 'HubSpot Germany GmbH RE 4711' }),
    line('rent', '2026-03-14', 89_000, { text: 'Miete Messelager' }),
  ]
  assert.deepEqual(sides(lines), [['recurring', ['invoice'], ['made'], 89_000]])
})

test('double booking: three equal lines are one pair and one line that stays', () => {
  const lines = ['1', '2', '3'].map((id) => line(id, '2026-03-02', 1_000))
  assert.deepEqual(sides(lines), [['same', ['1'], ['2'], 1_000]])
})

test('double booking: a salary divided by a split is one side; names of three letters are names', () => {
  const made = { text: 'SAP Cloud', recurring: 'sap' }
  const lines = [
    line('a', '2026-03-01', 60_000, made),
    line('b', '2026-03-01', 40_000, made),
    line('rent', '2026-03-05', 100_000, { text: 'Miete für das Lager' }),
    line('invoice', '2026-03-14', 100_000, { text: 'SAP SE Rechnung 4711' }),
  ]
  // 600.00 + 400.00 against 1,000.00
  assert.deepEqual(sides(lines), [['recurring', ['invoice'], ['a', 'b'], 100_000]])
  // what all companies are called is no name
  const others = [
    line('made', '2026-03-01', 5_000, { text: 'Muster GmbH', recurring: 'x' }),
    line('other', '2026-03-02', 5_000, { text: 'Beispiel GmbH Rechnung' }),
  ]
  assert.deepEqual(sides(others), [])
})

test('double booking: lines of an export that came after its invoice counts are told', () => {
  const invoice = line('invoice', '2026-03-31', 100_000)
  const late = { ...march, amount: 2_500, lines: 2 }
  const settled = [{ ...march, first: [invoice] }]
  const pairs = findDoubles([invoice], [late], { settled })
  assert.deepEqual(
    pairs.map(({ reason, twice }) => [reason, twice]),
    [['late', 2_500]],
  )
  assert.deepEqual(findDoubles([invoice], [late], { settled, isApart: () => true }), [])
})
