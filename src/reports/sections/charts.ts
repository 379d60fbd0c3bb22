import { monthOf } from '#kernel/period.ts'
import {
  type Bar,
  barChart,
  type Chart,
  monthChart,
  type Series,
  type Step,
  waterfallChart,
} from '../chart.ts'
import { BAD, GREY, PETROL, PETROL_LIGHT, SAND } from '../colors.ts'
import type { Part } from '../document.ts'
import { type FigureFacts, figureOf, type ReportFacts } from '../facts.ts'
import type { Room } from '../room.ts'
import { fill } from '../words.ts'
import type { Writer } from '../writer.ts'

const part = (chart: Chart): Part => ({ type: 'chart', chart })

const monthLabel = (from: string, write: Writer): string =>
  write
    .shortPeriod(monthOf(from as Parameters<typeof monthOf>[0]))
    .replace(/ \d{4}$/, ` ${from.slice(2, 4)}`)

/** The numbers of a row of months in words. */
function altOf(title: string, facts: ReportFacts, figure: FigureFacts, write: Writer): string {
  const known = figure.trend.flatMap((value, index) => {
    const month = facts.months[index]
    return value === null || !month ? [] : [{ value, name: write.period(month) }]
  })
  const [first] = known
  const last = known.at(-1)
  if (!first || !last) return `${title}. ${write.words.noValue}.`
  const most = known.reduce((a, b) => (b.value > a.value ? b : a))
  return fill(write.words.alt, {
    title,
    from: first.name,
    first: write.value(first.value, figure.unit),
    until: last.name,
    last: write.value(last.value, figure.unit),
    most: write.value(most.value, figure.unit),
    mostAt: most.name,
  })
}

/** One or two figures by month; nothing where the first has no value at all. */
export function trendPart(
  facts: ReportFacts,
  write: Writer,
  of: {
    readonly title: string
    readonly figures: readonly { readonly id: string; readonly name: string }[]
  },
  { isCompact }: Room,
): Part[] {
  const figures = of.figures.flatMap(({ id, name }) => {
    const figure = figureOf(facts, id)
    return figure ? [{ name, figure }] : []
  })
  const [first] = figures
  if (!first?.figure.trend.some((value) => value !== null && value !== 0)) return []
  const colors = [PETROL, SAND]
  const series: Series[] = figures.map(({ name, figure }, index) => ({
    name,
    color: colors[index] ?? PETROL_LIGHT,
    values: figure.trend,
  }))
  return [
    part(
      monthChart({
        title: of.title,
        alt: figures
          .map(({ figure }) => altOf(write.text(figure.name), facts, figure, write))
          .join(' '),
        labels: facts.months.map(({ from }) => monthLabel(from, write)),
        series,
        axis: (value) => write.axis(value, first.figure.unit),
        height: isCompact ? 84 : 112,
      }),
    ),
  ]
}

/** Revenue won -> attributed -> margin -> cost by kind -> result; a sentence where one of them is not known. */
export function waterfallParts(facts: ReportFacts, write: Writer, { isCompact }: Room): Part[] {
  const { bars, charts, costKinds } = write.words
  const revenue = figureOf(facts, 'revenue_won')?.value ?? null
  const attributed = figureOf(facts, 'attributed_revenue')?.value ?? null
  const margin = figureOf(facts, 'attributed_margin')?.value ?? null
  const missing = [
    [revenue, bars.revenue],
    [attributed, bars.attributed],
    [margin, bars.margin],
  ].find(([value]) => value === null)
  if (revenue === null || attributed === null || margin === null) {
    const text = fill(write.words.waterfallUnknown, { name: String(missing?.[1] ?? '') })
    return [{ type: 'paragraph', text, tone: 'attention' }]
  }
  const level = (label: string, value: number, color: string): Step => ({
    label,
    value,
    text: write.axis(value, 'money'),
    isLevel: true,
    color,
  })
  const costs = facts.costKinds.filter(({ cents }) => (cents ?? 0) !== 0)
  const down = costs.map(
    ({ name, cents }): Step => ({
      label: write.text(name),
      value: -(cents ?? 0),
      text: write.axis(-(cents ?? 0), 'money'),
      isLevel: false,
      color: SAND,
    }),
  )
  const result = margin - costs.reduce((sum, { cents }) => sum + (cents ?? 0), 0)
  const steps = [
    level(bars.revenue, revenue, GREY),
    level(bars.attributed, attributed, PETROL_LIGHT),
    level(bars.margin, margin, PETROL),
    ...down,
    level(bars.result, result, result < 0 ? BAD : PETROL),
  ]
  const alt = steps.map(({ label, value }) => `${label} ${write.value(value, 'money')}`).join('; ')
  const cost = margin - result
  return [
    part(
      waterfallChart({
        title: charts.waterfall,
        alt: `${charts.waterfall}: ${alt}.`,
        ...{ steps, isCompact },
      }),
    ),
    {
      type: 'paragraph',
      text: fill(write.words.waterfallSentence, {
        attributed: write.value(attributed, 'money'),
        margin: write.value(margin, 'money'),
        cost: write.value(cost, 'money'),
        result: write.value(result, 'money'),
      }),
    },
    ...(facts.emptyCostKinds.length === 0
      ? []
      : [
          {
            type: 'paragraph',
            tone: 'attention',
            text: fill(write.words.costMissing, {
              kinds: facts.emptyCostKinds
                .map((kind) => costKinds[kind as keyof typeof costKinds] ?? kind)
                .join(', '),
            }),
          } as const,
        ]),
  ]
}

const CHANNELS_SHOWN = 10

/** Attributed revenue beside cost, the channels with most of either first. */
export function channelChart(facts: ReportFacts, write: Writer, { isCompact }: Room): Part[] {
  const { charts, bars } = write.words
  const rows = facts.channels.rows
    .map(({ name, values }) => ({
      label: write.text(name),
      revenue: values.revenue ?? 0,
      cost: values.cost ?? 0,
    }))
    .filter(({ revenue, cost }) => revenue > 0 || cost > 0)
    .toSorted((a, b) => b.revenue - a.revenue || b.cost - a.cost)
    .slice(0, CHANNELS_SHOWN)
  if (rows.length === 0) return []
  const bar = (label: string, value: number, color: string): Bar => ({
    label,
    value,
    text: write.axis(value, 'money'),
    color,
  })
  const alt = rows.map(
    ({ label, revenue, cost }) =>
      `${label}: ${bars.attributed} ${write.value(revenue, 'money')}, ${bars.cost} ${write.value(cost, 'money')}`,
  )
  return [
    part(
      barChart({
        title: charts.channels,
        isCompact,
        alt: `${charts.channels}. ${alt.join('; ')}.`,
        legend: [
          { name: bars.attributed, color: PETROL, values: [] },
          { name: bars.cost, color: SAND, values: [] },
        ],
        rows: rows.map(({ label, revenue, cost }) => [
          bar(label, revenue, PETROL),
          bar(label, cost, SAND),
        ]),
      }),
    ),
  ]
}

/** One bar a row. */
function simpleBars(
  title: string,
  rows: readonly { readonly label: string; readonly value: number; readonly text: string }[],
  { isCompact }: Room,
  color = PETROL,
): Part[] {
  if (rows.length === 0) return []
  return [
    part(
      barChart({
        ...{ title, isCompact },
        alt: `${title}. ${rows.map(({ label, text }) => `${label}: ${text}`).join('; ')}.`,
        rows: rows.map((row) => [{ ...row, color }]),
      }),
    ),
  ]
}

export const costChart = (facts: ReportFacts, write: Writer, room: Room): Part[] =>
  simpleBars(
    write.words.charts.costs,
    facts.costKinds
      .filter(({ cents }) => (cents ?? 0) > 0)
      .map(({ name, cents }) => ({
        label: write.text(name),
        value: cents ?? 0,
        text: write.value(cents, 'money'),
      })),
    room,
    SAND,
  )

/** Bars count what happened in the period; the rates are those of a cohort, so they are no quotients of the bars. */
export const funnelChart = (facts: ReportFacts, write: Writer, room: Room): Part[] =>
  simpleBars(
    write.words.charts.funnel,
    facts.funnel.stages
      .filter(({ id, count }) => id !== 'visitors' && count !== null)
      .map((stage) => {
        const counted = write.value(stage.count, 'count')
        return {
          label: write.text(stage.name),
          value: stage.count ?? 0,
          text: stage.rate === null ? counted : `${counted} (${rateOf(stage, write)})`,
        }
      }),
    room,
  )

function rateOf(stage: ReportFacts['funnel']['stages'][number], write: Writer): string {
  if (stage.immature) return write.words.young
  const rate = write.value(stage.rate, 'rate')
  // The bar above is that of the leads: visitors have none, they would dwarf all others.
  return stage.id === 'mql' ? write.words.charts.ofVisitors.replace('{rate}', rate) : rate
}

export const completenessChart = (facts: ReportFacts, write: Writer, room: Room): Part[] =>
  simpleBars(
    write.words.charts.completeness,
    facts.trust.completeness
      .filter(({ share }) => share !== null)
      .map(({ name, share }) => ({
        label: write.text(name),
        value: share ?? 0,
        text: write.value(share, 'rate'),
      })),
    room,
  )
