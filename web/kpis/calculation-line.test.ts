import { expect, test } from 'vitest'
import { KPIS, kpiById } from '#kpis/registry.ts'
import { createFormats } from '../ui/formats.ts'
import { calculationLine } from './calculation-line.ts'
import type { ShownResult } from './shapes.ts'

const german = createFormats({ language: 'de', currency: 'EUR', timeZone: 'Europe/Berlin' })

function line(id: string, result: Omit<ShownResult, 'unit'>, view: 'period' | 'cohort' = 'period') {
  const kpi = kpiById(id)
  if (!kpi) throw new Error(`no figure ${id}`)
  return calculationLine(kpi, view, { unit: kpi.unit, ...result }, german, 'de')?.replaceAll(
    /[\u00a0\u202f]/g,
    ' ',
  )
}

test('the numbers stand in the formula', () => {
  expect(
    line('win_rate', { value: 0.25, inputs: { won_count: 30, lost_count: 90, closed_count: 120 } }),
  ).toBe('30 / (30 + 90) = 25,00 %')
  expect(
    line('marketing_roi', {
      value: 2,
      inputs: { attributed_revenue: 30_000_000, marketing_cost: 10_000_000 },
    }),
  ).toBe('(300.000,00 € − 100.000,00 €) / 100.000,00 € = 2,000 (200,0 %)')
  expect(line('won', { value: 30, inputs: { won_count: 30 } })).toBe('30 = 30')
})

test('the cohort view has its own numbers', () => {
  expect(
    line('mql_to_sql', { value: 0.3, inputs: { mql_became_sql: 300, mql: 1000 } }, 'cohort'),
  ).toBe('300 / 1.000 = 30,00 %')
})

test('a quotient by nothing is not defined', () => {
  expect(line('cpl', { value: null, inputs: { marketing_cost: 100_000, leads: 0 } })).toBe(
    '1.000,00 € / 0 = nicht definiert',
  )
})

// The published guide: 120 a month, a quarter won, 25,000 EUR, 90 days = 8,333 EUR a day.
test('velocity shows its four inputs, not the counts they come from', () => {
  expect(
    line('pipeline_velocity', {
      value: 833_333,
      variant: 'created_per_month',
      inputs: {
        opportunities_created: 120,
        period_days: 30,
        won_count: 30,
        revenue_won: 75_000_000,
        won_with_amount: 30,
        cycle_days_sum: 2700,
        cycle_count: 30,
      },
    }),
  ).toBe('120,0 × 25,00 % × 25.000,00 € / 90,0 Tage = 8.333,33 € / Tag')
})

test('a figure that waits for a part of the product has no line', () => {
  expect(
    line('consent_rate', { value: null, inputs: {}, reason: 'needs_tracking' }),
  ).toBeUndefined()
})

test('every figure of the registry can tell its calculation', () => {
  const calculations = KPIS.flatMap((kpi) => [
    { kpi, view: 'period' as const, variant: undefined, of: kpi.period },
    ...(kpi.cohort ? [{ kpi, view: 'cohort' as const, variant: undefined, of: kpi.cohort }] : []),
    ...Object.entries(kpi.variants?.of ?? {}).map(([variant, of]) => ({
      kpi,
      view: 'period' as const,
      variant,
      of,
    })),
  ])
  const without = calculations.filter(({ kpi, view, variant, of }) => {
    if (kpi.variants && variant === undefined) return false
    const inputs = Object.fromEntries(of.inputs.map((id) => [id, 7]))
    const result: ShownResult = { value: 1, unit: kpi.unit, inputs, variant }
    return calculationLine(kpi, view, result, german, 'de') === null
  })
  expect(without.map(({ kpi, view, variant }) => [kpi.id, view, variant])).toEqual([])
})
