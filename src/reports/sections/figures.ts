import type { Cell, Part, Table, Tile } from '../document.ts'
import type { BlockFacts, FigureFacts, ReportFacts } from '../facts.ts'
import { fill } from '../words.ts'
import type { Writer } from '../writer.ts'

/** The superscripts that the font of the PDF has. */
const MARKS = ['¹', '²', '³', '⁴']

/** Remarks of several figures, each told once, in the order in which they come up. */
class Footnotes {
  readonly texts: string[] = []

  mark(notes: readonly string[]): string {
    return notes
      .map((note) => {
        if (!this.texts.includes(note)) this.texts.push(note)
        const place = this.texts.indexOf(note)
        return MARKS[place] ?? `(${place + 1})`
      })
      .join(' ')
  }
}

const isCovered = (notes: readonly string[], note: string) => notes.includes(note)

/** What must be said with a value: why there is none, or how far it can be trusted. */
function remarksOn(figure: FigureFacts, write: Writer): string[] {
  const notes = figure.notes.map(write.text)
  const reason = figure.value === null && figure.reason ? [write.text(figure.reason)] : []
  return [...reason, ...notes.filter((note) => !isCovered(reason, note))]
}

function targetCell({ target, unit }: FigureFacts, write: Writer): Cell {
  if (!target) return { value: null, text: '' }
  return { ...write.cell(target.value, unit), tone: target.state }
}

/** Figures of a block beside the period before, a year before and their targets. */
export function figureTable(
  facts: ReportFacts,
  write: Writer,
  of: { readonly id: string; readonly caption: string; readonly figures: readonly FigureFacts[] },
): Table {
  const { columns } = write.words
  const footnotes = new Footnotes()
  const rows = of.figures.map((figure) => {
    const mark = footnotes.mark(remarksOn(figure, write))
    const name = write.text(figure.name)
    return [
      { value: name, text: mark === '' ? name : `${name} ${mark}` },
      write.cell(figure.value, figure.unit, figure.small ? 'neutral' : undefined),
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
      { id: 'value', header: write.shortPeriod(facts.period), type: 'mixed', width: 1.05 },
      { id: 'before', header: write.shortPeriod(facts.before), type: 'mixed', width: 1.05 },
      { id: 'change', header: columns.change, type: 'mixed', width: 1.5 },
      { id: 'year', header: write.shortPeriod(facts.yearBefore), type: 'mixed', width: 1.05 },
      { id: 'target', header: columns.target, type: 'mixed', width: 1.05 },
    ],
    rows,
    footnotes: footnotes.texts.map((note, index) => `${MARKS[index] ?? `(${index + 1})`} ${note}`),
  }
}

/** The table of a block: its primary figures that the company has anything of. */
export function blockTable(facts: ReportFacts, block: BlockFacts, write: Writer): Table {
  return figureTable(facts, write, {
    id: block.id,
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
