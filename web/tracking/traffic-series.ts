import type { EChartsCoreOption } from 'echarts/core'
import { addDays, isoDate } from '#kernel/period.ts'
import type { SeriesAnswer } from '#tracking/traffic-shapes.ts'
import type { ChartTable } from '../ui/chart.tsx'
import type { Formats } from '../ui/formats.ts'
import type { Metric } from './traffic-state.ts'

type Words = {
  readonly metric: Metric
  /** Names of the measure, of what another program counted, of the column of steps and of the diary. */
  readonly name: string
  readonly imported: string
  readonly step: string
  readonly changes: string
  readonly formats: Formats
  readonly scheme: 'light' | 'dark'
}

type Point = SeriesAnswer['points'][number]

/** How a step is called: a day or month by itself, a week by its first and last day. */
export function stepName(
  { from, until }: Pick<Point, 'from' | 'until'>,
  grain: SeriesAnswer['grain'],
  formats: Formats,
): string {
  if (grain === 'month') return formats.month(from, 'short')
  const short = (day: string) =>
    formats.date(day).replace(/[ .]\d{4}$/, (year) => (year.startsWith('.') ? '.' : ''))
  const last = addDays(isoDate(until), -1)
  return grain === 'day' || last === from ? short(from) : `${short(from)}–${short(last)}`
}

/** What another program counted of the measure; it knows neither page views nor goals. */
export const importedOf = ({ imported }: Point, metric: Metric): number | null => {
  if (metric === 'visitors') return imported?.visitors ?? null
  return metric === 'visits' ? (imported?.sessions ?? null) : null
}

const MARK = '#b97512'
const OLD = { light: '#b6bfc2', dark: '#5a656a' } as const

/** Bars by step, what another program counted in grey below our own, marks where the measuring changed. */
export function seriesOption(answer: SeriesAnswer, words: Words): EChartsCoreOption {
  const { grain, points, marks } = answer
  const { metric, formats } = words
  const names = points.map((point) => stepName(point, grain, formats))
  const hasOld = points.some((point) => importedOf(point, metric) !== null)
  const bar = { type: 'bar', stack: 'counts', barWidth: '70%', barMaxWidth: 48 }
  const marked = points.flatMap((point, place) => {
    const inside = marks.filter(({ date }) => point.from <= date && date < point.until)
    const notes = inside.map(({ date, note }) => `${formats.date(date)}: ${note}`)
    return notes.length === 0 ? [] : [{ xAxis: place, name: notes.join('\n') }]
  })
  return {
    grid: { left: 8, right: 12, top: 16, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      confine: true,
      axisPointer: { type: 'shadow' },
      valueFormatter: (value: unknown) => formats.number(typeof value === 'number' ? value : null),
    },
    xAxis: { type: 'category', data: names, axisLabel: { hideOverlap: true } },
    yAxis: {
      type: 'value',
      min: 0,
      minInterval: 1,
      splitNumber: 4,
      axisLabel: { formatter: (value: number) => formats.number(value) },
    },
    series: [
      {
        ...bar,
        name: words.name,
        data: points.map((point) => point[metric]),
        ...(marked.length > 0 && {
          markLine: {
            symbol: 'none',
            silent: false,
            label: { show: false },
            lineStyle: { type: 'dashed', color: MARK, width: 1.5 },
            tooltip: { show: true },
            data: marked,
          },
        }),
      },
      ...(hasOld
        ? [
            {
              ...bar,
              name: words.imported,
              itemStyle: { color: OLD[words.scheme] },
              data: points.map((point) => importedOf(point, metric)),
            },
          ]
        : []),
    ],
  }
}

export function seriesTable(answer: SeriesAnswer, words: Words): ChartTable {
  const { grain, points, marks } = answer
  const { metric, formats } = words
  const number = (value: unknown) => formats.number(typeof value === 'number' ? value : null)
  return {
    columns: [
      { id: 'step', label: words.step },
      { id: 'value', label: words.name, numeric: true, format: number },
      { id: 'imported', label: words.imported, numeric: true, format: number },
      { id: 'changes', label: words.changes },
    ],
    rows: points.map((point) => [
      grain === 'day' ? formats.date(point.from) : stepName(point, grain, formats),
      point[metric],
      importedOf(point, metric),
      marks
        .filter(({ date }) => point.from <= date && date < point.until)
        .map(({ note }) => note)
        .join('; '),
    ]),
  }
}
