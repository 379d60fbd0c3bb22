import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inWaves } from './waves.ts'

const split = (rows: string[]) =>
  inWaves(
    rows.map((row, index) => ({ row, index })),
    ({ row }) => (row === '' ? [] : row.split(' ')),
  ).map((wave) => wave.map(({ index }) => index))

test('waves: rows of different identity go together', () => {
  assert.deepEqual(split(['a', 'b', 'c']), [[0, 1, 2]])
})

test('waves: the same identity again waits for the next wave, in the order of the file', () => {
  assert.deepEqual(split(['a', 'b', 'a', 'a', 'b']), [[0, 1], [2, 4], [3]])
})

test('waves: a row that shares any of its names with an earlier one waits', () => {
  assert.deepEqual(split(['a b', 'c', 'b c', 'a']), [
    [0, 1],
    [2, 3],
  ])
})

test('waves: a row without identity never waits', () => {
  assert.deepEqual(split(['', '', 'a', '']), [[0, 1, 2, 3]])
})
