import type { EChartsCoreOption } from 'echarts/core'
import type { ChartTable } from '../ui/chart.tsx'
import type { Cell } from '../ui/csv.ts'
import type { Formats } from '../ui/formats.ts'
import type { SimpleColumn } from '../ui/simple-table.tsx'
import type { Amount, Bin, Paths } from './journeys-api.ts'

export type Scheme = 'light' | 'dark'

/** What the drawings need to know of the words and numbers on screen. */
export type ChartWords = {
  readonly scheme: Scheme
  readonly formats: Formats
  /** The name of a channel or of a node that is none. */
  readonly nameOf: (channel: string) => string
  /** `12 Abschlüsse, 34.000 €`. */
  readonly amountText: (amount: Amount) => string
}

/** Ends of the flow that are no channel, as the server calls them. */
export const MORE = '(more)'
export const CONVERSION = '(conversion)'
const STEPS = 5

const GROUNDS = {
  light: { ends: '#434d52', label: '#161c1f', quiet: '#b6bfc2', low: '#eaf5f7', high: '#0b5c6b' },
  dark: { ends: '#c3cbce', label: '#e2e7e9', quiet: '#5a656a', low: '#1f2f33', high: '#52a3b2' },
} as const

/** One colour a channel, the same at every step; they differ in lightness too, and every node has its name. */
const CHANNEL_COLORS = {
  light: '#0b5c6b #b97512 #52a3b2 #69747a #2b7a3d #b3261e #4d6a94 #8a6d3b #7c5295 #a8d2da'.split(
    ' ',
  ),
  dark: '#52a3b2 #e9af4d #a8d2da #9faaaf #58b06f #ec8b82 #8fb0dd #cdb27c #c3a0d8 #2f8495'.split(
    ' ',
  ),
} as const

const keyOf = (step: number, channel: string) => `${step} ${channel}`

type Node = { readonly step: number; readonly channel: string }

/** Where a link ends: the next step, what comes after the steps shown, or the conversion. */
const targetOf = ({ step, to }: Paths['flow'][number]): Node => ({
  step: to === CONVERSION ? STEPS + 1 : to === MORE ? STEPS : step + 1,
  channel: to,
})

/** The first steps of all journeys, from left to right. */
export function flowOption(flow: Paths['flow'], words: ChartWords): EChartsCoreOption {
  const { scheme, nameOf, amountText } = words
  const ground = GROUNDS[scheme]
  const nodes = new Map<string, Node>()
  for (const link of flow) {
    const from = { step: link.step, channel: link.from }
    for (const node of [from, targetOf(link)]) nodes.set(keyOf(node.step, node.channel), node)
  }
  const lastStep = Math.max(0, ...flow.map(({ step }) => step))
  const channels = [...new Set(flow.map(({ from }) => from))].filter((id) => id !== MORE)
  const colorOf = (channel: string): string => {
    if (channel === CONVERSION) return ground.ends
    if (channel === MORE || channel.startsWith('(')) return ground.quiet
    const colors = CHANNEL_COLORS[scheme]
    return colors[channels.indexOf(channel) % colors.length] ?? ground.quiet
  }
  return {
    tooltip: {
      trigger: 'item',
      confine: true,
      formatter: ({ data }: { data: { tip?: string } }) => data.tip ?? '',
    },
    series: [
      {
        type: 'sankey',
        left: 4,
        right: 92,
        top: 8,
        bottom: 8,
        nodeWidth: 10,
        nodeGap: 10,
        draggable: false,
        layoutIterations: 48,
        emphasis: { focus: 'adjacency' },
        lineStyle: { color: 'source', opacity: scheme === 'light' ? 0.28 : 0.34, curveness: 0.5 },
        label: {
          color: ground.label,
          textBorderWidth: 0,
          fontSize: 11,
          width: 104,
          overflow: 'truncate',
          formatter: ({ data }: { data: { text?: string } }) => data.text ?? '',
        },
        data: [...nodes.values()].map(({ step, channel }) => ({
          name: keyOf(step, channel),
          depth: channel === CONVERSION ? lastStep + 1 : step,
          text: nameOf(channel),
          tip: nodeTip(flow, step, channel, words),
          itemStyle: { color: colorOf(channel), borderWidth: 0 },
        })),
        links: flow.map((link) => {
          const target = targetOf(link)
          return {
            source: keyOf(link.step, link.from),
            target: keyOf(target.step, target.channel),
            value: link.conversions,
            tip: `${escaped(nameOf(link.from))} → ${escaped(nameOf(link.to))}<br><b>${amountText(link)}</b>`,
          }
        }),
      },
    ],
  }
}

function nodeTip(
  flow: Paths['flow'],
  step: number,
  channel: string,
  { nameOf, amountText }: ChartWords,
): string {
  const links =
    channel === CONVERSION
      ? flow.filter(({ to }) => to === CONVERSION)
      : flow.filter((link) => link.step === step && link.from === channel)
  return `${escaped(nameOf(channel))}<br><b>${amountText(sumOf(links))}</b>`
}

/** Names of channels are typed by people; a tooltip is HTML. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

export const sumOf = (amounts: readonly Amount[]): Amount => ({
  conversions: amounts.reduce((sum, { conversions }) => sum + conversions, 0),
  value: amounts.reduce((sum, { value }) => sum + value, 0),
})

/** Columns of a count and, where conversions have one, of a value. */
export type AmountColumns = readonly SimpleColumn[]

export const amountCells = ({ conversions, value }: Amount, columns: AmountColumns): Cell[] =>
  columns.length > 1 ? [conversions, value / 100] : [conversions]

export function flowTable(
  flow: Paths['flow'],
  words: { readonly step: string; readonly from: string; readonly to: string },
  amounts: AmountColumns,
  nameOf: (channel: string) => string,
): ChartTable {
  return {
    columns: [
      { id: 'step', label: words.step, numeric: true },
      { id: 'from', label: words.from },
      { id: 'to', label: words.to },
      ...amounts,
    ],
    rows: flow.map((link) => [
      link.step + 1,
      nameOf(link.from),
      nameOf(link.to),
      ...amountCells(link, amounts),
    ]),
  }
}

/** Bars from 0, the count on each. */
export function binsOption(
  bins: readonly Bin[],
  names: readonly string[],
  { scheme, formats, amountText }: ChartWords,
): EChartsCoreOption {
  return {
    grid: { left: 0, right: 0, top: 24, bottom: 24 },
    tooltip: {
      trigger: 'axis',
      confine: true,
      axisPointer: { type: 'none' },
      formatter: ([item]: readonly { dataIndex: number; name: string }[]) => {
        const bin = item && bins[item.dataIndex]
        return bin ? `${escaped(item.name)}<br><b>${amountText(bin)}</b>` : ''
      },
    },
    xAxis: { type: 'category', data: names, axisLabel: { interval: 0, fontSize: 11 } },
    yAxis: { type: 'value', min: 0, show: false },
    series: [
      {
        type: 'bar',
        barWidth: '66%',
        data: bins.map(({ conversions }) => conversions),
        label: {
          show: true,
          position: 'top',
          fontWeight: 600,
          color: GROUNDS[scheme].label,
          textBorderWidth: 0,
          formatter: ({ value }: { value: number }) => (value === 0 ? '' : formats.number(value)),
        },
      },
    ],
  }
}

export function binsTable(
  bins: readonly Bin[],
  names: readonly string[],
  label: string,
  amounts: AmountColumns,
): ChartTable {
  return {
    columns: [{ id: 'bin', label }, ...amounts],
    rows: bins.map((bin, place) => [names[place] ?? '', ...amountCells(bin, amounts)]),
  }
}

/** First against last touch, of the channels that count most; the others together. */
export type HeatMatrix = {
  readonly first: readonly string[]
  readonly last: readonly string[]
  readonly cells: readonly (Amount & { readonly first: number; readonly last: number })[]
}

const OTHER = '(other)'

export function heatMatrix(matrix: Paths['matrix'], limit: number): HeatMatrix {
  const first = largest(matrix, 'first', limit)
  const last = largest(matrix, 'last', limit)
  const cells = new Map<string, Amount & { first: number; last: number }>()
  for (const cell of matrix) {
    const row = placeOf(first, cell.first)
    const column = placeOf(last, cell.last)
    const key = `${row} ${column}`
    const sum = sumOf([cells.get(key) ?? { conversions: 0, value: 0 }, cell])
    cells.set(key, { first: row, last: column, ...sum })
  }
  return { first, last, cells: [...cells.values()] }
}

const placeOf = (channels: readonly string[], channel: string): number => {
  const place = channels.indexOf(channel)
  return place >= 0 ? place : channels.length - 1
}

function largest(matrix: Paths['matrix'], side: 'first' | 'last', limit: number): string[] {
  const sums = new Map<string, number>()
  for (const cell of matrix) sums.set(cell[side], (sums.get(cell[side]) ?? 0) + cell.conversions)
  const sorted = [...sums].sort(([a, one], [b, two]) => two - one || (a < b ? -1 : 1))
  const names = sorted.map(([channel]) => channel)
  return names.length <= limit + 1 ? names : [...names.slice(0, limit), OTHER]
}

/** Pixels: names of rows; cells where there are few columns, and at least. */
const MATRIX_LEFT = 128
const WIDE_CELL = 96
const NARROW_CELL = 72
const FEW_COLUMNS = 6

/** How wide the matrix is at least. */
export const matrixWidth = ({ last }: HeatMatrix): number =>
  MATRIX_LEFT + 4 + last.length * (last.length <= FEW_COLUMNS ? WIDE_CELL : NARROW_CELL)

export function matrixOption(
  { first, last, cells }: HeatMatrix,
  { scheme, formats, nameOf, amountText }: ChartWords,
  axes: { readonly first: string; readonly last: string },
): EChartsCoreOption {
  const ground = GROUNDS[scheme]
  const highest = Math.max(1, ...cells.map(({ conversions }) => conversions))
  const onHigh = scheme === 'light' ? '#ffffff' : '#0f1315'
  const axisLabel = { interval: 0, width: 112, overflow: 'truncate', fontSize: 11 }
  return {
    grid: {
      ...{ left: MATRIX_LEFT, top: 62, bottom: 4 },
      ...(last.length <= FEW_COLUMNS ? { width: last.length * WIDE_CELL } : { right: 4 }),
    },
    tooltip: {
      trigger: 'item',
      confine: true,
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const cell = cells[dataIndex]
        if (!cell) return ''
        const names = `${escaped(nameOf(first[cell.first] ?? ''))} → ${escaped(nameOf(last[cell.last] ?? ''))}`
        return `${names}<br><b>${amountText(cell)}</b>`
      },
    },
    xAxis: {
      type: 'category',
      position: 'top',
      name: `${axes.last} →`,
      nameLocation: 'start',
      nameGap: 12,
      nameTextStyle: { align: 'right', verticalAlign: 'bottom', fontSize: 11 },
      data: last.map(nameOf),
      axisLabel: { ...axisLabel, width: 84, overflow: 'break', lineHeight: 13 },
      axisLine: { show: false },
      splitArea: { show: false },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: first.map(nameOf),
      axisLabel,
      axisLine: { show: false },
    },
    visualMap: {
      show: false,
      min: 0,
      max: highest,
      inRange: { color: [ground.low, ground.high] },
    },
    series: [
      {
        type: 'heatmap',
        data: cells.map((cell) => ({
          value: [cell.last, cell.first, cell.conversions],
          label: {
            color: cell.conversions > highest * 0.55 ? onHigh : ground.label,
            textBorderWidth: 0,
          },
        })),
        label: {
          show: true,
          fontSize: 12,
          formatter: ({ value }: { value: readonly number[] }) => formats.number(value[2]),
        },
        itemStyle: { borderWidth: 2, borderColor: scheme === 'light' ? '#ffffff' : '#14191b' },
      },
    ],
  }
}

export function matrixTable(
  matrix: Paths['matrix'],
  words: { readonly first: string; readonly last: string },
  amounts: AmountColumns,
  nameOf: (channel: string) => string,
): ChartTable {
  return {
    columns: [{ id: 'first', label: words.first }, { id: 'last', label: words.last }, ...amounts],
    rows: matrix
      .toSorted((a, b) => b.conversions - a.conversions || b.value - a.value)
      .map((cell) => [nameOf(cell.first), nameOf(cell.last), ...amountCells(cell, amounts)]),
  }
}
