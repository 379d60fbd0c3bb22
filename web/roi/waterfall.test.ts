import { expect, test } from 'vitest'
import { barsOf, stepsOf } from './waterfall.ts'

const GIVEN = {
  revenue: 1_000,
  attributed: 600,
  margin: 200,
  costs: [
    { kind: 'personnel' as const, cents: 150 },
    { kind: 'technology' as const, cents: 0 },
    { kind: 'media' as const, cents: 100 },
  ],
  result: -50,
}

test('every step begins where the one before ends, and costs end at the result', () => {
  const steps = stepsOf(GIVEN, (id) => id)
  expect(steps.map(({ id }) => id)).toEqual([
    'revenue',
    'rest',
    'attributed',
    'variable',
    'margin',
    'personnel',
    'media',
    'result',
  ])
  expect(barsOf(steps)).toEqual([
    { from: 0, to: 1_000 },
    { from: 1_000, to: 600 },
    { from: 0, to: 600 },
    { from: 600, to: 200 },
    { from: 0, to: 200 },
    { from: 200, to: 50 },
    { from: 50, to: -50 },
    { from: 0, to: -50 },
  ])
})

test('without a margin the way ends at the attributed revenue', () => {
  const steps = stepsOf({ ...GIVEN, margin: null, result: null }, (id) => id)
  expect(steps.map(({ id }) => id)).toEqual(['revenue', 'rest', 'attributed'])
})
