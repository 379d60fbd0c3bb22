import { expect, test } from 'vitest'
import { EMPTY_YEAR, spread } from '#planning/year-plan.ts'
import { inputOf, inputsOf, valueOfInput, valuesOfInputs } from './plan-inputs.ts'
import { planKey, planOf } from './plan-state.ts'

const german = { language: 'de', timeZone: 'Europe/Berlin' } as const

test('values are typed in the unit of their figure', () => {
  expect(valueOfInput('120.000', 'money', german)).toBe(12_000_000)
  expect(valueOfInput('1.234,56 €', 'money', german)).toBe(123_456)
  expect(valueOfInput('30', 'rate', german)).toBe(0.3)
  expect(valueOfInput('2,5', 'ratio', german)).toBe(2.5)
  expect(valueOfInput('', 'count', german)).toBe(null)
  expect(valueOfInput('viel', 'count', german)).toBe(undefined)
})

test('whole numbers have thousands marks', () => {
  expect(inputOf(12_000, 'count', german)).toBe('12.000')
  expect(valueOfInput('12.000', 'count', german)).toBe(12_000)
  expect(inputOf(0.25, 'rate', german)).toBe('25')
})

test('a plan survives its inputs', () => {
  const values = { months: spread(100_001), quarters: [1, null, 30_000, null], year: 120_050 }
  const inputs = inputsOf(values, 2026, 'money', german)
  expect(inputs['year.0']).toBe('1.200,50')
  expect(valuesOfInputs(inputs, 2026, 'money', german)).toEqual({ values, wrong: new Set() })
})

test('what is no number is told by its place and counts as empty', () => {
  const { values, wrong } = valuesOfInputs({ 'month.2': 'x', 'year.0': '5' }, 2026, 'count', german)
  expect([...wrong]).toEqual(['month.2'])
  expect(values).toEqual({ ...EMPTY_YEAR, year: 5 })
})

test('the address names figure, year and filters; what makes no sense falls back', () => {
  const plan = planOf({ kpi: 'leads', year: '2025', channel: 'email' }, '2026-11-22')
  expect(plan).toEqual({ kpi: 'leads', year: 2025, filters: { channel: 'email' } })
  expect(planKey(plan)).toBe('leads 2025 channel=email')
  expect(planOf({ kpi: 'nothing', year: 'soon' }, '2026-11-22')).toEqual({
    kpi: 'revenue_won',
    year: 2026,
    filters: {},
  })
})
