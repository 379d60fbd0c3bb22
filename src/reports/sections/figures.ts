import type { Cell, Part, Table, Tile } from '../document.ts'
import type { BlockFacts, FigureFacts, ReportFacts } from '../facts.ts'
import { fill } from '../words.ts'
import type { Writer } from '../writer.ts'

/** The superscripts that the font of the PDF has. */
const MARKS = ['¹', '²', '³', '⁴']

const markAt = (place: number): string => MARKS[place] ?? `(${place + 1})`

/** Remarks of several figures, each told once, in the order in which they come up. */
export class Footnotes {
  readonly texts: string[] = []

  mark(notes: readonly string[]): string {
    return notes
      .map((note) => {
        if (!this.texts.includes(note)) this.texts.push(note)
        const place = this.texts.indexOf(note)
        return markAt(place)
      })
      .join(' ')
  }
}

/** What must be said with a value: why there is none, or how far it can be trusted. */
function remarksOn(figure: FigureFacts, write: Writer): string[] {
  const notes = figure.notes.map(write.text)
  const reason = figure.value === null && figure.reason ? [write.text(figure.reason)] : []
  return [...reason, ...notes.filter((note) => !reason.includes(note))]
}

function targetCell({ target, unit }: FigureFacts, write: Writer): Cell {
  if (!target) return { value: null, text: '' }
  return { ...write.cell(target.value, unit), tone: target.state }
}

/** Of a rate, small below it: its interval, and on how many cases it stands. */
function valueCell(figure: FigureFacts, write: Writer): Cell {
  const { value, unit, small, interval, n } = figure
  const cell = write.cell(value, unit, small ? 'neutral' : undefined)
  if (unit !== 'rate' || value === null) return cell
  const parts = [
    ...(interval ? [write.span(interval)] : []),
    ...(n === undefined ? [] : [`n\u00a0=\u00a0${write.value(n, 'count')}`]),
  ]
  if (parts.length === 0) return cell
  return { ...cell, lines: [{ text: cell.text }, { text: parts.join(', '), isAside: true }] }
}

/** Figures of a block beside the period before, a year before and their targets. */
export function figureTable(
  facts: ReportFacts,
  write: Writer,
  of: {
    readonly id: string
    readonly caption: string
    readonly figures: readonly FigureFacts[]
    /** Those told before are not told again. */
    readonly notes?: Footnotes | undefined
  },
): Table {
  const { columns } = write.words
  const footnotes = of.notes ?? new Footnotes()
  const told = footnotes.texts.length
  const rows: Cell[][] = of.figures.map((figure) => {
    const mark = footnotes.mark(remarksOn(figure, write))
    const name = write.text(figure.name)
    return [
      { value: name, text: mark === '' ? name : `${name} ${mark}` },
      valueCell(figure, write),
      write.cell(figure.before, figure.unit),
      write.change(figure),
      write.cell(figure.yearBefore, figure.unit),
      targetCell(figure, write),
    ]
  })
  return {
    type: 'table',
    id: of.id,
    caption: of.caption,
    columns: [
      { id: 'figure', header: columns.figure, type: 'text', width: 2.1 },
      { id: 'value', header: write.shortPeriod(facts.period), type: 'mixed', width: 1.25 },
      { id: 'before', header: write.shortPeriod(facts.before), type: 'mixed', width: 1.05 },
      { id: 'change', header: columns.change, type: 'mixed', width: 1.5 },
      { id: 'year', header: write.shortPeriod(facts.yearBefore), type: 'mixed', width: 1.05 },
      { id: 'target', header: columns.target, type: 'mixed', width: 1.05 },
    ],
    rows,
    footnotes: [
      ...footnotes.texts.map((note, index) => `${markAt(index)} ${note}`).slice(told),
      ...(rows.some(([, value]) => value?.lines) ? [write.words.intervalNote] : []),
    ],
  }
}

/** The table of a block: its primary figures that the company has anything of. */
export function blockTable(
  facts: ReportFacts,
  block: BlockFacts,
  write: Writer,
  notes?: Footnotes,
): Table {
  return figureTable(facts, write, {
    ...{ id: block.id, notes },
    caption: fill(write.words.captions.block, { name: write.text(block.name) }),
    figures: block.figures.filter(({ primary }) => primary),
  })
}

/** A figure large, with its change and its target. */
export function tileOf(facts: ReportFacts, figure: FigureFacts, write: Writer): Tile {
  const { words } = write
  const change = write.changeOf(figure)
  const against = change
    ? fill(words.against, { change: change.size, period: write.shortPeriod(facts.before) })
    : words.noBefore
  return {
    label: write.text(figure.name),
    value: write.value(figure.value, figure.unit),
    change: change?.word ? `${against}: ${change.word}` : against,
    tone: change?.tone ?? 'neutral',
    target: figure.target
      ? fill(words.target, {
          value: write.value(figure.target.value, figure.unit),
          state: words.states[figure.target.state],
        })
      : null,
  }
}

/** Several tiles; figures the facts do not have are left out. */
export const tilesOf = (
  facts: ReportFacts,
  figures: readonly (FigureFacts | undefined)[],
  write: Writer,
): Part => ({
  type: 'tiles',
  caption: write.words.captions.tiles,
  tiles: figures.flatMap((figure) => (figure ? [tileOf(facts, figure, write)] : [])),
})
