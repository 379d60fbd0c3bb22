import type { EChartsCoreOption } from 'echarts/core'
import type { Channels } from '#roi/channel-shapes.ts'
import type { ChartTable } from '../ui/chart.tsx'
import type { Formats } from '../ui/formats.ts'

export type RangeWords = {
  readonly name: string
  readonly low: string
  readonly high: string
  readonly own: string
  readonly lowModel: string
  readonly highModel: string
}

/** Rows with an ROI, the best chance first. */
export type RangeRow = {
  readonly name: string
  readonly low: number
  readonly high: number
  readonly own: number | null
  readonly lowModel: string
  readonly highModel: string
  readonly verdict: 'robust' | 'depends_on_model'
}

export function rangeRows(
  { rows }: Channels,
  nameOf: (row: Channels['rows'][number]) => string,
  modelOf: (word: string) => string,
): RangeRow[] {
  return rows
    .flatMap((row) =>
      row.range
        ? [
            {
              name: nameOf(row),
              low: row.range.lowest.roi,
              high: row.range.highest.roi,
              own: row.roi,
              lowModel: modelOf(row.range.lowest.model),
              highModel: modelOf(row.range.highest.model),
              verdict: row.range.verdict,
            },
          ]
        : [],
    )
    .toSorted((a, b) => (b.own ?? b.high) - (a.own ?? a.high))
}

/** One bar from the lowest to the highest ROI for each row, a dot for the model in use, a line at 0. */
export function rangeOption(
  rows: readonly RangeRow[],
  words: RangeWords,
  formats: Formats,
  scheme: 'light' | 'dark',
): EChartsCoreOption {
  const light = scheme === 'light'
  const accent = light ? '#0b5c6b' : '#52a3b2'
  const attention = light ? '#b97512' : '#e9af4d'
  const text = light ? '#434d52' : '#c3cbce'
  const shown = rows.toReversed()
  return {
    grid: { left: 8, right: 24, top: 8, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'axis',
      confine: true,
      axisPointer: { type: 'shadow' },
      formatter: (items: unknown) => {
        const [first] = items as readonly { dataIndex: number }[]
        const row = shown[first?.dataIndex ?? -1]
        if (!row) return ''
        const line = (name: string, value: number | null, model = '') =>
          `${name}: <b>${formats.rate(value, 0)}</b>${model && ` (${model})`}`
        return [
          `<b>${row.name.replaceAll('<', '&lt;')}</b>`,
          line(words.low, row.low, row.lowModel),
          line(words.own, row.own),
          line(words.high, row.high, row.highModel),
        ].join('<br>')
      },
    },
    xAxis: {
      type: 'value',
      axisLabel: { formatter: (value: number) => formats.rate(value, 0), hideOverlap: true },
    },
    yAxis: {
      type: 'category',
      data: shown.map(({ name }) => name),
      axisLabel: { width: 160, overflow: 'truncate' },
    },
    series: [
      {
        type: 'custom',
        name: words.own,
        encode: { x: [1, 2], y: 0 },
        data: shown.map(({ low, high, own, verdict }, place) => [
          place,
          low,
          high,
          own ?? Number.NaN,
          verdict === 'robust' ? 1 : 0,
        ]),
        renderItem: (
          _: unknown,
          api: {
            value: (index: number) => number
            coord: (point: number[]) => number[]
            size: (point: number[]) => number[]
          },
        ) => {
          const place = api.value(0)
          const [left = 0, y = 0] = api.coord([api.value(1), place])
          const [right = 0] = api.coord([api.value(2), place])
          const [own = 0] = api.coord([api.value(3), place])
          const color = api.value(4) === 1 ? accent : attention
          const height = Math.min(14, (api.size([0, 1])[1] ?? 20) * 0.5)
          return {
            type: 'group',
            children: [
              {
                type: 'rect',
                shape: {
                  ...{ x: left, y: y - height / 2, height, r: 3 },
                  width: Math.max(2, right - left),
                },
                style: { fill: color, opacity: 0.45 },
              },
              ...(Number.isNaN(own)
                ? []
                : [
                    {
                      type: 'circle',
                      shape: { cx: own, cy: y, r: height / 2 },
                      style: { fill: color },
                    },
                  ]),
            ],
          }
        },
        markLine: {
          symbol: 'none',
          silent: true,
          lineStyle: { color: text, type: 'solid', width: 1 },
          label: { show: false },
          data: [{ xAxis: 0 }],
        },
      },
    ],
  }
}

export function rangeTable(
  rows: readonly RangeRow[],
  words: RangeWords,
  formats: Formats,
): ChartTable {
  const rate = (value: unknown) => formats.rate(typeof value === 'number' ? value : null, 0)
  const number = (id: string, label: string) => ({ id, label, numeric: true, format: rate })
  return {
    columns: [
      { id: 'name', label: words.name },
      number('low', words.low),
      { id: 'lowModel', label: words.lowModel },
      number('own', words.own),
      number('high', words.high),
      { id: 'highModel', label: words.highModel },
    ],
    rows: rows.map(({ name, low, lowModel, own, high, highModel }) => [
      ...[name, low, lowModel],
      ...[own, high, highModel],
    ]),
  }
}
