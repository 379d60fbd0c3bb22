import type { EChartsCoreOption } from 'echarts/core'
import type { Unit } from '#kpis/unit.ts'
import type { ChartTable } from '../ui/chart.tsx'
import type { Formats } from '../ui/formats.ts'
import { exportValue } from './cockpit-facts.ts'
import { exactLine, figureLine, type Language } from './figure-format.ts'
import type { TrackingChange } from './shapes.ts'

export type TrendPoint = {
  readonly from: string
  readonly until: string
  readonly value: number | null
}

type TrendInput = {
  readonly name: string
  readonly unit: Unit
  readonly points: readonly TrendPoint[]
  readonly changes: readonly TrackingChange[]
  readonly formats: Formats
  readonly language: Language
}

/** Counts and sums stand as bars; rates, means and quotients as a line. Both axes contain 0. */
const isAmount = (unit: Unit): boolean => unit === 'count' || unit === 'money'

/** Shares near 100 per cent end there; the axis would go on to 120. */
const isNearWhole = ({ unit, points }: TrendInput): boolean => {
  const highest = Math.max(0, ...points.map(({ value }) => value ?? 0))
  return unit === 'rate' && highest > 0.8 && highest <= 1
}

/** Tracking changes of each month that has any, as marks. */
function marksOf({ points, changes, formats, language }: TrendInput) {
  return points.flatMap(({ from, until }) => {
    const inside = changes.filter(({ date }) => from <= date && date < until)
    if (inside.length === 0) return []
    const notes = inside.map(
      ({ date, title, detail }) => `${formats.date(date)}: ${detail || title[language]}`,
    )
    return [{ xAxis: formats.month(from, 'short'), name: notes.join('\n') }]
  })
}

/** Thirteen months of one figure; gaps where it was not defined, marks where measuring changed. */
export function trendOption(input: TrendInput): EChartsCoreOption {
  const { name, unit, points, formats, language } = input
  const marks = marksOf(input)
  const text = (value: number | null) => figureLine(value, unit, formats, language)
  return {
    grid: { left: 8, right: 12, top: 16, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      valueFormatter: (value: unknown) =>
        exactLine(typeof value === 'number' ? value : null, unit, formats, language),
    },
    xAxis: {
      type: 'category',
      data: points.map(({ from }) => formats.month(from, 'short')),
      axisLabel: { hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      splitNumber: 4,
      ...(isNearWhole(input) && { max: 1 }),
      axisLabel: { formatter: (value: number) => text(value) },
    },
    series: [
      {
        name,
        type: isAmount(unit) ? 'bar' : 'line',
        data: points.map(({ value }) => value),
        ...(isAmount(unit) ? { barWidth: '60%' } : { symbolSize: 6, connectNulls: false }),
        ...(marks.length > 0 && {
          markLine: {
            symbol: 'none',
            silent: false,
            label: { show: false },
            lineStyle: { type: 'dashed', color: '#b97512', width: 1.5 },
            tooltip: { show: true },
            data: marks,
          },
        }),
      },
    ],
  }
}

/** The same months as a table, with what changed in measuring. */
export function trendTable(
  { name, unit, points, changes, formats, language }: TrendInput,
  columns: { readonly month: string; readonly changes: string },
): ChartTable {
  return {
    columns: [
      { id: 'month', label: columns.month },
      {
        id: 'value',
        label: name,
        numeric: true,
        format: (_, row) => {
          const point = points.find(({ from }) => formats.month(from) === row[0])
          return exactLine(point?.value ?? null, unit, formats, language)
        },
      },
      { id: 'changes', label: columns.changes },
    ],
    rows: points.map(({ from, until, value }) => [
      formats.month(from),
      exportValue(value, unit),
      changes
        .filter(({ date }) => from <= date && date < until)
        .map(({ title, detail }) => detail || title[language])
        .join('; '),
    ]),
  }
}
