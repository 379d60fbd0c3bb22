import { INK, PETROL, QUIET, RULE, TONES } from '../colors.ts'
import { type Cell, type Column, isNumeric, type Line, linesOf, type Table } from '../document.ts'
import { CONTENT_BOTTOM, CONTENT_WIDTH, FONT, MARGIN, printable } from './pdf-page.ts'

type Document = PDFKit.PDFDocument
type Element = PDFKit.PDFStructureElement
type ElementOptions = Parameters<Document['struct']>[1]

/** Which cells a header cell is the header of; the types do not know it. */
const scope = (of: 'Column' | 'Row') => ({ scope: of }) as ElementOptions

const ROOMY = { size: 8, aside: 6.5, line: 9.5, note: 7, pad: { x: 4, y: 2.6 } } as const
const COMPACT = { size: 7.5, aside: 6, line: 8.9, note: 6.5, pad: { x: 4, y: 1.5 } } as const
const LETTER_LEAST = 5
/** A cell that is longer is cut, since a row higher than a page cannot be drawn; the screen has all of it. */
const LINES_MOST = 16

type Letters = typeof ROOMY | typeof COMPACT

const sumOf = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/** Columns by their shares; one whose header has a longer word than fits takes room from those that have some to spare. */
function widths(document: Document, columns: readonly Column[], letters: Letters): number[] {
  const shares = columns.map(({ width }, index) => width ?? (index === 0 ? 2.4 : 1))
  const whole = sumOf(shares)
  const wide = shares.map((share) => (share / whole) * CONTENT_WIDTH)
  document.font(FONT.medium).fontSize(letters.size)
  const least = columns.map(({ header }) => {
    const words = printable(header).split(' ')
    return Math.max(...words.map((word) => document.widthOfString(word))) + 2 * letters.pad.x + 0.5
  })
  const missing = wide.map((width, index) => Math.max(0, (least[index] ?? 0) - width))
  const spare = wide.map((width, index) => Math.max(0, width - (least[index] ?? 0)))
  const taken = Math.min(1, sumOf(missing) / Math.max(1, sumOf(spare)))
  return wide.map((width, index) => width + (missing[index] ?? 0) - (spare[index] ?? 0) * taken)
}

type Look = {
  readonly columns: readonly Column[]
  readonly wide: readonly number[]
  /** How high a cell may be. */
  readonly most: number
  readonly letters: Letters
  readonly isHeader?: boolean
  readonly isTotal?: boolean
}

function lookOf(
  document: Document,
  { columns, cellLines = LINES_MOST }: Table,
  isCompact: boolean,
): Look {
  const letters = isCompact ? COMPACT : ROOMY
  const most = Math.min(cellLines, LINES_MOST) * letters.line
  return { columns, wide: widths(document, columns, letters), most, letters }
}

const setFont = (document: Document, { isAside }: Line, look: Look): Document =>
  document
    .font(look.isHeader || look.isTotal ? FONT.medium : FONT.regular)
    .fontSize(isAside ? look.letters.aside : look.letters.size)

const lineHeight = (document: Document, line: Line, width: number, look: Look): number =>
  setFont(document, line, look).heightOfString(printable(line.text) || ' ', { width })

const innerWidth = ({ wide, letters }: Look, index: number): number =>
  (wide[index] ?? 50) - 2 * letters.pad.x

/** The heights of the lines of each cell, and of the row: measured once, since that takes most of the time. */
type Measured = { readonly lines: readonly (readonly number[])[]; readonly height: number }

function measure(document: Document, cells: readonly Cell[], look: Look): Measured {
  const lines = cells.map((cell, index) =>
    linesOf(cell).map((line) => lineHeight(document, line, innerWidth(look, index), look)),
  )
  const highest = Math.max(...lines.map(sumOf))
  return { lines, height: Math.min(look.most, highest) + 2 * look.letters.pad.y }
}

/** The height of caption, header and first two rows: less than that of a table does not begin on a page. */
export function tableStart(document: Document, table: Table, isCompact: boolean): number {
  const look = lookOf(document, table, isCompact)
  const rows = [headerCells(table.columns), ...table.rows.slice(0, 2)]
  return 18 + rows.reduce((sum, row) => sum + measure(document, row, look).height, 0)
}

/** A table with real header cells in the structure tree; the header is repeated on every page it goes over. */
export function drawTable(
  document: Document,
  parent: Element,
  table: Table,
  isCompact: boolean,
): void {
  const look = lookOf(document, table, isCompact)
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
  headerRow(document, element, look)
  table.rows.forEach((row, index) => {
    const isTotal = table.hasTotal === true && index === table.rows.length - 1
    const rowLook = { ...look, isTotal }
    const measured = measure(document, row, rowLook)
    if (document.y + measured.height > CONTENT_BOTTOM) {
      document.addPage()
      document.y = MARGIN.top
      // Screen readers know the header already.
      document.markContent('Artifact', { type: 'Layout' })
      drawHeader(document, look)
      document.endMarkedContent()
    }
    bodyRow(document, element, row, { look: rowLook, measured })
  })
  element.end()
  footnotes(document, parent, table.footnotes ?? [], look.letters.note)
  document.x = MARGIN.left
  document.y += isCompact ? 4 : 7
}

const headerCells = (columns: readonly Column[]): Cell[] =>
  columns.map(({ header }) => ({ value: header, text: header }))

function drawHeader(document: Document, given: Look, tag?: Tag): void {
  const look = { ...given, isHeader: true }
  const cells = headerCells(look.columns)
  drawCells(document, cells, { look, measured: measure(document, cells, look) }, tag)
}

function headerRow(document: Document, table: Element, look: Look): void {
  const head = document.struct('THead')
  table.add(head)
  const row = document.struct('TR')
  head.add(row)
  drawHeader(document, look, (parts) => row.add(document.struct('TH', scope('Column'), parts)))
  row.end()
  head.end()
}

type Row = { readonly look: Look; readonly measured: Measured }

function bodyRow(document: Document, table: Element, cells: readonly Cell[], of: Row): void {
  const row = document.struct('TR')
  table.add(row)
  let isFirst = true
  drawCells(document, cells, of, (parts) => {
    row.add(isFirst ? document.struct('TH', scope('Row'), parts) : document.struct('TD', {}, parts))
    isFirst = false
  })
  row.end()
}

/** What draws a piece of a cell: as it is, or within an element of its own. */
type Piece = (() => void) | Element
/** Takes the pieces of a cell. */
type Tag = (pieces: Piece[]) => void

const onlySeen = (pieces: Piece[]): void => {
  for (const piece of pieces) if (typeof piece === 'function') piece()
}

/** Draws one row at the present place; `tag` takes the pieces of each cell, without it the row is only seen. */
function drawCells(
  document: Document,
  cells: readonly Cell[],
  { look, measured }: Row,
  tag: Tag = onlySeen,
): void {
  const { isHeader = false, isTotal = false } = look
  const top = document.y
  let x: number = MARGIN.left
  cells.forEach((cell, index) => {
    const { pad } = look.letters
    const place = { left: x + pad.x, top: top + pad.y, width: innerWidth(look, index) }
    const heights = measured.lines[index] ?? []
    tag(piecesOf(document, cell, { ...place, heights }, { ...look, column: look.columns[index] }))
    x += look.wide[index] ?? 50
  })
  document.y = top + measured.height
  lineBelow(document, document.y, isHeader || isTotal, isTotal ? top : null)
}

type Place = {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly heights: readonly number[]
}

/** The lines of a cell one below the other, as far as it may be high; each is drawn when its element is placed. */
function piecesOf(
  document: Document,
  cell: Cell,
  { left, top, width, heights }: Place,
  look: Look & { readonly column: Column | undefined },
): Piece[] {
  const { column, isHeader = false, most, letters } = look
  const color = isHeader ? QUIET : cell.tone ? TONES[cell.tone] : INK
  const align = column && isNumeric(column) ? ('right' as const) : ('left' as const)
  const lines = linesOf(cell)
  let used = 0
  return lines.flatMap((line, place): Piece[] => {
    const { text, href, isAside = false } = line
    const y = top + used
    // Of a long title so much is cut that a line of what is said beside it fits.
    const asides = lines.slice(place + 1).filter((later) => later.isAside).length
    const room = most - used - asides * letters.line
    const height = Math.min(heights[place] ?? 0, room)
    if (height < LETTER_LEAST) return []
    used += height
    const write = (ink: string) => {
      setFont(document, line, look)
      document
        .fillColor(ink)
        // A height that is a hair too small would cut the last line.
        .text(printable(text), left, y, {
          width,
          height: height + 1,
          ellipsis: true,
          align,
        })
    }
    if (href === undefined) return [() => write(isAside ? QUIET : color)]
    const link: Element = document.struct('Link', {}, () => {
      write(PETROL)
      // What a screen reader says of it; strings that are no names are written this way.
      const contents = Object(printable(text)) as string
      const options = { structParent: link, Contents: contents }
      document.link(left, y, width, height, href, options as PDFKit.Mixins.AnnotationOption)
    })
    return [link]
  })
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

function footnotes(
  document: Document,
  parent: Element,
  notes: readonly string[],
  size: number,
): void {
  if (notes.length === 0) return
  document.y += 3
  for (const note of notes) {
    const words = printable(note)
    document.font(FONT.regular).fontSize(size)
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
