import PDFDocument from 'pdfkit'
import QRCode from 'qrcode'

// Quarter of the modules may be lost to folds, dirt and gloss: printed codes need it.
const CORRECTION = 'Q'

export const qrSvg = (address: string): Promise<string> =>
  QRCode.toString(address, { type: 'svg', errorCorrectionLevel: CORRECTION })

/** 1,200 pixels: sharp on a card; for posters take the SVG. */
export const qrPng = (address: string): Promise<Buffer> =>
  QRCode.toBuffer(address, { type: 'png', errorCorrectionLevel: CORRECTION, width: 1200 })

export type SheetEntry = {
  readonly name: string
  readonly detail: string
  readonly address: string
}

const MARGIN = 48
const GUTTER = 16
/** One code fills the page of a stand; more share it, two beside and three below each other. */
const layoutFor = (count: number) =>
  count === 1 ? { columns: 1, rows: 1, size: 400 } : { columns: 2, rows: 3, size: 170 }

/** Draws the modules as vectors with their quiet zone of four modules (ISO/IEC 18004) inside `size`. */
function drawCode(
  document: PDFKit.PDFDocument,
  address: string,
  x: number,
  y: number,
  size: number,
) {
  const { modules } = QRCode.create(address, { errorCorrectionLevel: CORRECTION })
  const quiet = 4
  const unit = size / (modules.size + 2 * quiet)
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (!modules.get(row, column)) continue
      document.rect(x + (column + quiet) * unit, y + (row + quiet) * unit, unit, unit)
    }
  }
  document.fill('#000000')
}

/** A PDF on A4 with a code, its name and its address for each entry. Helvetica: Western European letters. */
export function qrSheet(title: string, entries: readonly SheetEntry[], now: Date): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    autoFirstPage: false,
    tagged: true,
    lang: 'de',
    displayTitle: true,
    info: { Title: title, CreationDate: now, ModDate: now },
  })
  const { columns, rows, size } = layoutFor(entries.length)
  for (const [index, entry] of entries.entries()) {
    const place = index % (columns * rows)
    if (place === 0) document.addPage()
    const width = (document.page.width - 2 * MARGIN) / columns
    const height = (document.page.height - 2 * MARGIN) / rows
    const x = MARGIN + (place % columns) * width
    const y = MARGIN + Math.floor(place / columns) * height
    drawEntry(document, entry, { x: x + GUTTER / 2, y, width: width - GUTTER, size })
  }
  return bytesOf(document)
}

function drawEntry(
  document: PDFKit.PDFDocument,
  { name, detail, address }: SheetEntry,
  { x, y, width, size }: { x: number; y: number; width: number; size: number },
) {
  const isLarge = size > 200
  const line = (text: string, fontSize: number, top: number, font: string, height: number) =>
    document
      .font(font)
      .fontSize(fontSize)
      .fillColor('#000000')
      .text(text, x, top, { width, height, align: 'center', ellipsis: true })
  const headingHeight = isLarge ? 80 : 32
  const section = document.struct('Sect')
  document.addStructure(section)
  const add = (type: 'H2' | 'P', draw: () => void) => section.add(document.struct(type, {}, draw))
  add('H2', () => line(name, isLarge ? 28 : 12, y, 'Helvetica-Bold', headingHeight))
  section.add(
    document.struct('Figure', { alt: `QR-Code für ${address}` }, () =>
      drawCode(document, address, x + (width - size) / 2, y + headingHeight, size),
    ),
  )
  const below = y + headingHeight + size
  add('P', () =>
    line(address.replace(/^https?:\/\//, ''), isLarge ? 18 : 10, below, 'Helvetica', 24),
  )
  if (detail !== '') {
    add('P', () => line(detail, isLarge ? 14 : 9, below + (isLarge ? 30 : 16), 'Helvetica', 20))
  }
  section.end()
}

function bytesOf(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
    document.end()
  })
}
