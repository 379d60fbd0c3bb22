import { expect, test } from 'vitest'
import type { RoiAnswer } from '#roi/answer-shapes.ts'
import { createFormats } from '../ui/formats.ts'
import { calculationOf } from './roi-calculation.ts'

const formats = createFormats({ language: 'de', currency: 'EUR', timeZone: 'Europe/Berlin' })
const part = (kind: string, count: number, cents: number | null, countedCents: number) => ({
  ...{ kind, count, cents, countedCents },
})
/** 1,000 cost; 400 booked, 2,000 attributed of which 1,600 are not booked yet, 600 margin, 300 of leads. */
const roi = {
  cost: { total: 100_000 },
  parts: [
    part('direct', 1, 40_000, 40_000),
    part('attributed', 2, 200_000, 160_000),
    part('margin', 2, 60_000, 0),
    part('lead_value', 3, 30_000, 20_000),
    part('pipeline', 0, 0, 0),
    part('proxy', 1, null, 0),
  ],
  upTo: {
    expected: {
      kinds: ['direct', 'attributed', 'lead_value', 'pipeline'],
      ...{ returnCents: 220_000, resultCents: 120_000, roi: 1.2 },
    },
  },
  atMargin: { kinds: [], returnCents: 85_000, resultCents: -15_000, roi: -0.15 },
  waterfall: { revenue: 500_000, attributed: 200_000, margin: 60_000, costs: [], result: -40_000 },
  leadValue: {
    ...{ method: 'rate_clv', leads: 3, rate: 0.1, basis: 'company', clvCents: 100_000 },
    ...{ customers: 0.3, perLeadCents: 10_000 },
  },
} as unknown as RoiAnswer

const told = (id: string) =>
  calculationOf(`calc.${id}`, {
    ...{ roi, formats, language: 'de', t: (key) => key },
  })?.lines.map(({ sign, value, opens }) => [sign, value.replaceAll(/\s/g, ' '), opens ?? ''])

test('a level: what counts of each kind adds up to it, and every line opens its records', () => {
  expect(told('expected')).toEqual([
    ['+', '400,00 €', 'direct'],
    ['+', '1.600,00 €', 'attributed'],
    ['+', '200,00 €', 'lead_value'],
    ['=', '2.200,00 €', ''],
    ['−', '1.000,00 €', 'cost'],
    ['=', '1.200,00 €', ''],
    ['÷', '1.000,00 €', 'cost'],
    ['=', '120,0 %', ''],
  ])
})

test('at margin: the margin, and what the others bring beyond it: 850 - 600', () => {
  expect(told('atMargin')?.slice(0, 3)).toEqual([
    ['+', '600,00 €', 'margin'],
    ['+', '250,00 €', ''],
    ['=', '850,00 €', ''],
  ])
})

test('steps of the waterfall that are differences say of what', () => {
  expect(told('rest')).toEqual([
    ['+', '5.000,00 €', 'revenue'],
    ['−', '2.000,00 €', 'attributed'],
    ['=', '3.000,00 €', ''],
  ])
  expect(told('variable')?.at(-1)).toEqual(['=', '1.400,00 €', ''])
})

test('a figure of the leads: 3 x 10 % are 0.3 customers; what is no calculation is none', () => {
  expect(told('customers')).toEqual([
    ['', '3', 'lead_value'],
    ['×', '10,0 %', 'rate'],
    ['=', '0,3', ''],
  ])
  expect(told('nothing')).toBeUndefined()
})
