import type { SaxesTagPlain } from 'saxes'
import type { Cell, Row } from '../cell.ts'
import { COLUMNS_MAX } from '../csv.ts'
import { civilOfSerial } from '../dates.ts'
import type { Sheet } from '../detection.ts'
import { columnOfReference, type NumberStyle, timeText } from '../workbook.ts'
import { refusal } from './bytes.ts'
import type { ReadRowsOptions } from './read-csv.ts'
import type { SharedStrings } from './shared-strings.ts'
import { type Archive, type Handlers, localName, openArchive, parsePart } from './xlsx-archive.ts'
import { readSharedStrings, readStyles, readWorkbookPart } from './xlsx-parts.ts'

export type Workbook = {
  readonly sheets: readonly Sheet[]
  /** Rows of one sheet, blank ones left out as the format does. */
  rows(sheet: string, options: ReadRowsOptions): AsyncGenerator<Row>
  close(): void
}

/**
 * Opens a workbook without unpacking it. Refuses what is no XLSX, and by the sizes in its directory
 * an archive that would grow out of all proportion; the sizes are enforced while reading.
 */
export async function openWorkbook(path: string, file: string): Promise<Workbook> {
  const archive = await openArchive(path, file)
  try {
    const { sheets, targets, is1904 } = await readWorkbookPart(archive)
    const styles = await readStyles(archive)
    let strings: Promise<SharedStrings> | null = null
    return {
      sheets,
      async *rows(name, options) {
        const target = targets.get(name)
        if (target === undefined) throw refusal('sheet_missing', file, { sheet: name })
        strings ??= readSharedStrings(archive)
        const context = { archive, strings: await strings, styles, is1904 }
        yield* readSheet(target, context, options)
      },
      close: () => archive.zip.close(),
    }
  } catch (error) {
    archive.zip.close()
    throw error
  }
}

type SheetContext = {
  readonly archive: Archive
  readonly strings: SharedStrings
  readonly styles: readonly NumberStyle[]
  readonly is1904: boolean
}

async function* readSheet(
  target: string,
  context: SheetContext,
  options: ReadRowsOptions,
): AsyncGenerator<Row> {
  const sheet = sheetHandlers(context, options.file)
  for await (const _ of parsePart(context.archive, target, sheet.handlers, options)) {
    yield* sheet.take()
  }
  yield* sheet.take()
}

/** Collects cells into rows; `take` hands over the rows that are complete. */
function sheetHandlers(context: SheetContext, file: string) {
  let rows: Row[] = []
  let row = 0
  let column = -1
  let cells: Cell[] = []
  let type = 'n'
  let style: NumberStyle = 'number'
  let value = ''
  let isValue = false
  let isPhonetic = false

  function openCell(tag: SaxesTagPlain) {
    const reference = tag.attributes.r
    column = (reference === undefined ? null : columnOfReference(reference)) ?? column + 1
    type = tag.attributes.t ?? 'n'
    style = context.styles[Number(tag.attributes.s ?? '0')] ?? 'number'
    value = ''
  }

  function closeCell() {
    if (value === '') return
    if (column >= COLUMNS_MAX)
      throw refusal('too_many_columns', file, { row, columns: column + 1, limit: COLUMNS_MAX })
    while (cells.length < column) cells.push('')
    cells[column] = cellOf(value, type, style, context)
  }

  function closeRow() {
    if (cells.length > 0) rows.push({ row, cells })
    cells = []
  }

  const handlers: Handlers = {
    open(tag) {
      const name = localName(tag.name)
      if (name === 'c') openCell(tag)
      else if (name === 'v' || name === 't') isValue = true
      else if (name === 'rPh') isPhonetic = true
      else if (name === 'row') {
        row = Number(tag.attributes.r ?? row + 1)
        column = -1
      }
    },
    text(part) {
      if (isValue && !isPhonetic) value += part
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false
      else if (name === 'c') closeCell()
      else if (name === 'row') closeRow()
      else if (name === 'rPh') isPhonetic = false
    },
  }
  return {
    handlers,
    take(): Row[] {
      const taken = rows
      rows = []
      return taken
    },
  }
}

function cellOf(value: string, type: string, style: NumberStyle, context: SheetContext): Cell {
  if (type === 's') return context.strings.get(Number(value)) ?? ''
  if (type === 'b') return value === '1' || value === 'true'
  if (type === 'd') return { civil: value.replace(/(?:\.\d+)?Z?$/, '') }
  if (type !== 'n') return value
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  if (style === 'date' && number >= 0 && number < 2_958_466)
    return { civil: civilOfSerial(number, context.is1904) }
  return style === 'time' && number >= 0 ? timeText(number) : number
}
