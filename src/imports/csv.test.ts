import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { Refusal } from '#kernel/refusal.ts'
import { COLUMNS_MAX, type CsvRecord, createCsvParser, RECORD_CHARS_MAX } from './csv.ts'

const options = { delimiter: ',', quote: '"', file: 'a.csv' }

function readAll(text: string, chunk = text.length || 1, delimiter = ','): CsvRecord[] {
  const parser = createCsvParser({ ...options, delimiter })
  const records: CsvRecord[] = []
  for (let at = 0; at < text.length; at += chunk)
    records.push(...parser.push(text.slice(at, at + chunk)))
  return [...records, ...parser.end()]
}

const cellsOf = (text: string, chunk?: number) => readAll(text, chunk).map(({ cells }) => cells)

const refusalOf = (read: () => unknown): Refusal => {
  try {
    read()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('nothing was refused')
}

// The examples of RFC 4180, section 2
test('csv: the examples of RFC 4180 read as it says', () => {
  assert.deepEqual(cellsOf('aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n'), [
    ['aaa', 'bbb', 'ccc'],
    ['zzz', 'yyy', 'xxx'],
  ])
  assert.deepEqual(cellsOf('aaa,bbb,ccc\r\nzzz,yyy,xxx'), [
    ['aaa', 'bbb', 'ccc'],
    ['zzz', 'yyy', 'xxx'],
  ])
  assert.deepEqual(cellsOf('"aaa","b\r\nbb","ccc"\r\nzzz,yyy,xxx'), [
    ['aaa', 'b\r\nbb', 'ccc'],
    ['zzz', 'yyy', 'xxx'],
  ])
  assert.deepEqual(cellsOf('"aaa","b""bb","ccc"'), [['aaa', 'b"bb', 'ccc']])
})

test('csv: rows are numbered as a spreadsheet does, lines as an editor does', () => {
  const records = readAll('a,b\n\n"x\ny",2\nlast,3\n')
  assert.deepEqual(
    records.map(({ row, line }) => [row, line]),
    [
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 5],
    ],
  )
})

test('csv: a quote inside an unquoted cell is an ordinary character', () => {
  assert.deepEqual(cellsOf('a,19" rack,b\n'), [['a', '19" rack', 'b']])
})

test('csv: old Macintosh line ends are understood', () => {
  assert.deepEqual(cellsOf('a,b\rc,d\r', 3), [
    ['a', 'b'],
    ['c', 'd'],
  ])
})

test('csv: a quote that never closes is refused with its row, line and column', () => {
  const refusal = refusalOf(() => readAll('a,b\n1,"open\n2,x\n'))
  assert.equal(refusal.code, 'imports.open_quote')
  assert.deepEqual(refusal.detail, { file: 'a.csv', row: 2, line: 2, column: 2 })
})

test('csv: a quote that closes the wrong cell is refused, not guessed', () => {
  const refusal = refusalOf(() => readAll('a,b\n"open,1\n"next",2\nlast,3\n'))
  assert.equal(refusal.code, 'imports.open_quote')
  assert.equal(refusal.detail.row, 2)
})

test('csv: more than 1,000 columns and endless rows are refused', () => {
  const wide = refusalOf(() => readAll(`${'a,'.repeat(9_999)}a\n`))
  assert.deepEqual(
    [wide.code, wide.detail.columns, wide.detail.limit],
    ['imports.too_many_columns', 10_000, COLUMNS_MAX],
  )
  const long = refusalOf(() => readAll('x'.repeat(RECORD_CHARS_MAX + 1)))
  assert.equal(long.code, 'imports.row_too_long')
})

const cell = fc.string({
  unit: fc.constantFrom('a', 'ü', ' ', ',', '"', '\n', '\r\n', '1'),
  maxLength: 6,
})
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), {
  minLength: 1,
  maxLength: 5,
})
const quoted = (rows: string[][]) =>
  rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\r\n')

test('csv: quoted tables survive whatever the chunks, and csv-parse agrees', () => {
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 9 }), (rows, chunk) => {
      const text = `${quoted(rows)}\r\n`
      assert.deepEqual(cellsOf(text, chunk), rows)
      assert.deepEqual(parse(text, { relax_column_count: true }), rows)
    }),
  )
})
