import type { Cell, Column, Table, Tone } from '../document.ts'
import { CONTENT_BOTTOM, CONTENT_WIDTH, FONT, MARGIN, printable } from './pdf-page.ts'

type Document = PDFKit.PDFDocument
type Element = PDFKit.PDFStructureElement
type ElementOptions = Parameters<Document['struct']>[1]

/** Which cells a header cell is the header of; the types do not know it. */
const scope = (of: 'Column' | 'Row') => ({ scope: of }) as ElementOptions

const SIZE = 8
const PAD = { x: 4, y: 2.6 } as const
/** About 16 lines: a cell that is longer is cut, since a row higher than a page cannot be drawn; the screen has all of it. */
const CELL_MOST = 152
const INK = '#1c2429'
const QUIET = '#5b6770'
const RULE = '#d5dbdf'
const TONE_INK: Readonly<Record<Tone, string>> = {
  good: '#1a6b41',
  attention: '#8a5a00',
  bad: '#b42318',
  neutral: QUIET,
}

const isNumeric = ({ type }: Column): boolean => type !== 'text' && type !== 'date'

function widths(columns: readonly Column[]): number[] {
  const shares = columns.map(({ width }, index) => width ?? (index === 0 ? 2.4 : 1))
  const whole = shares.reduce((a, b) => a + b, 0)
  return shares.map((share) => (share / whole) * CONTENT_WIDTH)
}

function rowHeight(document: Document, texts: readonly string[], wide: readonly number[]): number {
  const heights = texts.map((text, index) =>
    document.heightOfString(printable(text) || ' ', { width: (wide[index] ?? 50) - 2 * PAD.x }),
  )
  return Math.min(CELL_MOST, Math.max(...heights)) + 2 * PAD.y
}

/** The height of caption, header and first two rows: less than that of a table does not begin on a page. */
export function tableStart(document: Document, table: Table): number {
  document.font(FONT.medium).fontSize(SIZE)
  const wide = widths(table.columns)
  const rows = table.rows.slice(0, 2).map((row) => row.map(({ text }) => text))
  const texts = [table.columns.map(({ header }) => header), ...rows]
  return 18 + texts.reduce((sum, row) => sum + rowHeight(document, row, wide), 0)
}

/** A table with real header cells in the structure tree; the header is repeated on every page it goes over. */
export function drawTable(document: Document, parent: Element, table: Table): void {
  const wide = widths(table.columns)
  const element = document.struct('Table')
  parent.add(element)
  document.y += 4
  const caption = document.struct('Caption', {}, () => {
    document
      .font(FONT.medium)
      .fontSize(8)
      .fillColor(INK)
      .text(printable(table.caption), MARGIN.left, document.y, { width: CONTENT_WIDTH })
  })
  element.add(caption)
  document.y += 2
  headerRow(document, element, table.columns, wide)
  table.rows.forEach((row, index) => {
    const isTotal = table.hasTotal === true && index === table.rows.length - 1
    document.font(isTotal ? FONT.medium : FONT.regular).fontSize(SIZE)
    const height = rowHeight(
      document,
      row.map(({ text }) => text),
      wide,
    )
    if (document.y + height > CONTENT_BOTTOM) {
      document.addPage()
      document.y = MARGIN.top
      // Screen readers know the header already.
      document.markContent('Artifact', { type: 'Layout' })
      drawCells(document, headerCells(table.columns), {
        columns: table.columns,
        wide,
        isHeader: true,
      })
      document.endMarkedContent()
    }
    bodyRow(document, element, row, { columns: table.columns, wide, isTotal, height })
  })
  element.end()
  footnotes(document, parent, table.footnotes ?? [])
  document.x = MARGIN.left
  document.y += 7
}

const headerCells = (columns: readonly Column[]): Cell[] =>
  columns.map(({ header }) => ({ value: header, text: header }))

function headerRow(
  document: Document,
  table: Element,
  columns: readonly Column[],
  wide: readonly number[],
): void {
  const head = document.struct('THead')
  table.add(head)
  const row = document.struct('TR')
  head.add(row)
  drawCells(document, headerCells(columns), { columns, wide, isHeader: true }, (draw) => {
    row.add(document.struct('TH', scope('Column'), draw))
  })
  row.end()
  head.end()
}

type RowLook = {
  readonly columns: readonly Column[]
  readonly wide: readonly number[]
  readonly isHeader?: boolean
  readonly isTotal?: boolean
  readonly height?: number
}

function bodyRow(document: Document, table: Element, cells: readonly Cell[], look: RowLook): void {
  const row = document.struct('TR')
  table.add(row)
  let isFirst = true
  drawCells(document, cells, look, (draw) => {
    row.add(isFirst ? document.struct('TH', scope('Row'), draw) : document.struct('TD', {}, draw))
    isFirst = false
  })
  row.end()
}

/** Draws one row at the present place; `tag` takes the drawing of each cell, without it the row is only seen. */
function drawCells(
  document: Document,
  cells: readonly Cell[],
  look: RowLook,
  tag: (draw: () => void) => void = (draw) => draw(),
): void {
  const { columns, wide, isHeader = false, isTotal = false } = look
  const font = isHeader || isTotal ? FONT.medium : FONT.regular
  document.font(font).fontSize(SIZE)
  const height =
    look.height ??
    rowHeight(
      document,
      cells.map(({ text }) => text),
      wide,
    )
  const top = document.y
  let x: number = MARGIN.left
  cells.forEach((cell, index) => {
    const column = columns[index]
    const width = wide[index] ?? 50
    const left = x
    tag(() => {
      const color = isHeader ? QUIET : cell.tone ? TONE_INK[cell.tone] : INK
      document
        .font(font)
        .fontSize(SIZE)
        .fillColor(color)
        .text(printable(cell.text), left + PAD.x, top + PAD.y, {
          width: width - 2 * PAD.x,
          height: CELL_MOST,
          ellipsis: true,
          align: column && isNumeric(column) ? 'right' : 'left',
        })
    })
    x += width
  })
  document.y = top + height
  lineBelow(document, document.y, isHeader || isTotal, look.isTotal === true ? top : null)
}

function lineBelow(document: Document, y: number, isStrong: boolean, above: number | null): void {
  const line = (at: number, color: string) =>
    document
      .moveTo(MARGIN.left, at)
      .lineTo(MARGIN.left + CONTENT_WIDTH, at)
      .lineWidth(0.5)
      .strokeColor(color)
      .stroke()
  document.markContent('Artifact', { type: 'Layout' })
  if (above !== null) line(above, QUIET)
  line(y, isStrong ? QUIET : RULE)
  document.endMarkedContent()
}

function footnotes(document: Document, parent: Element, notes: readonly string[]): void {
  if (notes.length === 0) return
  document.y += 3
  for (const note of notes) {
    const words = printable(note)
    document.font(FONT.regular).fontSize(7)
    const height = document.heightOfString(words, { width: CONTENT_WIDTH })
    if (document.y + height > CONTENT_BOTTOM) {
      document.addPage()
      document.y = MARGIN.top
    }
    parent.add(
      document.struct('Note' as 'P', {}, () => {
        document.fillColor(QUIET).text(words, MARGIN.left, document.y, { width: CONTENT_WIDTH })
      }),
    )
  }
}
