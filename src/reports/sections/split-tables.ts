import type { Part } from '../document.ts'
import { figureOf, type ReportFacts, type SplitRow } from '../facts.ts'
import type { Room } from '../room.ts'
import { fill } from '../words.ts'
import type { Writer } from '../writer.ts'
import { firstOf } from './cut.ts'

const CHANNEL_COLUMNS = ['cost', 'leads', 'sql', 'won', 'revenue', 'cpl', 'cac', 'roi'] as const

/** Channels by attributed revenue with their sum; the engine's columns that fit a page. */
export function channelTable(facts: ReportFacts, write: Writer, { channels: most }: Room): Part[] {
  const { channels, model } = facts
  const columns = CHANNEL_COLUMNS.flatMap((id) => {
    const column = channels.columns.find((one) => one.id === id)
    return column ? [column] : []
  })
  const cells = (values: SplitRow['values']) =>
    columns.map(({ id, unit }) => write.cell(values[id] ?? null, unit))
  if (channels.rows.length === 0) return []
  const { rows, remarks } = firstOf(channels.rows.filter(hasSomething), most, write)
  const cost = channels.cost === null ? [] : [write.words.channelCost[channels.cost]]
  return [
    {
      type: 'table',
      id: 'channels',
      caption: fill(write.words.captions.channels, { model: write.text(model.name) }),
      columns: [
        { id: 'channel', header: write.words.columns.channel, type: 'text', width: 2.2 },
        ...columns.map(({ id, unit }) => ({
          id,
          header: write.words.channelColumns[id as keyof Writer['words']['channelColumns']],
          type: unit,
          width: unit === 'count' ? (id === 'won' ? 0.95 : 0.7) : unit === 'ratio' ? 1.4 : 1.1,
        })),
      ],
      rows: [
        ...rows.map(({ name, values }) => [
          write.say(withoutRemark(write.text(name))),
          ...cells(values),
        ]),
        [write.say(write.words.total), ...cells(channels.total)],
      ],
      hasTotal: true,
      footnotes: [...remarks, ...cost],
    },
  ]
}

/** Whether a row of a channel has any of what the table is about. */
const hasSomething = ({ values }: SplitRow): boolean =>
  ['cost', 'leads', 'won', 'revenue'].some((id) => (values[id] ?? 0) !== 0)

const NAME_FITS = 26

/** "Direkt (kein Verweis, keine Kennung)" -> "Direkt" where the whole name would take a second line. */
const withoutRemark = (name: string): string =>
  name.length <= NAME_FITS ? name : name.replace(/ \([^)]*\)$/, '')

/** "Kundengewinnungskosten (CAC)" -> "CAC": in a narrow column the trade's word is enough. */
const shortHeader = (name: string): string => /\(([A-Z]{2,6})\)$/.exec(name)?.[1] ?? name

type SplitTable = {
  readonly id: string
  readonly caption: string
  readonly header: string
  readonly rows: readonly SplitRow[]
  readonly figures: readonly string[]
}

/** Rows of a split with some figures, those with the most of the first figure first. */
export function splitTable(
  facts: ReportFacts,
  write: Writer,
  of: SplitTable,
  { split: most }: Room,
): Part[] {
  const figures = of.figures.flatMap((id) => figureOf(facts, id) ?? [])
  const [first] = figures
  if (!first) return []
  const all = of.rows
    .filter(({ values }) => figures.some(({ id }) => (values[id] ?? 0) !== 0))
    .toSorted((a, b) => (b.values[first.id] ?? 0) - (a.values[first.id] ?? 0))
  const { rows, remarks } = firstOf(all, most, write)
  if (rows.length === 0) return []
  return [
    {
      type: 'table',
      id: of.id,
      caption: of.caption,
      columns: [
        { id: 'name', header: of.header, type: 'text', width: 2.4 },
        ...figures.map(({ id, name, unit }) => ({
          id,
          header: shortHeader(write.text(name)),
          type: unit,
        })),
      ],
      rows: rows.map(({ name, values }) => [
        write.say(write.text(name)),
        ...figures.map(({ id, unit }) => write.cell(values[id] ?? null, unit)),
      ]),
      footnotes: remarks,
    },
  ]
}

/** Primary figures of the period and of those before it, side by side. */
export function comparisonTable(facts: ReportFacts, write: Writer, ids: readonly string[]): Part[] {
  if (facts.comparison.length < 2) return []
  const figures = ids.flatMap((id) => figureOf(facts, id) ?? [])
  return [
    {
      type: 'table',
      id: 'comparison',
      caption: write.words.captions.comparison,
      columns: [
        { id: 'figure', header: write.words.columns.figure, type: 'text', width: 2.4 },
        ...facts.comparison.map(({ period }) => ({
          id: period.from,
          header: write.shortPeriod(period),
          type: 'mixed' as const,
        })),
      ],
      rows: figures.map((figure) => [
        write.say(write.text(figure.name)),
        ...facts.comparison.map(({ values }) => write.cell(values[figure.id] ?? null, figure.unit)),
      ]),
    },
  ]
}
