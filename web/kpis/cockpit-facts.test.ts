import { expect, test } from 'vitest'
import { cockpitRows, exportValue, isEmptyCockpit, isQuietPeriod } from './cockpit-facts.ts'
import type { Cockpit, CockpitKpi } from './shapes.ts'

const text = (name: string) => ({ de: name, en: name })
const same = {
  difference: null,
  relative: null,
  interval: null,
  verdict: 'not_comparable' as const,
  good: null,
}

const kpi = (id: string, value: number | null, before: number | null = null): CockpitKpi => ({
  id,
  name: text(id),
  unit: id === 'won' ? 'count' : 'money',
  primary: true,
  current: { value, unit: 'money', inputs: {} },
  before: { value: before, unit: 'money' },
  yearBefore: { value: null, unit: 'money' },
  change: same,
  yearChange: same,
  trend: [],
})

const withTarget = (of: CockpitKpi, value: number): CockpitKpi => ({
  ...of,
  current: {
    ...of.current,
    target: {
      value,
      period: { from: '2026-03-01', until: '2026-04-01' },
      source: 'own',
      attainment: (of.current.value ?? 0) / value,
      difference: (of.current.value ?? 0) - value,
      state: 'bad',
    },
  },
})

/** Only the parts that these functions read. */
const cockpit = (...kpis: CockpitKpi[]) =>
  ({
    currency: 'EUR',
    blocks: [{ id: 'result', name: text('Ergebnis'), sentence: text(''), headline: 'won', kpis }],
  }) as unknown as Cockpit

test('a cockpit without any value now or before is empty', () => {
  expect(isEmptyCockpit(cockpit(kpi('won', 0), kpi('cac', null)))).toBe(true)
  expect(isEmptyCockpit(cockpit(kpi('won', 0, 3)))).toBe(false)
})

test('a period is quiet when nothing happened, whatever is still open', () => {
  expect(isQuietPeriod(cockpit(kpi('won', 0), kpi('pipeline_value', 5_000_000)))).toBe(true)
  expect(isQuietPeriod(cockpit(kpi('won', 1)))).toBe(false)
})

test('the file has units of the currency and leaves what is not defined empty', () => {
  expect(exportValue(123_456, 'money')).toBe(1234.56)
  expect(exportValue(0.25, 'rate')).toBe(0.25)
  expect(cockpitRows(cockpit(kpi('cac', null), withTarget(kpi('won', 30), 40)), 'de')).toEqual([
    ['Ergebnis', 'cac', 'EUR', null, null, null, null, null, null, null, null, null],
    ['Ergebnis', 'won', 'count', 30, null, null, null, null, null, 40, 0.75, null],
  ])
})
