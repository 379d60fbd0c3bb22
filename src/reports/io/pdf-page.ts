import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import PDFDocument from 'pdfkit'
import { PROGRAM_FOLDER } from '#platform/program.ts'
import { QUIET, RULE } from '../colors.ts'
import { type ReportDocument, titleOf } from '../document.ts'
import { unpackWoff } from './woff.ts'

export const MARGIN = { left: 48, right: 48, top: 62, bottom: 58 } as const
export const PAGE = { width: 595.28, height: 841.89 } as const
export const CONTENT_WIDTH = PAGE.width - MARGIN.left - MARGIN.right
export const CONTENT_BOTTOM = PAGE.height - MARGIN.bottom

const FONTS = join(PROGRAM_FOLDER, 'node_modules/roboto-fontface/fonts/roboto')
export const FONT = { regular: 'Roboto', medium: 'Roboto-Medium', bold: 'Roboto-Bold' } as const

const files = new Map<string, Buffer>()

/** Read once: a font does not change while the program runs. */
function fontFile(name: string): Buffer {
  let file = files.get(name)
  if (!file) {
    file = unpackWoff(readFileSync(join(FONTS, `Roboto-${name}.woff`)))
    files.set(name, file)
  }
  return file
}

/** Letters that Roboto lacks, as those it has: a report shows no empty boxes. */
const REPLACED: Readonly<Record<string, string>> = {
  '\u202f': '\u00a0',
  '\u2009': '\u00a0',
  '\u2011': '-',
  '\u2192': '>',
  '\u2190': '<',
  '\u2191': '+',
  '\u2193': '−',
}
export const printable = (text: string): string =>
  text.replace(/[\u202f\u2009\u2011\u2190-\u2193]/g, (letter) => REPLACED[letter] ?? letter)

/** An empty tagged A4 document with its fonts, title and language. The same input gives the same bytes. */
export function openDocument(report: ReportDocument): PDFKit.PDFDocument {
  const made = new Date(report.madeAt)
  const options = {
    size: 'A4',
    margins: { ...MARGIN },
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    lang: report.language,
    displayTitle: true,
    font: '',
    info: {
      Title: titleOf(report),
      Author: report.company,
      Creator: 'Regelkreis',
      Producer: 'Regelkreis',
      CreationDate: made,
      ModDate: made,
    },
  }
  // The types know neither PDF/UA nor that an empty font means: none but ours.
  const document = new PDFDocument(options as unknown as PDFKit.PDFDocumentOptions)
  document.registerFont(FONT.regular, fontFile('Regular'))
  document.registerFont(FONT.medium, fontFile('Medium'))
  document.registerFont(FONT.bold, fontFile('Bold'))
  document.font(FONT.regular)
  return document
}

/** How many pages there are so far. */
export const pagesOf = (document: PDFKit.PDFDocument): number => document.bufferedPageRange().count

/** The bytes of a finished document. */
export function bytesOf(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
    document.end()
  })
}

/** Head and foot of every page, as artifacts: screen readers pass over them. */
export function headAndFoot(document: PDFKit.PDFDocument, report: ReportDocument): void {
  const { start, count } = document.bufferedPageRange()
  for (let index = start; index < start + count; index += 1) {
    document.switchToPage(index)
    const { margins } = document.page
    const { bottom } = margins
    // Text below the margin would open a new page.
    margins.bottom = 0
    document.markContent('Artifact', { type: 'Pagination' })
    document.font(FONT.regular).fontSize(7.5).fillColor(QUIET)
    const line = (text: string, y: number, align: 'left' | 'right') =>
      document.text(printable(text), MARGIN.left, y, {
        width: CONTENT_WIDTH,
        align,
        lineBreak: false,
      })
    if (index > start) {
      line(`${report.title} · ${report.periodName}`, 32, 'left')
      line(report.company, 32, 'right')
      rule(document, 46)
    }
    rule(document, PAGE.height - 44)
    line('Regelkreis', PAGE.height - 36, 'left')
    const page = `${report.words.page} ${index - start + 1} ${report.words.of} ${count}`
    line(page, PAGE.height - 36, 'right')
    document.endMarkedContent()
    margins.bottom = bottom
  }
}

function rule(document: PDFKit.PDFDocument, y: number): void {
  document
    .moveTo(MARGIN.left, y)
    .lineTo(PAGE.width - MARGIN.right, y)
    .lineWidth(0.5)
    .strokeColor(RULE)
    .stroke()
}
