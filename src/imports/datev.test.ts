import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoDate } from '#kernel/period.ts'
import {
  categoryOf,
  datevHeader,
  guessChart,
  ledgerAccount,
  postedCost,
  postingDay,
  taxOf,
} from './datev.ts'
import { ACCOUNT_CATEGORIES } from './datev-accounts.ts'

const header = { yearStart: isoDate('2018-01-01'), accountLength: 4 }
const table = ACCOUNT_CATEGORIES.skr03
const book = {
  amount: '24,95',
  side: 'H',
  account: '1200',
  contraAccount: '4940',
  taxKey: '8',
  date: '2102',
  reversal: '',
}

// EXTF_Buchungsstapel.csv of ledermann/datev: a book paid by bank, 24.95 with 7 % input tax.
// By hand: 24.95 / 1.07 = 23.317757
test('datev: a purchase is a cost, net of input tax', () => {
  assert.deepEqual(postedCost(book, header, table), {
    category: 'external',
    account: '4940',
    day: '2018-02-21',
    untilDay: '2018-02-22',
    gross: '24.95',
    net: '23.317757',
    vatRate: 0.07,
  })
})

test('datev: a sales invoice is no cost', () => {
  const invoice = {
    ...book,
    amount: '5950,00',
    side: 'S',
    account: '10000',
    contraAccount: '8400',
    taxKey: '',
  }
  assert.equal(postedCost(invoice, header, table), null)
})

test('datev: the cost account may stand on either side, credits and reversals are negative', () => {
  const net = (change: Partial<typeof book>) => {
    const cost = postedCost({ ...book, taxKey: '', ...change }, header, table)
    return cost && 'net' in cost ? cost.net : cost
  }
  assert.equal(net({}), '24.95')
  assert.equal(net({ side: 'S' }), '-24.95')
  assert.equal(net({ account: '4600', contraAccount: '70001', side: 'S' }), '24.95')
  assert.equal(net({ account: '4600', contraAccount: '70001', side: 'H' }), '-24.95')
  assert.equal(net({ reversal: '1' }), '-24.95')
  assert.equal(net({ account: '4600', contraAccount: '4940' }), null)
  assert.deepEqual(net({ side: '' }), { problem: 'imports.datev_side', part: 'datev.side' })
  assert.deepEqual(net({ date: '3102' }), { problem: 'imports.date', part: 'datev.date' })
})

test('datev: tax keys give the rate of the day', () => {
  assert.deepEqual(taxOf('9', isoDate('2018-02-21')), { percent: 19, isInGross: true })
  assert.deepEqual(taxOf('9', isoDate('2020-08-01')), { percent: 16, isInGross: true })
  assert.deepEqual(taxOf('8', isoDate('2020-12-31')), { percent: 5, isInGross: true })
  assert.deepEqual(taxOf('94', isoDate('2024-01-01')), { percent: 19, isInGross: false })
  assert.deepEqual(taxOf('', isoDate('2024-01-01')), { percent: 0, isInGross: true })
})

test('datev: a day takes its year from the fiscal year, also one that starts in July', () => {
  assert.equal(postingDay('2102', isoDate('2018-01-01')), '2018-02-21')
  assert.equal(postingDay('102', isoDate('2018-01-01')), '2018-02-01')
  assert.equal(postingDay('1503', isoDate('2018-07-01')), '2019-03-15')
  assert.equal(postingDay('1508', isoDate('2018-07-01')), '2018-08-15')
  assert.equal(postingDay('2902', isoDate('2018-01-01')), null)
})

test('datev: accounts, charts and the narrowest entry of the table', () => {
  assert.equal(ledgerAccount('400', 4), '0400')
  assert.equal(ledgerAccount('49400', 5), '4940')
  assert.equal(ledgerAccount('10000', 4), null)
  assert.equal(guessChart(['1200', '4940', '8400']), 'skr03')
  assert.equal(guessChart(['1800', '6600', '3806']), 'skr04')
  const own = { '4600-4699': 'media', '4650': 'sales', '4660': '' }
  assert.equal(categoryOf('4610', own), 'media')
  assert.equal(categoryOf('4650', own), 'sales')
  assert.equal(categoryOf('4660', own), null)
  assert.equal(categoryOf('4700', own), null)
})

test('datev: the metadata line', () => {
  const line =
    'EXTF;700;21;Buchungsstapel;9;20180306102500000;;XY;;;1001;456;20180101;4;20180201;20180228;;;1;;0;EUR;;;;;04'
  assert.deepEqual(datevHeader([line.split(';')]), {
    yearStart: '2018-01-01',
    accountLength: 4,
    currency: 'EUR',
    chart: 'skr04',
  })
  assert.equal(datevHeader([['Campaign report']]), null)
})
