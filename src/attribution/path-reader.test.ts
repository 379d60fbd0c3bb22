import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '#kernel/refusal.ts'
import { channelIndex } from './channel-index.ts'
import { pathTable, withinDays } from './counted-paths.ts'
import { pathReader } from './path-reader.ts'
import type { CountedPath } from './statistics.ts'

const HEADER = 'path,total_conversions,total_conversion_value,total_null\n'

/** Rows of a text read in chunks of `size` bytes: channels with the numbers of the row. */
function rowsOf(text: string, size = 1_000_000): string[] {
  const channels = channelIndex()
  const rows: string[] = []
  const reader = pathReader(
    channels,
    () => false,
    (path) => rows.push(shown(path, channels.names)),
  )
  const bytes = new TextEncoder().encode(text)
  for (let from = 0; from < bytes.length; from += size) reader.push(bytes.slice(from, from + size))
  reader.end()
  return rows
}

function shown(path: CountedPath, names: readonly string[]): string {
  const touches = Array.from({ length: path.length }, (_, index) => {
    const age = path.ages ? ` ${path.ages[index]}s` : ''
    return `${names[path.channels[index] ?? -1]}${age}`
  })
  return `${touches.join(' > ')} | ${path.conversions} ${path.value} ${path.nulls}`
}

const refusal = (code: string, detail: Record<string, unknown>) => (error: unknown) => {
  assert(error instanceof Refusal, String(error))
  assert.equal(error.code, code)
  for (const [name, value] of Object.entries(detail)) assert.equal(error.detail[name], value)
  return true
}

test('paths: blanks trimmed, empty tokens dropped, repeats kept', () => {
  const text = `${HEADER} > Paid Search >b>  > b\t,2,12.5,3\r\n>,1,0,0\n`
  assert.deepEqual(rowsOf(text), ['Paid Search > b > b | 2 12.5 3', ' | 1 0 0'])
})

test('paths: semicolon, byte order mark, columns in another order, no line end at the end', () => {
  const text = '\uFEFFtotal_null;path;conversions\n4;Öffentlichkeit > X;1\n0;X;2'
  assert.deepEqual(rowsOf(text), ['Öffentlichkeit > X | 1 0 4', 'X | 2 0 0'])
})

test('paths: without a column of conversions every row is one', () => {
  assert.deepEqual(rowsOf('path\nA > B\n\nA\n'), ['A > B | 1 0 0', 'A | 1 0 0'])
})

test('paths: quotes around cells hold delimiters, quotes and line ends; others are characters', () => {
  const text = 'path,conversions\n"RTW, Jewelry > ""Winter""\n1",3\n5" Screen > A,1\n'
  assert.deepEqual(rowsOf(text), ['RTW, Jewelry > "Winter"\n1 | 3 0 0', '5" Screen > A | 1 0 0'])
})

test('paths: a quoted cell may be any', () => {
  assert.deepEqual(rowsOf('conversions,path\n3,"A, B > C"\n'), ['A, B > C | 3 0 0'])
})

test('paths: numbers as JavaScript reads them, digits beyond sixteen included', () => {
  const text = `${HEADER}A,2,0.1234567890123456,1e3\nA,1,-7.5,\nA,1,12345678901234567,0\n`
  assert.deepEqual(rowsOf(text), [
    'A | 2 0.1234567890123456 1000',
    'A | 1 -7.5 0',
    'A | 1 12345678901234568 0',
  ])
})

test('paths: ages, and the lookback on them with both ends', () => {
  const channels = channelIndex()
  const kept: string[] = []
  const reader = pathReader(
    channels,
    () => false,
    (path) => kept.push(shown(withinDays(path, 1), channels.names)),
  )
  reader.push(new TextEncoder().encode('path,conversions,ages_s\nA > B > C,1,86401>86400>0\n'))
  reader.end()
  assert.deepEqual(kept, ['B 86400s > C 0s | 1 0 0'])
})

test('paths: what cannot be read is refused with its line', () => {
  const wrong = (text: string, code: string, detail: Record<string, unknown>) =>
    assert.throws(() => rowsOf(text), refusal(`attribution.${code}`, detail))
  wrong('channel,conversions\nA,1\n', 'no_path_column', { columns: 'channel, conversions' })
  wrong(`${HEADER}A,1,0,0\nB,x,0,0\n`, 'bad_number', {
    line: 3,
    column: 'total_conversions',
    given: 'x',
  })
  wrong(`${HEADER}A,-1,0,0\n`, 'bad_number', { line: 2 })
  wrong(`${HEADER}A,0,5,1\n`, 'value_without_conversion', { line: 2 })
  wrong('path,conversions,ages_s\nA > B,1,5\n', 'bad_ages', { line: 2, touches: 2, ages: 1 })
  wrong('path,conversions,ages_s\nA > B,1,5>4\nA > B,1\n', 'bad_ages', { line: 3, ages: 0 })
  wrong('path,conversions\nA,1\n"B,1\n', 'open_quote', { line: 3 })
})

// the byte order marks of UTF-16, little and big end first; what Excel calls Unicode text
test('paths: UTF-16 is refused by name, however the bytes come in', () => {
  const units = Buffer.from('\uFEFFpath,conversions\nA > B,1\n', 'utf16le')
  for (const bytes of [units, Buffer.from(units).swap16()]) {
    for (const size of [1, 1_000]) {
      assert.throws(
        () => {
          const reader = pathReader(
            channelIndex(),
            () => false,
            () => {},
          )
          for (let from = 0; from < bytes.length; from += size) {
            reader.push(bytes.subarray(from, from + size))
          }
          reader.end()
        },
        refusal('attribution.not_utf8', { found: 'UTF-16' }),
      )
    }
  }
})

// the same rows as plain and as quoted cells, lines ended by CR LF, one cell too few and one too many
test('paths: quoted or not, a row means the same', () => {
  const plain = `${HEADER}A > B,1,2.5,3\r\n\r\nA\r\nB,0,0,4,note\r\n`
  const quoted = plain.replaceAll(/^([^,\r\n]+)/gm, '"$1"')
  assert.notEqual(quoted, plain)
  assert.deepEqual(rowsOf(plain), ['A > B | 1 2.5 3', 'A | 1 0 0', 'B | 0 0 4'])
  assert.deepEqual(rowsOf(quoted), rowsOf(plain))
})

test('paths: where chunks are cut does not matter', () => {
  const text = `${HEADER}Öl > "B",1,2,3\n"x > ""y"", z\r\n> Öl",4,5,6\r\nA > A,0,0,9\nlast > Öl,1,1,1`
  const whole = rowsOf(text)
  assert.equal(whole.length, 4)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), (size) => {
      assert.deepEqual(rowsOf(text, size), whole)
    }),
  )
})

// more touches, channels and bytes of names than any table begins with
test('paths: long paths and many channels', () => {
  const names = Array.from({ length: 900 }, (_, index) => `Kampagne ${index} im Frühling`)
  const path = [...names, ...names.toReversed()].join(' > ')
  assert.deepEqual(rowsOf(`${HEADER}${path},1,2,3\n`, 1_000), [`${path} | 1 2 3`])
})

test('path table: equal paths are one, in an order of their own; ages tell paths apart', () => {
  const path = (channels: number[], ages: number[] | null, conversions: number): CountedPath => ({
    channels: Int32Array.from(channels),
    length: channels.length,
    ages,
    milestones: null,
    isDirect: () => false,
    conversions,
    value: conversions * 10,
    nulls: 1,
  })
  const counted = (withAges: boolean, rows: CountedPath[]) => {
    const table = pathTable(withAges)
    for (const row of rows) table.add(row)
    return table
      .paths()
      .map(({ channels, conversions, nulls }) => [...Array.from(channels), conversions, nulls])
  }
  const rows = [path([1, 2], [9, 3], 1), path([0], [1], 5), path([1, 2], [8, 3], 2)]
  assert.deepEqual(counted(false, rows), [
    [0, 5, 1],
    [1, 2, 3, 2],
  ])
  assert.deepEqual(counted(false, rows.toReversed()), counted(false, rows))
  assert.equal(counted(true, rows).length, 3)
})
