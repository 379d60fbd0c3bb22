import { expect, test } from 'vitest'
import { createFormats } from '../ui/formats.ts'
import { datePatternsOf } from './format-options.ts'
import { kindsOf, sizeText } from './recognition.ts'

const { number } = createFormats({ language: 'de', currency: 'EUR', timeZone: 'UTC' })

test('file sizes in steps of a thousand', () => {
  expect(sizeText(641, number)).toBe('641 B')
  expect(sizeText(1536, number)).toBe('1,5 kB')
  expect(sizeText(703_900, number)).toBe('704 kB')
  expect(sizeText(2_100_000_000, number)).toBe('2,1 GB')
})

test('a file of two parts of one kind is that kind once', () => {
  expect(kindsOf({ mappings: [{ kind: 'cost' }, { kind: 'campaign' }, { kind: 'cost' }] })).toEqual(
    ['cost', 'campaign'],
  )
})

test('typed date formats: none, one, several', () => {
  expect(datePatternsOf(' ')).toBeUndefined()
  expect(datePatternsOf('dd.mm.yyyy')).toBe('dd.mm.yyyy')
  expect(datePatternsOf('d/m/yyyy; iso')).toEqual(['d/m/yyyy', 'iso'])
  expect(datePatternsOf('MMM d, yyyy')).toBe('MMM d, yyyy')
})
