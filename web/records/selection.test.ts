import { expect, test } from 'vitest'
import {
  isAllTicked,
  isTicked,
  NOTHING_SELECTED,
  selectedCount,
  toggled,
  toggledAll,
} from './selection.ts'

const ROWS = ['a', 'b', 'c', 'd', 'e']
const ticked = (selection: typeof NOTHING_SELECTED) => ROWS.filter((id) => isTicked(selection, id))

test('selection: a row is ticked and unticked', () => {
  const one = toggled(NOTHING_SELECTED, ROWS, 'b', false)
  expect(ticked(one)).toEqual(['b'])
  expect(ticked(toggled(one, ROWS, 'b', false))).toEqual([])
})

test('selection: a range goes from the last ticked row to this one, upwards too', () => {
  const down = toggled(toggled(NOTHING_SELECTED, ROWS, 'b', false), ROWS, 'd', true)
  expect(ticked(down)).toEqual(['b', 'c', 'd'])
  const up = toggled(toggled(NOTHING_SELECTED, ROWS, 'd', false), ROWS, 'a', true)
  expect(ticked(up)).toEqual(['a', 'b', 'c', 'd'])
})

test('selection: a range gets what its end gets', () => {
  const all = toggledAll(NOTHING_SELECTED, ROWS)
  const less = toggled(toggled(all, ROWS, 'b', false), ROWS, 'd', true)
  expect(ticked(less)).toEqual(['a', 'e'])
})

test('selection: a range without a beginning is the row alone', () => {
  expect(ticked(toggled(NOTHING_SELECTED, ROWS, 'c', true))).toEqual(['c'])
})

test('selection: all loaded rows, then none', () => {
  const all = toggledAll(NOTHING_SELECTED, ROWS)
  expect(isAllTicked(all, ROWS)).toBe(true)
  expect(ticked(toggledAll(all, ROWS))).toEqual([])
})

test('selection: every hit counts hits that are not loaded; taking one away leaves the loaded rest', () => {
  const every = { ...toggledAll(NOTHING_SELECTED, ROWS), everyHit: true }
  expect(selectedCount(every, 1234)).toBe(1234)
  const less = toggled(every, ROWS, 'c', false)
  expect(selectedCount(less, 1234)).toBe(4)
  expect(ticked(less)).toEqual(['a', 'b', 'd', 'e'])
})
