import { expect, test } from 'vitest'
import { lineOf, wordsOfUsual } from './week-lines.ts'

const campaign = { channel: 'paid_social', campaign_id: 'c1', label: 'LinkedIn Fachkräfte' }
const item = { hours: 3, words: 'LinkedIn', place: campaign, candidates: [campaign] }

test('a line offers what its words mean first, then every channel', () => {
  const line = lineOf(item, undefined, 'de')
  expect(line.key).toBe('c1')
  expect(line.options[0]).toEqual({ value: 'c1', label: 'LinkedIn Fachkräfte' })
  expect(line.options.map(({ label }) => label)).toContain('Messe')
})

test('what somebody chose holds over what the words mean', () => {
  expect(lineOf(item, 'channel trade_fair', 'en').place?.label).toBe('Trade fair')
  expect(lineOf({ ...item, place: null }, undefined, 'de').place).toBe(null)
})

test('a usual week reads as people would type it', () => {
  const usual = [
    { ...campaign, hours: 25.67 },
    { ...campaign, label: 'Messe', hours: 12 },
  ]
  expect(wordsOfUsual(usual)).toBe('25,67 h LinkedIn Fachkräfte\n12 h Messe')
})
