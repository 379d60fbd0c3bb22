import type { Cell, Part, Table } from '../document.ts'
import type { DecisionFacts, ReportFacts, SplitRow } from '../facts.ts'
import { figureOf } from '../facts.ts'
import { fill } from '../words.ts'
import type { Writer } from '../writer.ts'

const CHANNEL_COLUMNS = ['cost', 'leads', 'sql', 'won', 'revenue', 'cpl', 'cac', 'roi'] as const

/** Channels by attributed revenue with their sum; the engine's columns that fit a page. */
export function channelTable(facts: ReportFacts, write: Writer): Part[] {
  const { channels, model } = facts
  const columns = CHANNEL_COLUMNS.flatMap((id) => {
    const column = channels.columns.find((one) => one.id === id)
    return column ? [column] : []
  })
  const cells = (values: SplitRow['values']) =>
    columns.map(({ id, unit }) => write.cell(values[id] ?? null, unit))
  if (channels.rows.length === 0) return []
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
        ...channels.rows
          .filter(hasSomething)
          .map(({ name, values }) => [
            write.say(withoutRemark(write.text(name))),
            ...cells(values),
          ]),
        [write.say(write.words.total), ...cells(channels.total)],
      ],
      hasTotal: true,
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

const ROWS_SHOWN = 15

/** Rows of a split with some figures, those with the most of the first figure first. */
export function splitTable(facts: ReportFacts, write: Writer, of: SplitTable): Part[] {
  const figures = of.figures.flatMap((id) => figureOf(facts, id) ?? [])
  const [first] = figures
  if (!first) return []
  const all = of.rows
    .filter(({ values }) => figures.some(({ id }) => (values[id] ?? 0) !== 0))
    .toSorted((a, b) => (b.values[first.id] ?? 0) - (a.values[first.id] ?? 0))
  const rows = all.slice(0, ROWS_SHOWN)
  if (rows.length === 0) return []
  const counts = { shown: String(rows.length), all: write.value(all.length, 'count') }
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
      ...(all.length > rows.length && { footnotes: [fill(write.words.firstRows, counts)] }),
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

/** The returns by kind, then the three ways to look at them: the strict one first. */
export function roiTables(facts: ReportFacts, write: Writer): Part[] {
  const { roi } = facts
  const { words } = write
  if (!roi) return [{ type: 'paragraph', text: words.roiMissing }]
  const view = (name: string, one: typeof roi.strict): Cell[] => [
    write.say(name),
    write.cell(one.returnCents, 'money'),
    write.cell(roi.costCents, 'money'),
    write.cell(one.roi, 'ratio'),
    write.say(
      one.kinds
        .map((kind) => roi.parts.find((part) => part.kind === kind))
        .map((part) => (part ? write.text(part.name) : ''))
        .filter((name) => name !== '')
        .join(', '),
    ),
  ]
  const views: Table = {
    type: 'table',
    id: 'roi',
    caption: words.captions.roiViews,
    columns: [
      { id: 'view', header: words.columns.view, type: 'text', width: 1.7 },
      { id: 'return', header: words.columns.return, type: 'money' },
      { id: 'cost', header: words.columns.cost, type: 'money' },
      { id: 'roi', header: words.columns.roi, type: 'ratio' },
      { id: 'contains', header: words.columns.contains, type: 'text', width: 2.4 },
    ],
    rows: [
      view(words.strict, roi.strict),
      view(words.allKinds, roi.all),
      view(words.fullOverlap, roi.fullOverlap),
    ],
  }
  const parts: Table = {
    type: 'table',
    id: 'returns',
    caption: words.captions.roi,
    columns: [
      { id: 'kind', header: words.columns.kind, type: 'text', width: 2 },
      { id: 'certainty', header: words.columns.certainty, type: 'text', width: 1.1 },
      { id: 'count', header: words.columns.cases, type: 'count', width: 0.7 },
      { id: 'amount', header: words.columns.amount, type: 'money', width: 1.1 },
      { id: 'counted', header: words.columns.counted, type: 'money', width: 1.1 },
      { id: 'without', header: words.columns.withoutKind, type: 'ratio', width: 1.1 },
    ],
    rows: roi.parts.map((part) => [
      write.say(write.text(part.name)),
      write.say(write.text(part.certainty)),
      write.cell(part.count, 'count'),
      write.cell(part.cents, 'money'),
      write.cell(part.countedCents, 'money'),
      write.cell(part.without, 'ratio'),
    ]),
  }
  return [
    views,
    ...(parts.rows.length > 0 ? [parts] : []),
    ...roi.warnings.map(
      (warning): Part => ({ type: 'paragraph', text: write.text(warning), tone: 'attention' }),
    ),
  ]
}

/** What moved most, from where to where, and the numbers behind it. */
export function moverParts(facts: ReportFacts, write: Writer): Part[] {
  const { words } = write
  const { movers } = facts
  if (!movers) return [{ type: 'paragraph', text: words.moversWait }]
  if (movers.length === 0) return [{ type: 'paragraph', text: words.noMovers }]
  return [
    {
      type: 'table',
      id: 'movers',
      caption: words.captions.movers,
      columns: [
        { id: 'figure', header: words.columns.figure, type: 'text', width: 1.7 },
        { id: 'before', header: write.shortPeriod(facts.before), type: 'mixed', width: 1 },
        { id: 'now', header: write.shortPeriod(facts.period), type: 'mixed', width: 1 },
        { id: 'change', header: words.columns.change, type: 'mixed', width: 1.2 },
        { id: 'numbers', header: words.columns.numbers, type: 'text', width: 2.6 },
      ],
      rows: movers.map((mover) => {
        const tone = mover.good === null ? 'neutral' : mover.good ? 'good' : 'bad'
        const word = mover.good === null ? '' : mover.good ? words.better : words.worse
        const size = mover.relative === null ? '' : write.percent(mover.relative)
        return [
          write.say(write.text(mover.name)),
          write.cell(mover.before, mover.unit),
          write.cell(mover.now, mover.unit),
          { value: mover.difference, text: `${size} ${word}`.trim(), unit: mover.unit, tone },
          write.say(driversOf(mover.drivers, write)),
        ]
      }),
    },
  ]
}

type Driver = NonNullable<ReportFacts['movers']>[number]['drivers'][number]

const driversOf = (drivers: readonly Driver[], write: Writer): string =>
  drivers
    .filter(({ relative, before, now }) => relative !== null || (before === 0 && now !== null))
    .slice(0, 3)
    .map(({ name, relative }) => {
      const moved = relative === null ? write.words.isNew : write.percent(relative)
      return `${write.text(name)} ${moved}`
    })
    .join('; ')

type DecisionColumn = {
  readonly id: string
  readonly header: string
  readonly type: 'text' | 'date'
  readonly width: number
  readonly cell: (decision: DecisionFacts) => Cell
}

/** More than these make a list of it; the screen has all. */
const DECISIONS_SHOWN = 12

/** Decisions taken, what became of earlier ones, what is due, and what is proposed. */
export function decisionParts(facts: ReportFacts, write: Writer): Part[] {
  const { words } = write
  const { columns, captions } = words
  const { decisions } = facts
  if (!decisions) return [{ type: 'paragraph', text: words.noDecisions }]
  const day = (date: DecisionFacts['dueOn']): Cell => ({
    value: date,
    text: date === null ? '' : write.day(date),
  })
  const said = (text: string | null) => write.say(text ?? '')
  const title: DecisionColumn = {
    id: 'decision',
    header: columns.decision,
    type: 'text',
    width: 2.3,
    cell: (one) => write.say(one.title),
  }
  const by: DecisionColumn = {
    id: 'by',
    header: columns.by,
    type: 'text',
    width: 1.1,
    cell: (one) => said(one.by),
  }
  const decided: DecisionColumn = {
    id: 'decided',
    header: columns.decided,
    type: 'date',
    width: 1,
    cell: (one) => day(one.decidedOn),
  }
  const due: DecisionColumn = {
    id: 'due',
    header: columns.due,
    type: 'date',
    width: 1,
    cell: (one) => day(one.dueOn),
  }
  const check: DecisionColumn = {
    id: 'check',
    header: columns.check,
    type: 'date',
    width: 1,
    cell: (one) => day(one.checkOn),
  }
  const expected: DecisionColumn = {
    id: 'expected',
    header: columns.expected,
    type: 'text',
    width: 1.8,
    cell: (one) => said(one.expected && write.text(one.expected)),
  }
  const outcome: DecisionColumn = {
    id: 'outcome',
    header: columns.outcome,
    type: 'text',
    width: 2.4,
    cell: (one) => said(one.outcome && write.text(one.outcome)),
  }
  const owner: DecisionColumn = {
    id: 'owner',
    header: columns.owner,
    type: 'text',
    width: 1.1,
    cell: (one) => said(one.owner),
  }
  const grounds: DecisionColumn = {
    id: 'grounds',
    header: columns.grounds,
    type: 'text',
    width: 2.8,
    cell: (one) => said(one.grounds),
  }
  const table = (
    id: string,
    caption: string,
    rows: readonly DecisionFacts[],
    shown: readonly DecisionColumn[],
  ): Part[] =>
    rows.length === 0
      ? []
      : [
          {
            type: 'table',
            id,
            caption,
            columns: shown,
            rows: rows.slice(0, DECISIONS_SHOWN).map((one) => shown.map(({ cell }) => cell(one))),
            ...(rows.length > DECISIONS_SHOWN && {
              footnotes: [
                fill(words.firstRows, {
                  shown: String(DECISIONS_SHOWN),
                  all: write.value(rows.length, 'count'),
                }),
              ],
            }),
          },
        ]
  const parts = [
    ...table('decisions-taken', captions.taken, decisions.taken, [
      title,
      by,
      decided,
      due,
      check,
      expected,
    ]),
    ...table('decisions-checked', captions.checked, decisions.checked, [title, decided, outcome]),
    ...table('decisions-due', captions.due, decisions.due, [title, by, check, expected]),
    ...table('decisions-overdue', captions.overdue, decisions.overdue, [title, owner, due]),
    ...table('decisions-proposed', captions.proposed, decisions.proposed, [
      title,
      grounds,
      expected,
    ]),
  ]
  return parts.length === 0 ? [{ type: 'paragraph', text: words.noDecisions }] : parts
}

/** How each figure of the report is computed. */
export function definitionTable(
  facts: ReportFacts,
  write: Writer,
  ids: ReadonlySet<string>,
): Part[] {
  const { columns, captions } = write.words
  const figures = facts.blocks.flatMap(({ figures: all }) => all).filter(({ id }) => ids.has(id))
  if (figures.length === 0) return []
  return [
    {
      type: 'table',
      id: 'definitions',
      caption: captions.definitions,
      columns: [
        { id: 'figure', header: columns.figure, type: 'text', width: 1.5 },
        { id: 'formula', header: columns.formula, type: 'text', width: 3.4 },
        { id: 'source', header: columns.source, type: 'text', width: 0.5 },
      ],
      rows: figures.map((figure) => [
        write.say(write.text(figure.name)),
        write.say(write.text(figure.formula)),
        write.say(figure.source),
      ]),
    },
  ]
}

/** Tracking changes, the latest first: a figure may have moved because of one. */
export function changesTable(facts: ReportFacts, write: Writer): Part[] {
  const { columns, captions, noChanges } = write.words
  const { changes } = facts.trust
  if (changes.length === 0) return [{ type: 'paragraph', text: noChanges }]
  return [
    {
      type: 'table',
      id: 'tracking-changes',
      caption: captions.changes,
      columns: [
        { id: 'date', header: columns.date, type: 'date', width: 0.8 },
        { id: 'what', header: columns.what, type: 'text', width: 1.5 },
        { id: 'detail', header: '', type: 'text', width: 3.6 },
      ],
      rows: changes.map(({ date, title, detail }) => [
        { value: date, text: write.day(date) },
        write.say(write.text(title)),
        write.say(detail),
      ]),
    },
  ]
}
