import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from 'echarts'
import type { EChartsCoreOption } from 'echarts/core'
import type { AmountFormats } from './amounts.ts'
import type { Range } from './credit-rows.ts'

/** One small chart: a model, with an amount for every category. */
export type CreditFacet = {
  readonly word: string
  readonly title: string
  /** Influence: its bars must not be compared with those of others, so it has a scale of its own. */
  readonly additive: boolean
  readonly bars: readonly {
    readonly amount: number
    readonly interval: Range | null
    /** Too few cases, or a row that is no channel. */
    readonly isWeak: boolean
  }[]
}

export type CreditChart = {
  /** Names from top to bottom. */
  readonly names: readonly string[]
  readonly facets: readonly CreditFacet[]
  /** Width of the drawing in pixels: decides how many charts stand side by side. */
  readonly width: number
  readonly scheme: 'light' | 'dark'
  readonly amounts: AmountFormats
  /** Words of the tooltip. */
  readonly texts: { readonly interval: string; readonly weak: string }
}

const ROW = 22
const HEAD = 26
const FOOT = 24
const GAP = 18
const FACET_MIN = 190
const NARROW = 560

/** One accent; whiskers read on the bar and on the ground. */
const COLOURS = {
  light: { bar: '#52a3b2', weak: '#d3d9db', whisker: '#053640', text: '#161c1f' },
  dark: { bar: '#2f8495', weak: '#3b454a', whisker: '#d2e7eb', text: '#e2e7e9' },
} as const

/** Where each small chart stands: labels at the left of each line, charts of one width. */
export function layoutOf({
  names,
  facets,
  width,
}: Pick<CreditChart, 'names' | 'facets' | 'width'>) {
  const label = width < NARROW ? Math.min(130, width * 0.38) : 190
  const room = Math.max(width - label - 12, 80)
  const columns = Math.max(1, Math.min(facets.length, Math.floor(room / FACET_MIN)))
  const each = (room - GAP * (columns - 1)) / columns
  const body = names.length * ROW
  const line = HEAD + body + FOOT
  const places = facets.map((_, place) => ({
    left: label + (place % columns) * (each + GAP),
    top: Math.floor(place / columns) * line + HEAD,
    width: each,
    height: body,
    isFirst: place % columns === 0,
  }))
  return { label, columns, places, height: Math.ceil(facets.length / columns) * line }
}

/** The end of the scale: everything that adds up shares one, so that bars can be compared across models. */
function scaleOf(facets: readonly CreditFacet[]): number {
  const ends = facets.flatMap(({ bars }) =>
    bars.map(({ amount, interval }) => Math.max(amount, interval?.[1] ?? 0)),
  )
  return Math.max(0, ...ends)
}

/** Credits by model as small multiples: bars from 0 with 95 % whiskers. */
export function creditOption(chart: CreditChart): EChartsCoreOption {
  const { names, facets, scheme, amounts, texts } = chart
  const colours = COLOURS[scheme]
  const { places, label } = layoutOf(chart)
  const shared = scaleOf(facets.filter(({ additive }) => additive))
  const scale = (facet: CreditFacet) => (facet.additive ? shared : scaleOf([facet])) || 1
  return {
    title: facets.map(({ title }, place) => ({
      text: title,
      left: places[place]?.left,
      top: (places[place]?.top ?? 0) - HEAD + 2,
      textStyle: {
        ...{ fontSize: 13, fontWeight: 600, color: colours.text },
        ...{ lineHeight: 18, width: places[place]?.width, overflow: 'truncate' },
      },
      padding: [2, 0],
    })),
    grid: places.map(({ left, top, width, height }) => ({ left, top, width, height })),
    tooltip: {
      trigger: 'item',
      confine: true,
      formatter: ({ seriesIndex, dataIndex }: { seriesIndex: number; dataIndex: number }) => {
        const facet = facets[Math.floor(seriesIndex / 2)]
        const bar = facet?.bars[dataIndex]
        if (!facet || !bar) return ''
        const lines = [
          `<b>${escaped(names[dataIndex] ?? '')}</b>`,
          `${escaped(facet.title)}: ${amounts.exact(bar.amount)}`,
          ...(bar.interval
            ? [`${texts.interval} ${bar.interval.map((end) => amounts.short(end)).join(' – ')}`]
            : []),
          ...(bar.isWeak ? [texts.weak] : []),
        ]
        return lines.join('<br>')
      },
    },
    xAxis: facets.map((facet, place) => ({
      type: 'value',
      gridIndex: place,
      min: 0,
      max: scale(facet) * 1.02,
      splitNumber: 2,
      axisLabel: {
        formatter: (value: number) => amounts.axis(value),
        fontSize: 11,
        hideOverlap: true,
        showMaxLabel: false,
        alignMinLabel: 'left',
      },
    })),
    yAxis: facets.map((_, place) => ({
      type: 'category',
      gridIndex: place,
      inverse: true,
      data: names,
      axisLabel: {
        show: places[place]?.isFirst ?? false,
        interval: 0,
        ...{ width: label - 12, overflow: 'truncate' },
      },
    })),
    series: facets.flatMap((facet, place) => [
      barsOf(facet, place, colours),
      whiskersOf(facet, place, colours),
    ]),
  }
}

type Colours = (typeof COLOURS)[keyof typeof COLOURS]

const barsOf = ({ title, bars }: CreditFacet, place: number, colours: Colours) => ({
  type: 'bar',
  name: title,
  xAxisIndex: place,
  yAxisIndex: place,
  barWidth: 12,
  data: bars.map(({ amount, isWeak }) => ({
    value: amount,
    itemStyle: { color: isWeak ? colours.weak : colours.bar },
  })),
})

const whiskersOf = ({ title, bars }: CreditFacet, place: number, colours: Colours) => ({
  type: 'custom',
  silent: true,
  name: title,
  xAxisIndex: place,
  yAxisIndex: place,
  z: 3,
  renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
    const [low = 0, y = 0] = api.coord([api.value(0), api.value(2)])
    const [high = 0] = api.coord([api.value(1), api.value(2)])
    const line = (x1: number, y1: number, x2: number, y2: number) => ({
      type: 'line' as const,
      shape: { x1, y1, x2, y2 },
      style: { stroke: colours.whisker, lineWidth: 1.25 },
    })
    return {
      type: 'group' as const,
      children: [
        line(low, y, high, y),
        line(low, y - 3.5, low, y + 3.5),
        line(high, y - 3.5, high, y + 3.5),
      ],
    }
  },
  // x: low and high end; y: the row
  encode: { x: [0, 1], y: 2 },
  data: bars.flatMap(({ interval }, row) => (interval ? [[interval[0], interval[1], row]] : [])),
})

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
