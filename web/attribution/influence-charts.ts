import type { EChartsCoreOption } from 'echarts/core'
import type { ChartTable } from '../ui/chart.tsx'
import type { Formats } from '../ui/formats.ts'
import type { Influence } from './journeys-api.ts'
import { type AmountColumns, amountCells } from './journeys-charts.ts'

type Month = Influence['months'][number]

export const shareOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : part / whole

/** Touched below, the others above; the share on each bar. */
export function monthsOption(
  months: readonly Month[],
  words: { readonly touched: string; readonly untouched: string },
  formats: Formats,
  scheme: 'light' | 'dark',
  isNarrow: boolean,
): EChartsCoreOption {
  const most = isNarrow ? 6 : 14
  const rest = scheme === 'light' ? '#d3d9db' : '#3b454a'
  return {
    grid: { left: 0, right: 0, top: 44, bottom: 24 },
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12 },
    tooltip: { trigger: 'axis', confine: true, axisPointer: { type: 'none' } },
    xAxis: {
      type: 'category',
      data: months.map(({ month }) => formats.month(month, 'short')),
      axisLabel: { fontSize: 11, hideOverlap: true },
    },
    yAxis: { type: 'value', min: 0, show: false },
    series: [
      {
        name: words.touched,
        type: 'bar',
        stack: 'all',
        barWidth: '62%',
        data: months.map(({ together }) => together.conversions),
      },
      {
        name: words.untouched,
        type: 'bar',
        stack: 'all',
        itemStyle: { color: rest },
        data: months.map(({ total, together }) => total.conversions - together.conversions),
        label: {
          show: months.length <= most,
          position: 'top',
          fontSize: 11,
          color: scheme === 'light' ? '#434d52' : '#c3cbce',
          textBorderWidth: 0,
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const month = months[dataIndex]
            const share = month && shareOf(month.together.conversions, month.total.conversions)
            return share === null || share === undefined ? '' : formats.rate(share, 0)
          },
        },
      },
    ],
  }
}

export function monthsTable(
  months: readonly Month[],
  words: {
    readonly month: string
    readonly all: string
    readonly touched: string
    readonly share: string
  },
  amounts: AmountColumns,
  formats: Formats,
): ChartTable {
  const named = (name: string) =>
    amounts.map((column) => ({
      ...column,
      id: `${name} ${column.id}`,
      label: `${column.label}, ${name}`,
    }))
  return {
    columns: [
      { id: 'month', label: words.month, format: (value) => formats.month(String(value), 'short') },
      ...named(words.all),
      ...named(words.touched),
      {
        id: 'share',
        label: words.share,
        numeric: true,
        format: (value) => formats.rate(typeof value === 'number' ? value : null, 0),
      },
    ],
    rows: months.map(({ month, total, together }) => [
      month,
      ...amountCells(total, amounts),
      ...amountCells(together, amounts),
      shareOf(together.conversions, total.conversions),
    ]),
  }
}
