import { expect, test } from 'vitest'
import { EMPTY_INPUTS, missingParts, newCode, recordOf } from './link-inputs.ts'

test('code: 48 random bits as nine signs', () => {
  // 0xffff ffff ffff = 281474976710655; in base62 by hand from the right: 281474976710655 mod 62 = 37 -> b, ...
  expect(newCode(new Uint16Array([0, 0, 61]))).toBe('00000000z')
  expect(newCode(new Uint16Array([0, 0, 62]))).toBe('000000010')
  expect(newCode(new Uint16Array([0, 1, 0]))).toBe('000000H32')
})

test('record: empty inputs are left out, blanks cut', () => {
  expect(recordOf({ ...EMPTY_INPUTS, name: ' Rollup ', medium: 'qr', term: ' ' })).toEqual({
    name: 'Rollup',
    medium: 'qr',
  })
})

test('missing: campaign, source and medium, whichever is empty', () => {
  expect(missingParts({ campaign: 'a', source: ' ', medium: '' })).toEqual(['source', 'medium'])
  expect(missingParts({ campaign: 'a', source: 'b', medium: 'c' })).toEqual([])
})
