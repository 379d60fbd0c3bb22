import type { EChartsCoreOption } from 'echarts/core'
import type { RoiAnswer } from '#roi/answer-shapes.ts'
import type { ChartTable } from '../ui/chart.tsx'
import type { Formats } from '../ui/formats.ts'
import { calculationPart } from './roi-calculation.ts'

export type Step = {
  readonly id: string
  readonly label: string
  readonly cents: number
  /** A sum stands on the ground, a change hangs from the step before. */
  readonly isSum: boolean
}

/** From revenue to result: sums and what lies between them. Ends at the attributed revenue where no margin is known. */
export function stepsOf(
  { revenue, attributed, margin, costs, result }: Omit<RoiAnswer['waterfall'], 'of'>,
  name: (id: string) => string,
): Step[] {
  const step = (id: string, cents: number, isSum = false): Step => ({
    id,
    label: name(id),
    cents,
    isSum,
  })
  return [
    step('revenue', revenue, true),
    step('rest', attributed - revenue),
    step('attributed', attributed, true),
    ...(margin === null || result === null
      ? []
      : [
          step('variable', margin - attributed),
          step('margin', margin, true),
          ...costs.filter(({ cents }) => cents !== 0).map(({ kind, cents }) => step(kind, -cents)),
          step('result', result, true),
        ]),
  ]
}

/** What a step opens: its records, or for a difference its calculation. */
export function partOfStep(id: string): string {
  if (id === 'revenue' || id === 'attributed' || id === 'margin') return id
  return id === 'rest' || id === 'variable' || id === 'result' ? calculationPart(id) : `cost_${id}`
}

/** Where each bar begins and ends. */
export function barsOf(steps: readonly Step[]): { readonly from: number; readonly to: number }[] {
  let level = 0
  return steps.map(({ cents, isSum }) => {
    const from = isSum ? 0 : level
    level = isSum ? cents : level + cents
    return { from, to: level }
  })
}

const COLORS = {
  light: { sum: '#0b5c6b', less: '#b97512', more: '#2b7a3d', bad: '#b3261e' },
  dark: { sum: '#52a3b2', less: '#e9af4d', more: '#58b06f', bad: '#ec8b82' },
} as const

/** Bars in euros that may cross zero: drawn by hand, since stacked bars cannot. */
export function waterfallOption(
  steps: readonly Step[],
  formats: Formats,
  scheme: 'light' | 'dark',
  narrow: boolean,
): EChartsCoreOption {
  const colors = COLORS[scheme]
  const bars = barsOf(steps)
  const colorOf = ({ isSum, cents, id }: Step) => {
    if (id === 'result' && cents < 0) return colors.bad
    if (isSum) return colors.sum
    return cents < 0 ? colors.less : colors.more
  }
  const text = scheme === 'light' ? '#161c1f' : '#e2e7e9'
  type Api = {
    value: (n: number) => number
    coord: (p: number[]) => number[]
    size: (p: number[]) => number[]
  }
  return {
    grid: { left: 8, right: narrow ? 70 : 110, top: 8, bottom: 8, containLabel: true },
    tooltip: {
      trigger: 'item',
      confine: true,
      formatter: ({ dataIndex }: { dataIndex: number }) =>
        `${steps[dataIndex]?.label ?? ''}<br><b>${formats.money(steps[dataIndex]?.cents)}</b>`,
    },
    xAxis: { type: 'value', axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: {
      type: 'category',
      inverse: true,
      data: steps.map(({ label }) => label),
      axisLabel: { width: narrow ? 110 : 170, overflow: 'break' },
    },
    series: [
      {
        type: 'custom',
        encode: { x: [0, 1], y: 2 },
        data: bars.map(({ from, to }, index) => [from / 100, to / 100, index]),
        renderItem: ({ dataIndex }: { dataIndex: number }, api: Api) => {
          const step = steps[dataIndex]
          const [x1 = 0, y = 0] = api.coord([api.value(0), api.value(2)])
          const [x2 = 0] = api.coord([api.value(1), api.value(2)])
          const height = Math.min(26, (api.size([0, 1])[1] ?? 30) * 0.62)
          const [left, right] = x1 < x2 ? [x1, x2] : [x2, x1]
          return {
            type: 'group',
            children: [
              {
                type: 'rect',
                shape: { x: left, y: y - height / 2, width: Math.max(1, right - left), height },
                style: { fill: step ? colorOf(step) : colors.sum },
              },
              {
                type: 'text',
                x: right + 6,
                y,
                style: {
                  text: formats.moneyRounded(step?.cents),
                  fill: text,
                  fontSize: 12,
                  fontWeight: step?.isSum ? 600 : 400,
                  verticalAlign: 'middle',
                },
              },
            ],
          }
        },
      },
    ],
  }
}

export const waterfallTable = (
  steps: readonly Step[],
  words: { readonly step: string; readonly amount: string },
  formats: Formats,
): ChartTable => ({
  columns: [
    { id: 'step', label: words.step },
    {
      id: 'amount',
      label: words.amount,
      numeric: true,
      format: (value) => formats.money(typeof value === 'number' ? value * 100 : null),
    },
  ],
  rows: steps.map(({ label, cents }) => [label, cents / 100]),
})
