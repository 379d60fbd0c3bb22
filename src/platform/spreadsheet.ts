import { Readable } from 'node:stream'
import yazl from 'yazl'

export type SheetColumn = {
  readonly header: string
  /** How texts in the column are meant: `date` takes `yyyy-mm-dd`; numbers are numbers anyway. */
  readonly type?: 'text' | 'number' | 'date'
  /** In characters. */
  readonly width?: number
}

export type SheetRows = Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>

export type SheetInput = {
  readonly name: string
  readonly columns: readonly SheetColumn[]
  readonly rows: SheetRows
}

export type CsvFormat = {
  /** Default `;`, which German Excel opens as it stands. */
  readonly delimiter?: ',' | ';' | '\t' | '|'
  /** Default `,` with `;`, else `.`. */
  readonly decimal?: '.' | ','
}

const RISKY = /^[=+\-@\t\r\n]/

/**
 * A text that a spreadsheet program would run as a formula, with an apostrophe in front, which shows
 * it as text (OWASP, "CSV injection"). Import takes the apostrophe off again.
 */
export const neutralise = (text: string): string => (RISKY.test(text) ? `'${text}` : text)

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}

const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value))

function csvCell(value: unknown, delimiter: string, decimal: string): string {
  if (isNumber(value)) return String(value).replace('.', decimal)
  const text = neutralise(textOf(value))
  const isQuoted =
    text.includes(delimiter) || text.includes('"') || text.includes('\n') || text.includes('\r')
  return isQuoted ? `"${text.replaceAll('"', '""')}"` : text
}

const FLUSH_CHARS = 64 * 1024

/**
 * A CSV file as a stream: UTF-8 with a byte-order mark (Excel needs it for umlauts), CRLF, cells that
 * would run as formulas neutralised, numbers as numbers. Memory does not grow with the rows.
 */
export function writeCsv(
  columns: readonly SheetColumn[],
  rows: SheetRows,
  format: CsvFormat = {},
): Readable {
  const delimiter = format.delimiter ?? ';'
  const decimal = format.decimal ?? (delimiter === ';' ? ',' : '.')
  const line = (cells: readonly unknown[]) =>
    `${cells.map((cell) => csvCell(cell, delimiter, decimal)).join(delimiter)}\r\n`
  async function* pieces() {
    let piece = `\ufeff${line(columns.map(({ header }) => header))}`
    for await (const row of rows) {
      piece += line(row)
      if (piece.length < FLUSH_CHARS) continue
      yield piece
      piece = ''
    }
    if (piece !== '') yield piece
  }
  return Readable.from(pieces(), { objectMode: false })
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for them
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
/** Excel takes no longer texts. */
const CELL_CHARS_MAX = 32_767

const xmlText = (text: string): string =>
  text
    .slice(0, CELL_CHARS_MAX)
    .replace(NOT_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const DATE_STYLE = 1
const HEADER_STYLE = 2

/** Days since 1899-12-30, as spreadsheets count; null for what is no day. */
function serialOf(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const day = Date.parse(`${text}T00:00:00Z`)
  return Number.isNaN(day) ? null : day / 86_400_000 + 25_569
}

function xlsxCell(value: unknown, column: SheetColumn | undefined): string {
  if (value === null || value === undefined || value === '') return '<c/>'
  if (isNumber(value)) return `<c><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c t="b"><v>${value ? 1 : 0}</v></c>`
  const text = textOf(value)
  const serial = column?.type === 'date' ? serialOf(text) : null
  if (serial !== null) return `<c s="${DATE_STYLE}"><v>${serial}</v></c>`
  return inlineCell(neutralise(text))
}

const inlineCell = (text: string, style = 0): string =>
  `<c t="inlineStr"${style ? ` s="${style}"` : ''}><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

async function* sheetXml({ columns, rows }: SheetInput): AsyncGenerator<string> {
  const widths = columns
    .map(({ width, header }, index) => {
      const chars = width ?? Math.min(40, Math.max(12, header.length + 2))
      return `<col min="${index + 1}" max="${index + 1}" width="${chars}" customWidth="1"/>`
    })
    .join('')
  const header = columns.map((column) => inlineCell(column.header, HEADER_STYLE)).join('')
  let piece =
    `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `${widths === '' ? '' : `<cols>${widths}</cols>`}<sheetData><row>${header}</row>`
  for await (const row of rows) {
    piece += `<row>${row.map((value, index) => xlsxCell(value, columns[index])).join('')}</row>`
    if (piece.length < FLUSH_CHARS) continue
    yield piece
    piece = ''
  }
  yield `${piece}</sheetData></worksheet>`
}

const STYLES =
  `${XML}<styleSheet xmlns="${MAIN}">` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
  '<cellXfs count="3"><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs>' +
  '</styleSheet>'

/** Sheet names: 31 characters, none of `[]:*?/\`, each once. */
function sheetNames(sheets: readonly SheetInput[]): string[] {
  const used = new Set<string>()
  return sheets.map(({ name }, index) => {
    const clean =
      name
        .replace(/[[\]:*?/\\]/g, ' ')
        .slice(0, 28)
        .trim() || `Tabelle${index + 1}`
    const unique = used.has(clean.toLowerCase()) ? `${clean} ${index + 1}` : clean
    used.add(unique.toLowerCase())
    return unique
  })
}

function packageParts(names: readonly string[]): Record<string, string> {
  const each = (part: (name: string, number: number) => string) =>
    names.map((name, index) => part(name, index + 1)).join('')
  const office = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  return {
    '[Content_Types].xml':
      `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Override PartName="/xl/workbook.xml" ContentType="${office}.sheet.main+xml"/>` +
      `<Override PartName="/xl/styles.xml" ContentType="${office}.styles+xml"/>` +
      each(
        (_, number) =>
          `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${office}.worksheet+xml"/>`,
      ) +
      '</Types>',
    '_rels/.rels':
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml':
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>` +
      each(
        (name, number) =>
          `<sheet name="${xmlText(name)}" sheetId="${number}" r:id="rId${number}"/>`,
      ) +
      '</sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
      each(
        (_, number) =>
          `<Relationship Id="rId${number}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
      ) +
      `<Relationship Id="rId${names.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': STYLES,
  }
}

/**
 * An XLSX workbook as a stream. Texts are written in the cells, not as shared texts, so memory does
 * not grow with the rows. Texts that would run as formulas are neutralised; numbers stay numbers.
 */
export function writeXlsx(sheets: readonly SheetInput[]): Readable {
  const zip = new yazl.ZipFile()
  const names = sheetNames(sheets)
  const output = zip.outputStream as Readable
  for (const [path, text] of Object.entries(packageParts(names)))
    zip.addBuffer(Buffer.from(text), path)
  for (const [index, sheet] of sheets.entries()) {
    const stream = Readable.from(sheetXml(sheet), { objectMode: false })
    stream.on('error', (error) => output.destroy(error))
    zip.addReadStream(stream, `xl/worksheets/sheet${index + 1}.xml`)
  }
  zip.end()
  return output
}
