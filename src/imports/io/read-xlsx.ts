import type { Readable } from 'node:stream'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import yauzl from 'yauzl'
import type { Cell, Row } from '../cell.ts'
import { COLUMNS_MAX } from '../csv.ts'
import { civilOfSerial } from '../dates.ts'
import type { Sheet } from '../detection.ts'
import { columnOfReference, type NumberStyle, styleOf, timeText } from '../workbook.ts'
import { PACK_RATIO_FROM_BYTES, PACK_RATIO_MAX, refusal, UNPACKED_BYTES_MAX } from './bytes.ts'
import type { ReadRowsOptions } from './read-csv.ts'
import { createSharedStrings, type SharedStrings } from './shared-strings.ts'

const ENTRIES_MAX = 10_000
/** Parts other than sheets and shared texts are small; a larger one is none of Excel's making. */
const PART_BYTES_MAX = 32 * 1024 ** 2
/** So much markup without one element closing is an attack on the parser's memory. */
const SILENT_CHARS_MAX = 4 * 1024 ** 2

type Archive = {
  readonly zip: yauzl.ZipFile
  readonly entries: ReadonlyMap<string, yauzl.Entry>
  readonly file: string
}

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

function openArchive(path: string, file: string): Promise<Archive> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) return reject(refusal('archive_broken', file, { reason: error.message }))
      const entries = new Map<string, yauzl.Entry>()
      let total = 0
      const fail = (reason: unknown) => {
        zip.close()
        reject(reason)
      }
      zip.on('error', (fault: Error) =>
        fail(refusal('archive_broken', file, { reason: fault.message })),
      )
      zip.on('end', () => resolve({ zip, entries, file }))
      zip.on('entry', (entry: yauzl.Entry) => {
        total += entry.uncompressedSize
        const ratio = Math.round(entry.uncompressedSize / Math.max(entry.compressedSize, 1))
        const isBomb =
          total > UNPACKED_BYTES_MAX ||
          entries.size >= ENTRIES_MAX ||
          (entry.uncompressedSize > PACK_RATIO_FROM_BYTES && ratio > PACK_RATIO_MAX)
        if (isBomb) return fail(refusal('zip_bomb', file, { bytes: total, ratio }))
        entries.set(entry.fileName.replace(/^\//, ''), entry)
        zip.readEntry()
      })
      zip.readEntry()
    })
  })
}

const openStream = ({ zip, file }: Archive, entry: yauzl.Entry): Promise<Readable> =>
  new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) reject(refusal('archive_broken', file, { reason: error.message }))
      else resolve(stream)
    })
  })

type Handlers = {
  open?(tag: SaxesTagPlain): void
  close?(name: string): void
  text?(text: string): void
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Feeds one part of the archive to the handlers; yields after every chunk so that rows can flow. */
async function* parsePart(
  archive: Archive,
  name: string,
  handlers: Handlers,
  options: Pick<ReadRowsOptions, 'signal' | 'onBytes'> = {},
): AsyncGenerator<void> {
  const entry = archive.entries.get(name)
  if (!entry) throw refusal('archive_broken', archive.file, { reason: `no ${name}` })
  const parser = new SaxesParser({ xmlns: false, position: false })
  const packing = entry.compressedSize / Math.max(entry.uncompressedSize, 1)
  let silent = 0
  const fail = (reason: string) => {
    throw refusal('archive_broken', archive.file, { reason, part: name })
  }
  parser.on('error', (error) => fail(error.message))
  parser.on('doctype', () => fail('doctype'))
  parser.on('opentag', (tag) => {
    silent = 0
    handlers.open?.(tag)
  })
  parser.on('closetag', (tag) => {
    silent = 0
    handlers.close?.(localName(tag.name))
  })
  parser.on('text', (text) => handlers.text?.(text))
  const stream = await openStream(archive, entry)
  const decoder = new TextDecoder('utf-8')
  try {
    for await (const chunk of stream) {
      options.signal?.throwIfAborted()
      options.onBytes?.((chunk as Buffer).length * packing)
      const text = decoder.decode(chunk as Buffer, { stream: true })
      silent += text.length
      parser.write(text)
      if (silent > SILENT_CHARS_MAX) fail('endless element')
      yield
    }
    parser.close()
  } catch (error) {
    throw zipRefusal(error, archive.file)
  } finally {
    stream.destroy()
  }
}

/** Faults of the archive come as plain errors of yauzl and zlib; ours pass through. */
function zipRefusal(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error.name === 'Refusal' || error.name === 'AbortError')
    return error
  return refusal('archive_broken', file, { reason: error.message })
}

async function readWhole(archive: Archive, name: string, handlers: Handlers): Promise<void> {
  const entry = archive.entries.get(name)
  if (entry && entry.uncompressedSize > PART_BYTES_MAX)
    throw refusal('zip_bomb', archive.file, { bytes: entry.uncompressedSize, part: name })
  for await (const _ of parsePart(archive, name, handlers)) {
    // only the handlers count
  }
}

const attribute = (tag: SaxesTagPlain, name: string): string | undefined => {
  const value = tag.attributes[name]
  if (value !== undefined) return value
  const key = Object.keys(tag.attributes).find((candidate) => localName(candidate) === name)
  return key === undefined ? undefined : tag.attributes[key]
}

async function readWorkbookPart(archive: Archive) {
  if (archive.entries.has('xl/workbook.bin')) throw refusal('xlsb', archive.file)
  if (!archive.entries.has('xl/workbook.xml')) throw refusal('zip_not_xlsx', archive.file)
  const found: { name: string; hidden: boolean; relation: string }[] = []
  let is1904 = false
  await readWhole(archive, 'xl/workbook.xml', {
    open(tag) {
      const name = localName(tag.name)
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attribute(tag, 'date1904') ?? '')
      if (name !== 'sheet') return
      const state = attribute(tag, 'state') ?? 'visible'
      const relation = tag.attributes['r:id'] ?? attribute(tag, 'id') ?? ''
      found.push({ name: attribute(tag, 'name') ?? '', hidden: state !== 'visible', relation })
    },
  })
  const paths = new Map<string, string>()
  await readWhole(archive, 'xl/_rels/workbook.xml.rels', {
    open(tag) {
      if (localName(tag.name) !== 'Relationship') return
      const target = attribute(tag, 'Target') ?? ''
      paths.set(
        attribute(tag, 'Id') ?? '',
        target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`,
      )
    },
  })
  const sheets = found.filter(({ relation }) => archive.entries.has(paths.get(relation) ?? ''))
  if (sheets.length === 0) throw refusal('zip_not_xlsx', archive.file)
  return {
    sheets: sheets.map(({ name, hidden }) => ({ name, hidden })),
    targets: new Map(sheets.map(({ name, relation }) => [name, paths.get(relation) ?? ''])),
    is1904,
  }
}

/** What each cell style shows, by its number. */
async function readStyles(archive: Archive): Promise<readonly NumberStyle[]> {
  if (!archive.entries.has('xl/styles.xml')) return []
  const codes = new Map<number, string>()
  const styles: NumberStyle[] = []
  let isInCells = false
  await readWhole(archive, 'xl/styles.xml', {
    open(tag) {
      const name = localName(tag.name)
      if (name === 'numFmt')
        codes.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '')
      if (name === 'cellXfs') isInCells = true
      if (name === 'xf' && isInCells) {
        const id = Number(attribute(tag, 'numFmtId') ?? '0')
        styles.push(styleOf(id, codes.get(id)))
      }
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false
    },
  })
  return styles
}

async function readSharedStrings(archive: Archive): Promise<SharedStrings> {
  const strings = createSharedStrings(archive.file)
  const name = 'xl/sharedStrings.xml'
  if (!archive.entries.has(name)) return strings
  let text = ''
  let isText = false
  let isPhonetic = false
  const handlers: Handlers = {
    open(tag) {
      const local = localName(tag.name)
      if (local === 'si') text = ''
      else if (local === 't') isText = true
      else if (local === 'rPh') isPhonetic = true
    },
    text(part) {
      if (isText && !isPhonetic) text += part
    },
    close(local) {
      if (local === 'si') strings.add(text)
      else if (local === 't') isText = false
      else if (local === 'rPh') isPhonetic = false
    },
  }
  for await (const _ of parsePart(archive, name, handlers)) {
    // only the handlers count
  }
  return strings
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
