import { expect, test } from 'vitest'
import { cumulative } from '#roi/cohort.ts'
import type { Cohort, Cohorts } from '#roi/cohort-shapes.ts'
import { createFormats } from '../ui/formats.ts'
import { averageCurve, curveOf, curveOption, curveTable } from './cohort-chart.ts'

const formats = createFormats({ language: 'de', currency: 'EUR', timeZone: 'Europe/Berlin' })
const words = {
  ...{ back: 'zurück', expected: 'erwartet', between: 'Bereich', line: 'Kosten', age: 'Monate' },
  ...{ low: 'unten', high: 'oben' },
}
const cohort = {
  month: '2026-05-01',
  cost: 10_000,
  values: [4000, 2000],
  curve: [{ age: 2, value: 9000, low: 8000, high: 12_000 }],
} as unknown as Cohort
const cohorts = { ages: 3, perCost: [0.4, 0.6, null] } as unknown as Cohorts

test('cumulative: each age has what came before it', () => {
  expect(cumulative([4000, 2000, 0])).toEqual([4000, 6000, 6000])
  expect(cumulative([])).toEqual([])
})

test('curve: what is expected begins where the seen part ends, and carries its range', () => {
  const curve = curveOf(cohort, cohorts)
  const { series } = curveOption(curve, words, formats, 'light') as {
    series: { name: string; data: (number | null)[] }[]
  }
  const data = Object.fromEntries(series.map((one) => [one.name, one.data]))
  expect(data.zurück).toEqual([4000, 6000])
  expect(data.erwartet).toEqual([null, 6000, 9000])
  // stacked on the lower bound
  expect(data.unten).toEqual([null, 6000, 8000])
  expect(data.Bereich).toEqual([null, 0, 4000])
  expect(curveTable(curve, words, formats).rows[2]).toEqual([2, null, 9000, 8000, 12_000, 10_000])
})

test('curve: a lower bound below 0 carries its band, which is stacked across 0', () => {
  const below = {
    ...cohort,
    curve: [{ age: 2, value: 9000, low: -2000, high: 12_000 }],
  } as unknown as Cohort
  const { series } = curveOption(curveOf(below, cohorts), words, formats, 'light') as {
    series: { name: string; data: (number | null)[]; stackStrategy?: string }[]
  }
  const bands = series.filter(({ name }) => name === 'unten' || name === 'Bereich')
  // from -2,000 up to 12,000 are 14,000; lines of other signs are stacked only by this strategy
  expect(bands.map(({ data, stackStrategy }) => [data[2], stackStrategy])).toEqual([
    [-2000, 'all'],
    [14_000, 'all'],
  ])
})

test('curve: an average euro is a hundred cents; ages nobody reached are left out', () => {
  expect(averageCurve(cohorts)).toEqual({ seen: [40, 60], expected: [], line: 100, ages: 3 })
})
