import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Decimal,
  decimalOf,
  parseBoolean,
  parseDecimal,
  parseInteger,
  parseMoney,
  parseNumber,
  parseRate,
  scaled,
  unscaled,
} from './numbers.ts'

const money = (text: string, decimal: Decimal) => {
  const parsed = parseMoney(text, decimal)
  return 'problem' in parsed ? parsed.problem : (parsed.value?.cents ?? null)
}

test('numbers: amounts as programs and people write them', () => {
  // Zoho: "'$141.56K' means 141,560" (zoho_crm_demo/reference.json)
  assert.equal(money('$141.56K', '.'), 141_560_00)
  assert.equal(money('$1,117.10K', '.'), 1_117_100_00)
  assert.equal(money('1.234,56 €', ','), 1234_56)
  assert.equal(money('€ 1 234,56', ','), 1234_56)
  assert.equal(money("CHF 1'234.50", '.'), 1234_50)
  assert.equal(money('US$50.00', '.'), 50_00)
  assert.equal(money('(12.00)', '.'), -12_00)
  assert.equal(money('12,00-', ','), -12_00)
  assert.equal(money('−5,5', ','), -5_50)
  assert.equal(money('1,5 Mio.', ','), 1_500_000_00)
  assert.equal(money('1,23,456.00', '.'), 123_456_00)
  assert.equal(money('1.2E+05', '.'), 120_000_00)
  assert.equal(money('-0,00', ','), 0)
})

test('numbers: half a cent is rounded away from zero, the exact amount stays', () => {
  assert.equal(money('0.005', '.'), 1)
  assert.equal(money('-0.005', '.'), -1)
  assert.equal(money('0.0049999', '.'), 0)
  const parsed = parseMoney('109,32726681833', ',')
  assert.deepEqual(parsed, {
    value: { cents: 10_933, exact: '109.327267', written: '109.32726681833', currency: null },
  })
})

test('numbers: the decimal mark is obeyed, never guessed per value', () => {
  assert.equal(money('1.234', '.'), 1_23)
  assert.equal(money('1.234', ','), 1234_00)
  assert.equal(money('12,5', '.'), 'imports.number')
  assert.equal(money('12.5', ','), 'imports.number')
})

test('numbers: marks of "no value" are null, censored values are null with a note', () => {
  for (const text of ['', ' --', '-', 'NA', 'n/a', '#N/A', 'null', '–'])
    assert.deepEqual(parseNumber(text, '.'), { value: null }, text)
  assert.deepEqual(parseNumber('< 10%', '.'), { value: null, note: 'imports.censored' })
  assert.deepEqual(parseNumber('> 90%', '.'), { value: null, note: 'imports.censored' })
  assert.deepEqual(parseNumber('abc', '.'), { problem: 'imports.number' })
  assert.deepEqual(parseNumber('12abc', '.'), { problem: 'imports.number' })
})

test('numbers: integers, rates and truth values', () => {
  assert.deepEqual(parseInteger('25,881', '.'), { value: 25_881 })
  assert.deepEqual(parseInteger('12,0', ','), { value: 12 })
  assert.deepEqual(parseInteger('12,5', ','), { problem: 'imports.integer' })
  assert.deepEqual(parseInteger('99999999999999999999', '.'), {
    problem: 'imports.number_too_large',
  })
  assert.deepEqual(parseRate('19 %', ',', 'fraction'), { value: 0.19 })
  assert.deepEqual(parseRate('19', ',', 'percent'), { value: 0.19 })
  assert.deepEqual(parseRate('0,19', ',', 'fraction'), { value: 0.19 })
  assert.deepEqual(parseDecimal('67,8%', ','), { value: 0.678 })
  assert.deepEqual(parseBoolean('Ja'), { value: true })
  assert.deepEqual(parseBoolean('NO'), { value: false })
  assert.deepEqual(parseBoolean(1), { value: true })
  assert.deepEqual(parseBoolean('vielleicht'), { problem: 'imports.boolean' })
})

test('numbers: what a text says about its decimal mark', () => {
  assert.equal(decimalOf('1.234,5'), ',')
  assert.equal(decimalOf('1,234.5'), '.')
  assert.equal(decimalOf('12.50'), '.')
  assert.equal(decimalOf('1.234'), 'either')
  assert.equal(decimalOf('1234'), 'none')
  assert.equal(decimalOf('--'), null)
})

const grouped = (digits: string, mark: string) => digits.replace(/\B(?=(\d{3})+$)/g, mark)

test('numbers: any amount survives being written in German or English', () => {
  const amount = fc.record({
    cents: fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
    decimal: fc.constantFrom<Decimal>('.', ','),
    isGrouped: fc.boolean(),
    around: fc.constantFrom(['', ''], ['$', ''], ['', ' €'], ['EUR ', '']),
  })
  fc.assert(
    fc.property(amount, ({ cents, decimal, isGrouped, around }) => {
      const whole = String(Math.floor(Math.abs(cents) / 100))
      const part = String(Math.abs(cents) % 100).padStart(2, '0')
      const mark = decimal === ',' ? '.' : ','
      const body = `${isGrouped ? grouped(whole, mark) : whole}${decimal}${part}`
      const text = `${cents < 0 ? '-' : ''}${around[0]}${body}${around[1]}`
      assert.equal(money(text, decimal), cents + 0, text)
    }),
  )
})

test('numbers: scaled and unscaled undo each other', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (value) => {
      assert.equal(scaled(unscaled(value, 6), 6), value)
    }),
  )
})
