import { expect, test } from 'vitest'
import { many, one, parseSearch, patched, stringifySearch } from './url-state.ts'

test('an address survives the way there and back', () => {
  const text = '?sort=-amount&owner_id=a&owner_id=b&q=M%C3%BCller+%26+Co&stage='
  expect(stringifySearch(parseSearch(text))).toBe(text)
})

test('one and many read a state however it was written', () => {
  const state = parseSearch('?a=1&b=x&b=y')
  expect(one(state, 'a')).toBe('1')
  expect(many(state, 'a')).toEqual(['1'])
  expect(many(state, 'b')).toEqual(['x', 'y'])
  expect(one(state, 'none')).toBe('')
  expect(many(state, 'none')).toEqual([])
})

test('a patch adds, replaces and removes', () => {
  expect(patched({ a: '1', b: '2' }, { b: undefined, c: ['x'], a: [] })).toEqual({ c: ['x'] })
})
