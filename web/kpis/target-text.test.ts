import { expect, test } from 'vitest'
import { createFormats } from '../ui/formats.ts'
import type { ShownTarget } from './shapes.ts'
import { targetBar, targetParts } from './target-text.ts'

const formats = createFormats({ language: 'de', currency: 'EUR', timeZone: 'Europe/Berlin' })
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')
const target = (more: Partial<ShownTarget>): ShownTarget => ({
  value: 12_000_000,
  period: { from: '2026-03-01', until: '2026-04-01' },
  source: 'own',
  attainment: 0.572,
  difference: -5_136_000,
  state: 'bad',
  ...more,
})
const parts = (unit: 'money' | 'rate', betterWhen: 'higher' | 'lower', of: ShownTarget) =>
  targetParts({ kpi: { unit, betterWhen }, target: of, formats, language: 'de' }).map(plain)

test('a target in few words: value, share, difference in the unit of the figure', () => {
  // 57.2 % of 120,000 EUR are 68,640 EUR: 51,360 EUR too few
  expect(parts('money', 'higher', target({}))).toEqual([
    'Ziel 120.000 €',
    'erreicht 57,2 %',
    '−51.360 €',
  ])
})

test('where lower is better nothing is reached, and a derived target says where it is from', () => {
  const cac = target({
    value: 50_000,
    attainment: 1.2,
    difference: 10_000,
    source: 'derived',
    derivedFrom: 'year',
  })
  expect(parts('money', 'lower', cac)).toEqual([
    'Ziel 500,00 € (anteilig)',
    'liegt bei 120,0 %',
    '+100,00 €',
  ])
})

test('a rate differs by points; while the period runs the expectation stands beside it', () => {
  const share = target({ value: 0.3, attainment: 0.8, difference: -0.06 })
  expect(parts('rate', 'higher', share)).toEqual(['Ziel 30,0 %', 'erreicht 80,0 %', '−6,0 Pkt.'])
  const running = target({ expected: 8_000_000, elapsed: 2 / 3 })
  expect(parts('money', 'higher', running).at(-1)).toBe('bis heute erwartet 80.000 €')
})

test('the bar reaches from 0 to the larger of figure and target', () => {
  expect(targetBar(target({ attainment: 0.5 }))).toEqual({ fill: 0.5, target: 1, expected: null })
  expect(targetBar(target({ attainment: 2 }))).toEqual({ fill: 1, target: 0.5, expected: null })
  expect(targetBar(target({ attainment: 0.5, expected: 1, elapsed: 0.25 })).expected).toBe(0.25)
  expect(targetBar(target({ attainment: null })).fill).toBe(0)
})
