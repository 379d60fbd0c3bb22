import type { EChartsCoreOption } from 'echarts/core'
import { cumulative } from '#roi/cohort.ts'
import type { Cohort, Cohorts } from '#roi/cohort-shapes.ts'
import type { ChartTable } from '../ui/chart.tsx'
import type { Formats } from '../ui/formats.ts'

export type CurveWords = {
  readonly back: string
  readonly expected: string
  readonly between: string
  readonly line: string
  readonly age: string
  readonly low: string
  readonly high: string
}

/** A curve by age: what was seen, what is expected with its bounds, and the cost to be covered. */
export type Curve = {
  readonly seen: readonly number[]
  readonly expected: readonly {
    readonly age: number
    readonly value: number
    readonly low: number
    readonly high: number
  }[]
  readonly line: number | null
  readonly ages: number
}

export const curveOf = ({ values, curve, cost }: Cohort, { ages }: Cohorts): Curve => ({
  seen: cumulative(values),
  expected: curve,
  line: cost !== null && cost > 0 ? cost : null,
  ages,
})

/** All months together: hundredths of a euro back for each euro of cost. */
export const averageCurve = ({ perCost, ages }: Cohorts): Curve => ({
  seen: perCost.flatMap((value) => (value === null ? [] : [value * 100])),
  expected: [],
  line: 100,
  ages,
})

const HATCH = { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 }

/** Seen as a line, expected dashed with its hatched range, the cost as a level to reach. */
export function curveOption(
  { seen, expected, line, ages }: Curve,
  words: CurveWords,
  formats: Formats,
  scheme: 'light' | 'dark',
): EChartsCoreOption {
  const accent = scheme === 'light' ? '#0b5c6b' : '#52a3b2'
  const cost = scheme === 'light' ? '#b97512' : '#e9af4d'
  const money = (value: unknown) =>
    typeof value === 'number' ? formats.moneyRounded(value) : formats.moneyRounded(null)
  const exact = (value: unknown) => formats.money(typeof value === 'number' ? value : null)
  const at = (pick: (one: Curve['expected'][number]) => number) =>
    Array.from({ length: ages }, (_, age) => {
      const found = expected.find((one) => one.age === age)
      if (found) return pick(found)
      return age === seen.length - 1 && expected.length > 0 ? (seen[age] ?? null) : null
    })
  const low = at((one) => one.low)
  const high = at((one) => one.high)
  // The cost must be seen even where nothing comes near it; such an end of the axis is no round number.
  const isAbove = (line ?? 0) > 0.95 * Math.max(0, ...seen, ...expected.map((one) => one.high))
  const quiet = {
    type: 'line',
    symbol: 'none',
    silent: true,
    stack: 'range',
    // A lower bound below 0 carries the band, too; else it would be drawn from 0.
    stackStrategy: 'all',
    tooltip: { show: false },
  }
  return {
    grid: { left: 8, right: 16, top: 40, bottom: 44, containLabel: true },
    legend: {
      top: 0,
      left: 0,
      data: expected.length > 0 ? [words.back, words.expected] : [words.back],
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      valueFormatter: line === 100 ? exact : money,
    },
    xAxis: {
      type: 'category',
      boundaryGap: false,
      name: words.age,
      nameLocation: 'middle',
      nameGap: 28,
      data: Array.from({ length: ages }, (_, age) => String(age)),
    },
    yAxis: {
      type: 'value',
      axisLabel: { formatter: line === 100 ? exact : money, showMaxLabel: !isAbove },
      ...(isAbove && { max: (line ?? 0) * 1.1 }),
    },
    series: [
      {
        name: words.back,
        type: 'line',
        symbolSize: 5,
        lineStyle: { width: 2.5, color: accent },
        itemStyle: { color: accent },
        data: seen,
        ...(line !== null && {
          markLine: {
            symbol: 'none',
            silent: true,
            lineStyle: { color: cost, type: 'solid', width: 1.5 },
            label: { formatter: words.line, position: 'insideEndTop', color: cost },
            data: [{ yAxis: line }],
          },
        }),
      },
      ...(expected.length > 0
        ? [
            { ...quiet, name: words.low, lineStyle: { opacity: 0 }, data: low },
            {
              ...quiet,
              name: words.between,
              lineStyle: { opacity: 0 },
              itemStyle: { color: accent, decal: { ...HATCH, color: `${accent}66` } },
              areaStyle: { color: accent, opacity: 0.18 },
              data: high.map((value, age) => {
                const under = low[age]
                return value === null || under === null || under === undefined
                  ? null
                  : value - under
              }),
            },
            {
              name: words.expected,
              type: 'line',
              symbolSize: 4,
              lineStyle: { type: 'dashed', width: 2, color: accent },
              itemStyle: { color: accent, opacity: 0.7 },
              data: at((one) => one.value),
            },
          ]
        : []),
    ],
  }
}

export function curveTable(
  { seen, expected, line, ages }: Curve,
  words: CurveWords,
  formats: Formats,
): ChartTable {
  const money = (value: unknown) => formats.money(typeof value === 'number' ? value : null)
  const column = (id: string, label: string) => ({ id, label, numeric: true, format: money })
  return {
    columns: [
      { id: 'age', label: words.age, numeric: true },
      column('seen', words.back),
      column('expected', words.expected),
      column('low', words.low),
      column('high', words.high),
      column('line', words.line),
    ],
    rows: Array.from({ length: ages }, (_, age) => {
      const ahead = expected.find((one) => one.age === age)
      return [
        age,
        seen[age] ?? null,
        ahead?.value ?? null,
        ahead?.low ?? null,
        ahead?.high ?? null,
        line,
      ]
    }),
  }
}
