import type { Chart, Shape } from '../chart.ts'
import { INK, PETROL, QUIET, TONES } from '../colors.ts'
import type { Part, ReportDocument, Section, Tile, Tone } from '../document.ts'
import {
  bytesOf,
  CONTENT_BOTTOM,
  CONTENT_WIDTH,
  FONT,
  headAndFoot,
  MARGIN,
  openDocument,
  pagesOf,
  printable,
} from './pdf-page.ts'
import { drawTable, tableStart } from './pdf-table.ts'

type Document = PDFKit.PDFDocument
type Element = PDFKit.PDFStructureElement

/**
 * The report as PDF: A4, tagged, fonts embedded, charts as vectors. Null where it needs more than `pagesMax`: that shows
 * before the work of packing it begins.
 */
export async function reportPdf(
  report: ReportDocument,
  pagesMax = Infinity,
): Promise<{ readonly bytes: Buffer; readonly pages: number } | null> {
  const document = openDocument(report)
  const root = document.struct('Document')
  document.addStructure(root)
  drawTitle(document, root, report)
  for (const section of report.sections) {
    drawSection(document, root, section, report)
    if (pagesOf(document) > pagesMax) return null
  }
  root.end()
  headAndFoot(document, report)
  const pages = pagesOf(document)
  return { bytes: await bytesOf(document), pages }
}

/** Goes to the next page unless so much room is left. */
function ensure(document: Document, height: number): void {
  if (document.y + height > CONTENT_BOTTOM && document.y > MARGIN.top) {
    document.addPage()
    document.y = MARGIN.top
  }
}

const tagged = (document: Document, parent: Element, type: string, draw: () => void): void => {
  parent.add(document.struct(type as 'P', {}, draw))
}

function drawTitle(document: Document, root: Element, report: ReportDocument): void {
  document.y = 44
  if (report.company !== '') {
    tagged(document, root, 'P', () =>
      document
        .font(FONT.medium)
        .fontSize(10)
        .fillColor(PETROL)
        .text(printable(report.company), MARGIN.left, document.y, { width: CONTENT_WIDTH }),
    )
    document.y += 4
  }
  tagged(document, root, 'H1', () =>
    document
      .font(FONT.bold)
      .fontSize(22)
      .fillColor(INK)
      .text(printable(`${report.title} ${report.periodName}`), MARGIN.left, document.y, {
        width: CONTENT_WIDTH,
      }),
  )
  document.y += 2
  tagged(document, root, 'P', () =>
    document
      .font(FONT.regular)
      .fontSize(8.5)
      .fillColor(QUIET)
      .text(printable(report.subtitle), { width: CONTENT_WIDTH }),
  )
  document.y += 10
}

/** How high the first thing of a section is, so that a heading never stands alone at the foot of a page. */
function startHeight(document: Document, part: Part | undefined, isCompact: boolean): number {
  if (!part) return 0
  if (part.type === 'chart') return part.chart.height + 24
  if (part.type === 'table') return tableStart(document, part, isCompact)
  return part.type === 'tiles' ? TILE_HEIGHT * 2 : 40
}

type Density = Pick<ReportDocument, 'isCompact'>

function drawSection(
  document: Document,
  root: Element,
  section: Section,
  { isCompact }: Density,
): void {
  const element = document.struct('Sect')
  root.add(element)
  ensure(document, 44 + startHeight(document, section.parts[0], isCompact))
  if (document.y > MARGIN.top + 1) document.y += isCompact ? 3 : 8
  tagged(document, element, 'H2', () =>
    document
      .font(FONT.bold)
      .fontSize(13)
      .fillColor(PETROL)
      .text(printable(section.title), MARGIN.left, document.y, { width: CONTENT_WIDTH }),
  )
  document.y += 2
  if (section.sentence) drawParagraph(document, element, section.sentence)
  for (const part of section.parts) drawPart(document, element, part, isCompact)
  element.end()
}

function drawPart(document: Document, parent: Element, part: Part, isCompact: boolean): void {
  if (part.type === 'paragraph') drawParagraph(document, parent, part.text, part.tone)
  else if (part.type === 'heading') drawHeading(document, parent, part.text)
  else if (part.type === 'list') drawList(document, parent, part.items)
  else if (part.type === 'tiles') drawTiles(document, parent, part.tiles)
  else if (part.type === 'chart') drawChart(document, parent, part.chart)
  else {
    ensure(document, tableStart(document, part, isCompact))
    drawTable(document, parent, part, isCompact)
  }
}

const BODY = 9

function drawParagraph(document: Document, parent: Element, text: string, tone?: Tone): void {
  const words = printable(text)
  document.font(tone ? FONT.medium : FONT.regular).fontSize(BODY)
  ensure(document, document.heightOfString(words, { width: CONTENT_WIDTH, lineGap: 1.5 }))
  tagged(document, parent, 'P', () =>
    document
      .fillColor(tone ? TONES[tone] : INK)
      .text(words, MARGIN.left, document.y, { width: CONTENT_WIDTH, lineGap: 1.5 }),
  )
  document.y += 5
}

function drawHeading(document: Document, parent: Element, text: string): void {
  ensure(document, 44)
  document.y += 2
  tagged(document, parent, 'H3', () =>
    document
      .font(FONT.bold)
      .fontSize(9.5)
      .fillColor(INK)
      .text(printable(text), MARGIN.left, document.y, { width: CONTENT_WIDTH }),
  )
  document.y += 2
}

function drawList(document: Document, parent: Element, items: readonly string[]): void {
  const list = document.struct('L')
  parent.add(list)
  for (const item of items) {
    const words = printable(item)
    const width = CONTENT_WIDTH - 12
    document.font(FONT.regular).fontSize(BODY)
    ensure(document, document.heightOfString(words, { width, lineGap: 1.5 }))
    const line = document.struct('LI')
    list.add(line)
    const { y } = document
    tagged(document, line, 'Lbl', () =>
      document.fillColor(PETROL).text('–', MARGIN.left, y, { lineBreak: false }),
    )
    tagged(document, line, 'LBody', () =>
      document.fillColor(INK).text(words, MARGIN.left + 12, y, { width, lineGap: 1.5 }),
    )
    line.end()
    document.y += 2.5
  }
  list.end()
  document.y += 4
}

const TILE_HEIGHT = 66
const TILES_A_ROW = 4

/** Figures large, four in a row, each a paragraph of its own in the reading order. */
function drawTiles(document: Document, parent: Element, tiles: readonly Tile[]): void {
  const gap = 12
  const width = (CONTENT_WIDTH - gap * (TILES_A_ROW - 1)) / TILES_A_ROW
  for (let first = 0; first < tiles.length; first += TILES_A_ROW) {
    ensure(document, TILE_HEIGHT)
    const top = document.y
    tiles.slice(first, first + TILES_A_ROW).forEach((tile, index) => {
      drawTile(document, parent, tile, { x: MARGIN.left + index * (width + gap), y: top, width })
    })
    document.y = top + TILE_HEIGHT
  }
  document.y += 4
}

function drawTile(
  document: Document,
  parent: Element,
  tile: Tile,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): void {
  artifact(document, () => document.rect(x, y, width, 2).fill(PETROL))
  const element = document.struct('Div')
  parent.add(element)
  const line = (text: string, top: number, font: string, size: number, color: string) =>
    tagged(document, element, 'P', () =>
      document
        .font(font)
        .fontSize(size)
        .fillColor(color)
        .text(printable(text), x, y + top, { width, height: size * 2.6, ellipsis: true }),
    )
  line(tile.label, 7, FONT.regular, 7.5, QUIET)
  document.font(FONT.bold).fontSize(15)
  const fits = document.widthOfString(printable(tile.value)) <= width
  line(tile.value, 18, FONT.bold, fits ? 15 : 11.5, INK)
  line(tile.change, 38, FONT.regular, 7, TONES[tile.tone])
  if (tile.target !== null) line(tile.target, 48, FONT.regular, 7, QUIET)
  element.end()
}

/** Something drawn for the eye only. */
function artifact(document: Document, draw: () => void): void {
  document.markContent('Artifact', { type: 'Layout' })
  draw()
  document.endMarkedContent()
}

function drawChart(document: Document, parent: Element, chart: Chart): void {
  ensure(document, chart.height + 22)
  document.y += 4
  const figure = document.struct('Figure', {
    alt: printable(chart.alt),
    bbox: [MARGIN.left, document.y, MARGIN.left + chart.width, document.y + chart.height + 14],
  } as Parameters<Document['struct']>[1])
  parent.add(figure)
  figure.add(() => {
    document
      .font(FONT.medium)
      .fontSize(8)
      .fillColor(INK)
      .text(printable(chart.title), MARGIN.left, document.y, { lineBreak: false })
    const top = document.y + 14
    for (const shape of chart.shapes) drawShape(document, shape, MARGIN.left, top)
    document.y = top + chart.height
  })
  figure.end()
  document.x = MARGIN.left
  document.y += 6
}

function drawShape(document: Document, shape: Shape, left: number, top: number): void {
  switch (shape.type) {
    case 'rect':
      document.rect(left + shape.x, top + shape.y, shape.width, shape.height).fill(shape.fill)
      return
    case 'line':
      shape.points.forEach(([x, y], index) => {
        if (index === 0) document.moveTo(left + x, top + y)
        else document.lineTo(left + x, top + y)
      })
      document.lineWidth(shape.width).strokeColor(shape.stroke)
      if (shape.dash) document.dash(2, { space: 2 })
      document.stroke()
      if (shape.dash) document.undash()
      return
    case 'text':
      drawLabel(document, shape, left, top)
      return
    default:
      shape satisfies never
  }
}

function drawLabel(
  document: Document,
  { x, y, text, size, anchor, fill, bold }: Extract<Shape, { type: 'text' }>,
  left: number,
  top: number,
): void {
  const words = printable(text)
  document.font(bold ? FONT.medium : FONT.regular).fontSize(size)
  const width = document.widthOfString(words)
  const shift = anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0
  document
    .fillColor(fill)
    .text(words, left + x - shift, top + y, { lineBreak: false, baseline: 'alphabetic' })
}
