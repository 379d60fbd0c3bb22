import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'

test('German: semicolon, decimal comma, quoting, no formulas', () => {
  expect(
    toCsv(
      ['Kanal', 'Kosten'],
      [
        ['=1+1', 12.5],
        ['A;"B"', null],
      ],
      'de',
    ),
  ).toBe('\ufeffKanal;Kosten\r\n\'=1+1;12,5\r\n"A;""B""";\r\n')
})

test('English: comma and decimal point', () => {
  expect(toCsv(['a', 'b'], [['x', -1.5]], 'en')).toBe('\ufeffa,b\r\nx,-1.5\r\n')
})
