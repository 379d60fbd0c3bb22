import { GREY, INK, QUIET, RULE } from './colors.ts'

/** What a chart is drawn from: points of a page, y downwards. PDF and HTML draw the same shapes. */
export type Shape =
  | {
      readonly type: 'rect'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly fill: string
    }
  | {
      readonly type: 'line'
      readonly points: readonly (readonly [number, number])[]
      readonly stroke: string
      readonly width: number
      readonly dash?: boolean
    }
  | {
      readonly type: 'text'
      readonly x: number
      /** The line that letters stand on. */
      readonly y: number
      readonly text: string
      readonly size: number
      readonly anchor: 'start' | 'middle' | 'end'
      readonly fill: string
      readonly bold?: boolean
    }

export type Chart = {
  readonly title: string
  /** What somebody who does not see it is told: the numbers, not the look. */
  readonly alt: string
  readonly width: number
  readonly height: number
  readonly shapes: readonly Shape[]
}

/** The width of a page between its margins. */
const CHART_WIDTH = 499
const SMALL = 7.5

type Named = { readonly title: string; readonly alt: string }

/** The next round number at or above `value`: 1, 2, 2.5, 5 or 10 times a power of ten. */
function roundUp(value: number): number {
  if (value <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 2.5, 5, 10].find((one) => one * power >= value * (1 - 1e-9)) ?? 10
  return step * power
}

const text = (
  x: number,
  y: number,
  words: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  rest: { size?: number; fill?: string; bold?: boolean } = {},
): Shape => ({
  type: 'text',
  x,
  y,
  text: words,
  size: rest.size ?? SMALL,
  anchor,
  fill: rest.fill ?? QUIET,
  ...(rest.bold && { bold: true }),
})

const rect = (x: number, y: number, width: number, height: number, fill: string): Shape => ({
  type: 'rect',
  x,
  y,
  width,
  height,
  fill,
})

export type Series = {
  readonly name: string
  readonly color: string
  readonly values: readonly (number | null)[]
}

type MonthChart = Named & {
  readonly labels: readonly string[]
  readonly series: readonly Series[]
  readonly axis: (value: number) => string
  readonly height: number
}

const LEGEND_STEP = 6

/** Names of series in a row; text widths are guessed at half an em a letter, which leaves a little room. */
function legend(series: readonly Series[], left: number): Shape[] {
  let x = left
  return series.flatMap(({ name, color }) => {
    const shapes = [rect(x, 2, 8, 8, color), text(x + 12, 9, name)]
    x += 12 + name.length * SMALL * 0.52 + 3 * LEGEND_STEP
    return shapes
  })
}

/**
 * Columns by month, one or two series beside each other, from the line at 0: up, or down where a value is less. The last
 * month stands out.
 */
export function monthChart(of: MonthChart): Chart {
  const { labels, series, axis, height } = of
  const left = 46
  const top = series.length > 1 ? 22 : 10
  const bottom = height - 18
  const values = series.flatMap((one) => one.values.map((value) => value ?? 0))
  const highest = Math.max(0, ...values)
  const lowest = Math.min(0, ...values)
  // With nothing above the line the axis needs no room there.
  const most = highest === 0 && lowest < 0 ? 0 : roundUp(highest)
  const least = lowest < 0 ? -roundUp(-lowest) : 0
  const y = (value: number) => bottom - ((value - least) / (most - least)) * (bottom - top)
  const step = (CHART_WIDTH - left) / Math.max(1, labels.length)
  const bar = Math.min(18, (step * 0.72) / series.length)
  const ticks = least < 0 ? [...new Set([least, 0, most])] : [0, most / 2, most]
  const grid = ticks.flatMap((value): Shape[] => [
    {
      type: 'line',
      points: [
        [left, y(value)],
        [CHART_WIDTH, y(value)],
      ],
      stroke: value === 0 ? QUIET : RULE,
      width: 0.5,
    },
    text(left - 5, y(value) + 2.5, axis(value), 'end'),
  ])
  const bars = labels.flatMap((label, index): Shape[] => {
    const middle = left + step * (index + 0.5)
    const isLast = index === labels.length - 1
    return [
      ...series.flatMap(({ values, color }, place): Shape[] => {
        const value = values[index] ?? null
        if (value === null || value === 0) return []
        const x = middle + (place - series.length / 2) * bar
        const top = y(Math.max(0, value))
        return [rect(x, top, bar - 1, y(Math.min(0, value)) - top, color)]
      }),
      text(middle, height - 6, label, 'middle', isLast ? { fill: INK, bold: true } : {}),
    ]
  })
  const shapes = [...(series.length > 1 ? legend(series, left) : []), ...grid, ...bars]
  return { title: of.title, alt: of.alt, width: CHART_WIDTH, height, shapes }
}

export type Bar = {
  readonly label: string
  readonly value: number
  readonly text: string
  readonly color: string
}

/** Rows of bars from a common line at 0; negative values go to the left of it. */
export function barChart(
  of: Named & {
    readonly rows: readonly (readonly Bar[])[]
    readonly legend?: readonly Series[]
    readonly isCompact: boolean
  },
): Chart {
  const barHeight = of.isCompact ? 8 : 9
  const gap = of.isCompact ? 2.5 : 4.5
  const labelWidth = 150
  const valueWidth = 62
  const values = of.rows.flat().map(({ value }) => value)
  const least = Math.min(0, ...values)
  const most = Math.max(1e-9, ...values)
  const left = labelWidth + (least < 0 ? valueWidth : 0)
  const room = CHART_WIDTH - left - valueWidth
  const x = (value: number) => left + ((value - least) / (most - least)) * room
  let y = of.legend ? 20 : 4
  const shapes: Shape[] = of.legend ? legend(of.legend, labelWidth) : []
  for (const row of of.rows) {
    const rowHeight = row.length * barHeight
    shapes.push(
      text(labelWidth - 8, y + rowHeight / 2 + 2.5, shortened(row[0]?.label ?? '', 38), 'end', {
        fill: INK,
      }),
    )
    for (const { value, text: words, color } of row) {
      const from = Math.min(x(0), x(value))
      const width = Math.max(0.6, Math.abs(x(value) - x(0)))
      shapes.push(rect(from, y, width, barHeight - 1.5, color))
      shapes.push(
        value < 0
          ? text(from - 4, y + 6.5, words, 'end', { fill: INK })
          : text(from + width + 4, y + 6.5, words, 'start', { fill: INK }),
      )
      y += barHeight
    }
    y += gap
  }
  return { title: of.title, alt: of.alt, width: CHART_WIDTH, height: y, shapes }
}

const shortened = (words: string, most: number): string =>
  words.length <= most ? words : `${words.slice(0, most - 1).trimEnd()}…`

/** A step of a waterfall: a level, or what is taken off or added on the way to the next. */
export type Step = {
  readonly label: string
  readonly value: number
  readonly text: string
  readonly isLevel: boolean
  readonly color: string
}

/** Levels and the steps between them, from left to right, joined by thin lines. */
export function waterfallChart(
  of: Named & { readonly steps: readonly Step[]; readonly isCompact: boolean },
): Chart {
  const height = of.isCompact ? 120 : 150
  const top = 16
  const bottom = height - 30
  let level = 0
  const bars = of.steps.map(({ value, isLevel }) => {
    const from = isLevel ? 0 : level
    const to = isLevel ? value : level + value
    level = to
    return { from, to }
  })
  const most = Math.max(1e-9, ...bars.flatMap(({ from, to }) => [from, to]))
  const least = Math.min(0, ...bars.flatMap(({ from, to }) => [from, to]))
  const y = (value: number) => bottom - ((value - least) / (most - least)) * (bottom - top)
  const step = CHART_WIDTH / Math.max(1, of.steps.length)
  const width = step * 0.68
  const shapes: Shape[] = [
    {
      type: 'line',
      points: [
        [0, y(0)],
        [CHART_WIDTH, y(0)],
      ],
      stroke: QUIET,
      width: 0.5,
    },
  ]
  of.steps.forEach(({ label, text: words, color }, index) => {
    const { from, to } = bars[index] ?? { from: 0, to: 0 }
    const x = step * index + (step - width) / 2
    const high = y(Math.max(from, to))
    shapes.push(rect(x, high, width, Math.max(0.6, y(Math.min(from, to)) - high), color))
    shapes.push(text(x + width / 2, high - 4, words, 'middle', { fill: INK, bold: true }))
    lines(label, step).forEach((line, row) => {
      shapes.push(text(x + width / 2, height - 19 + row * 9, line, 'middle'))
    })
    const next = of.steps[index + 1]
    // From one level to another nothing is taken off: they are two views of the same money.
    if (next && !(of.steps[index]?.isLevel && next.isLevel)) {
      shapes.push({
        type: 'line',
        points: [
          [x + width, y(to)],
          [x + step, y(to)],
        ],
        stroke: GREY,
        width: 0.5,
        dash: true,
      })
    }
  })
  return { title: of.title, alt: of.alt, width: CHART_WIDTH, height, shapes }
}

/** A label in up to two lines of about `width` points. */
function lines(label: string, width: number): string[] {
  const most = Math.floor(width / (SMALL * 0.46))
  const found: string[] = ['']
  for (const word of label.split(' ')) {
    const last = found.at(-1) ?? ''
    const joined = last === '' ? word : `${last} ${word}`
    if (joined.length <= most || last === '') found[found.length - 1] = joined
    else found.push(word)
  }
  return found.slice(0, 2).map((line) => shortened(line, most))
}
