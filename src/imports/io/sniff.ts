import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Row } from '../cell.ts'
import { RECORD_CHARS_MAX } from '../csv.ts'
import { detect } from '../detect.ts'
import type { Detection, Guess, Sheet } from '../detection.ts'
import type { Encoding, FileFormat, MappingFormat } from '../format.ts'
import { guessDelimiter, guessQuote, sampleRows } from '../layout.ts'
import { checkEncoding, readBytes, readText, refusal, scanEncoding } from './bytes.ts'
import { type ReadRowsOptions, readAllRows } from './read-file.ts'
import { openWorkbook } from './read-xlsx.ts'

const SAMPLE_CHARS = 256 * 1024
const SAMPLE_ROWS_MAX = 2_000

export type SniffOptions = {
  /** The name people know the file by; default the last part of the path. */
  readonly name?: string
  /** What is known already: it is taken as it is, unless the bytes speak against it. */
  readonly hints?: MappingFormat
  readonly signal?: AbortSignal
}

type Magic = readonly [reason: string, bytes: readonly number[]]

/** Beginnings of files that hold no table, and of the table formats that are not read. */
const REFUSED: readonly Magic[] = [
  ['xls_old', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['binary', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['binary', [0x89, 0x50, 0x4e, 0x47]],
  ['binary', [0xff, 0xd8, 0xff]],
  ['binary', [0x47, 0x49, 0x46, 0x38]],
  ['binary', [0x7f, 0x45, 0x4c, 0x46]],
  ['binary', [0x37, 0x7a, 0xbc, 0xaf]],
  ['binary', [0x52, 0x61, 0x72, 0x21]],
  ['binary', [0x42, 0x5a, 0x68]],
  ['binary', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['binary', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65]],
  ['binary', [0x50, 0x41, 0x52, 0x31]],
]

const startsWith = (head: Buffer, bytes: readonly number[]): boolean =>
  bytes.every((byte, at) => head[at] === byte)

async function readHead(path: string): Promise<Buffer> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function unpackedHead(path: string, file: string): Promise<Buffer> {
  for await (const chunk of readBytes(path, { file, gzip: true })) return chunk.subarray(0, 4096)
  throw refusal('file_empty', file)
}

/** The beginning without a byte-order mark, in small letters. */
const beginningOf = (head: Buffer): string =>
  head
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase()

const isJson = (head: Buffer): boolean => /^[[{]\s*["{[]/.test(beginningOf(head))

function refuseMagic(head: Buffer, file: string) {
  if (head.length === 0) throw refusal('file_empty', file)
  const found = REFUSED.find(([, bytes]) => startsWith(head, bytes))
  if (found) throw refusal(found[0], file, { reason: 'magic' })
  const text = beginningOf(head)
  if (text.startsWith('<?xml') || text.startsWith('<workbook')) throw refusal('xml', file)
  if (text.startsWith('<!doctype html') || text.startsWith('<html')) throw refusal('html', file)
}

/**
 * Looks at a file and says how to read it, with the evidence for every guess. Reads the whole file
 * for its encoding and the beginning for everything else. Refuses with `imports.<reason>` what is no
 * table: empty, binary, an archive of another kind, too many columns, broken.
 */
export async function sniffFile(path: string, options: SniffOptions = {}): Promise<Detection> {
  const file = options.name ?? basename(path)
  const raw = await readHead(path)
  const gzip = startsWith(raw, [0x1f, 0x8b])
  const head = gzip ? await unpackedHead(path, file) : raw
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) {
    if (gzip) throw refusal('binary', file, { reason: 'packed twice' })
    return sniffWorkbook(path, file, options)
  }
  refuseMagic(head, file)
  if (isJson(head)) return sniffJson(path, file, gzip, options)
  return sniffText(path, file, gzip, options)
}

const blankFormat: FileFormat = {
  container: 'csv',
  gzip: false,
  encoding: 'utf-8',
  delimiter: ',',
  quote: '"',
  decimal: '.',
  decimalGiven: false,
  date: [],
  timeZone: null,
  currency: null,
  sheet: null,
  headerRow: 1,
}

const fixed = <T>(value: T, rule: string): Guess<T> => ({
  value,
  sure: true,
  evidence: { rule, detail: {} },
  candidates: [value],
})

async function sniffText(
  path: string,
  file: string,
  gzip: boolean,
  { hints = {}, signal }: SniffOptions,
): Promise<Detection> {
  const found = await scanEncoding(path, { file, gzip, signal })
  if (hints.encoding) checkEncoding(hints.encoding, found, file)
  const encoding: Guess<Encoding> = hints.encoding ? fixed(hints.encoding, 'imports.given') : found
  const { text, complete } = await readSample(path, {
    file,
    gzip,
    signal,
    encoding: encoding.value,
  })
  const quote = guessQuote(text)
  const delimiter = hints.delimiter
    ? fixed(hints.delimiter, 'imports.given')
    : guessDelimiter(text, quote.value, file)
  const rows = sampleRows(complete ? `${text}\n` : text, delimiter.value, quote.value, file)
  if (rows.length === 0) throw refusal('row_too_long', file, { row: 1 })
  return detect({
    file,
    format: {
      ...blankFormat,
      gzip,
      encoding: encoding.value,
      delimiter: delimiter.value,
      quote: quote.value,
    },
    guesses: { encoding, delimiter, quote, sheet: fixed(null, 'imports.no_sheets') },
    sheets: [],
    rows: rows.slice(0, SAMPLE_ROWS_MAX),
    complete: complete && rows.length <= SAMPLE_ROWS_MAX,
    hints,
  })
}

/** The beginning of the text: 256 K characters, more where one line is longer. */
async function readSample(path: string, options: Parameters<typeof readText>[1]) {
  let text = ''
  for await (const piece of readText(path, options)) {
    text += piece
    const hasLine = text.includes('\n') || text.includes('\r')
    if (text.length >= SAMPLE_CHARS && (hasLine || text.length > RECORD_CHARS_MAX))
      return { text, complete: false }
  }
  return { text, complete: true }
}

/** A report by day, of which everything but the table is settled. */
async function sniffJson(
  path: string,
  file: string,
  gzip: boolean,
  { hints = {}, signal }: SniffOptions,
): Promise<Detection> {
  const format: FileFormat = { ...blankFormat, container: 'json', gzip }
  const { rows, complete } = await sampleOf(path, format, { file, signal })
  return detect({
    file,
    format,
    guesses: {
      encoding: fixed('utf-8', 'imports.json_days'),
      delimiter: fixed(',', 'imports.json_days'),
      quote: fixed('"', 'imports.json_days'),
      sheet: fixed(null, 'imports.no_sheets'),
    },
    sheets: [],
    rows,
    complete,
    hints: { ...hints, headerRow: 1 },
  })
}

/** The first rows of a file whose format is settled. */
async function sampleOf(path: string, format: FileFormat, options: ReadRowsOptions) {
  const rows: Row[] = []
  for await (const row of readAllRows(path, format, options)) {
    if (rows.length >= SAMPLE_ROWS_MAX) return { rows, complete: false }
    rows.push(row)
  }
  return { rows, complete: true }
}

async function sniffWorkbook(
  path: string,
  file: string,
  { hints = {}, signal }: SniffOptions,
): Promise<Detection> {
  const workbook = await openWorkbook(path, file)
  try {
    const sheet = chooseSheet(workbook.sheets, hints.sheet, file)
    const format: FileFormat = { ...blankFormat, container: 'xlsx', sheet: sheet.value }
    const { rows, complete } = await sampleOf(path, format, { file, signal })
    if (rows.length === 0) throw refusal('file_empty', file, { sheet: sheet.value ?? '' })
    return detect({
      file,
      format,
      guesses: {
        encoding: fixed('utf-8', 'imports.workbook'),
        delimiter: fixed(',', 'imports.workbook'),
        quote: fixed('"', 'imports.workbook'),
        sheet,
      },
      sheets: workbook.sheets,
      rows,
      complete,
      hints,
    })
  } finally {
    workbook.close()
  }
}

function chooseSheet(
  sheets: readonly Sheet[],
  wanted: string | undefined,
  file: string,
): Guess<string | null> {
  if (wanted !== undefined) {
    if (!sheets.some(({ name }) => name === wanted))
      throw refusal('sheet_missing', file, { sheet: wanted })
    return fixed(wanted, 'imports.given')
  }
  const visible = sheets.filter(({ hidden }) => !hidden)
  return {
    value: (visible[0] ?? sheets[0])?.name ?? null,
    sure: visible.length === 1,
    evidence: { rule: 'imports.first_visible_sheet', detail: { sheets: visible.length } },
    candidates: visible.map(({ name }) => name),
  }
}
