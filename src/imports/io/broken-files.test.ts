import assert from 'node:assert/strict'
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import yazl from 'yazl'
import { Refusal } from '#kernel/refusal.ts'
import { writeXlsx } from '#platform/spreadsheet.ts'
import { type MappingFormat, settleFormat } from '../format.ts'
import { profileFile } from './read-file.ts'
import { sniffFile } from './sniff.ts'

/** Of the processor: the clock would measure what else runs on the machine. */
const SECONDS_MAX = 5
const MEGABYTES_MAX = 200

const folder = mkdtempSync(join(tmpdir(), 'broken-'))
after(() => rmSync(folder, { recursive: true }))

/** What the dry run does with a file, watched: refusal, seconds, growth of memory. */
async function refused(path: string, hints: MappingFormat = {}) {
  global.gc?.()
  const before = process.memoryUsage.rss()
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before)
  }, 10)
  const start = process.cpuUsage()
  try {
    const detection = await sniffFile(path, { hints })
    await profileFile(path, settleFormat(detection), { file: detection.file })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { user, system } = process.cpuUsage(start)
    const seconds = (user + system) / 1_000_000
    const megabytes = most / 1024 ** 2
    assert.ok(seconds < SECONDS_MAX, `${error.code} took ${seconds.toFixed(1)} s`)
    assert.ok(megabytes < MEGABYTES_MAX, `${error.code} took ${megabytes.toFixed(0)} MB`)
    return error
  } finally {
    clearInterval(watch)
  }
  throw new Error('nothing was refused')
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const rows = (count: number) =>
  Array.from({ length: count }, (_, row) => `${row};Müller ${row};2024-01-05;1.234,50`)
const leads = (count: number) => `Nummer;Name;Datum;Betrag\n${rows(count).join('\n')}\n`

test('broken: an empty file, and one with a header alone', async () => {
  assert.equal((await refused(file('empty.csv', ''))).code, 'imports.file_empty')
  assert.equal((await refused(file('mark.csv', '\ufeff'))).code, 'imports.no_header')
  assert.equal((await refused(file('header.csv', 'Name;Betrag\n'))).code, 'imports.header_only')
})

test('broken: a file cut in the middle of its last row says so, with the row', async () => {
  const text = leads(50_000)
  const cut = await refused(file('cut.csv', text.slice(0, text.lastIndexOf(';2024'))))
  assert.equal(cut.code, 'imports.file_cut')
  assert.deepEqual([cut.detail.row, cut.detail.columns, cut.detail.expected], [50_001, 2, 4])
})

test('broken: a file cut within a letter of two bytes', async () => {
  const whole = Buffer.from('Name;Ort\nA;Bonn\nB;Kö')
  const cut = await refused(file('letter.csv', whole.subarray(0, -1)))
  assert.equal(cut.code, 'imports.file_cut')
})

test('broken: a file cut within a quoted cell says where the quote opened', async () => {
  const text = `Nummer,Notiz\n${Array.from({ length: 20_000 }, (_, row) => `${row},"eins, zwei"`).join('\n')}`
  const cut = await refused(file('quote.csv', text.slice(0, -4)))
  assert.equal(cut.code, 'imports.open_quote')
  assert.deepEqual([cut.detail.row, cut.detail.column], [20_001, 2])
})

test('broken: a quote that opens early in a large file', async () => {
  const text = leads(20_000).replace('Müller 10;', '"Müller 10;')
  const open = await refused(file('early.csv', text + leads(400_000)))
  assert.equal(open.code, 'imports.open_quote')
  assert.equal(open.detail.row, 12)
})

test('broken: a cut gzip and a cut workbook', async () => {
  const packed = gzipSync(leads(50_000))
  const gzip = await refused(file('cut.csv.gz', packed.subarray(0, packed.length / 2)))
  assert.equal(gzip.code, 'imports.file_cut')
  const path = join(folder, 'whole.xlsx')
  const columns = [{ header: 'Name' }, { header: 'Betrag' }]
  const data = Array.from({ length: 5_000 }, (_, row) => [`Firma ${row}`, row])
  await pipeline(writeXlsx([{ name: 'a', columns, rows: data }]), createWriteStream(path))
  const whole = readFileSync(path)
  const cut = await refused(file('cut.xlsx', whole.subarray(0, whole.length / 2)))
  assert.equal(cut.code, 'imports.archive_broken')
})

test('broken: an encoding that the bytes speak against', async () => {
  const german = leads(1_000)
  const windows = file('windows.csv', iconv.encode(german, 'windows-1252'))
  const wide = file('wide.csv', iconv.encode(german, 'utf-16le', { addBOM: true }))
  const plain = file('utf8.csv', german)
  for (const [path, encoding, found] of [
    [windows, 'utf-8', 'windows-1252'],
    [windows, 'utf-16le', 'windows-1252'],
    [wide, 'utf-8', 'utf-16le'],
    [wide, 'windows-1252', 'utf-16le'],
    [plain, 'windows-1252', 'utf-8'],
    [plain, 'utf-16be', 'utf-8'],
  ] as const) {
    const wrong = await refused(path, { encoding })
    assert.equal(wrong.code, 'imports.encoding_wrong')
    assert.deepEqual([wrong.detail.chosen, wrong.detail.found], [encoding, found])
  }
})

test('broken: 10,000 columns, by whatever delimiter, and a row without end', async () => {
  for (const delimiter of [',', ';', '\t', '|']) {
    const line = Array.from({ length: 10_000 }, (_, column) => `c${column}`).join(delimiter)
    const wide = await refused(file('wide.txt', `${line}\n${line}\n`))
    assert.equal(wide.code, 'imports.too_many_columns')
    assert.deepEqual([wide.detail.columns, wide.detail.limit, wide.detail.row], [10_000, 1_000, 1])
  }
  const endless = await refused(file('endless.csv', 'x'.repeat(30_000_000)))
  assert.equal(endless.code, 'imports.row_too_long')
})

test('broken: binaries are told apart by their first bytes or by what no text has', async () => {
  const code = async (name: string, content: Buffer) => (await refused(file(name, content))).code
  const noise = Buffer.from(Array.from({ length: 50_000 }, (_, at) => (at * 7919) % 256))
  assert.equal(await code('noise.csv', noise), 'imports.binary')
  assert.equal(await code('a.pdf', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj')), 'imports.binary')
  assert.equal(
    await code('a.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a])),
    'imports.binary',
  )
  assert.equal(
    await code('late.csv', Buffer.concat([Buffer.from(leads(5_000)), Buffer.alloc(3)])),
    'imports.binary',
  )
  const ole = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])
  assert.equal(await code('a.xls', ole), 'imports.xls_old')
  assert.equal(await code('a.csv', Buffer.from('<!DOCTYPE html><html><body>Login')), 'imports.html')
  assert.equal(await code('b.csv', Buffer.from('[{"id": 1}]')), 'imports.json')
  assert.equal(await code('c.xml', Buffer.from('<?xml version="1.0"?><Workbook/>')), 'imports.xml')
  assert.equal(
    await code('c.zip', Buffer.from('PK\u0003\u0004 and no directory')),
    'imports.archive_broken',
  )
})

/** An archive whose parts are given as texts or as streams. */
async function archive(name: string, parts: Record<string, string | Readable>): Promise<string> {
  const zip = new yazl.ZipFile()
  for (const [path, content] of Object.entries(parts)) {
    if (typeof content === 'string') zip.addBuffer(Buffer.from(content), path)
    else zip.addReadStream(content, path)
  }
  zip.end()
  const path = join(folder, name)
  await pipeline(zip.outputStream as Readable, createWriteStream(path))
  return path
}

const WORKBOOK = {
  'xl/workbook.xml':
    '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
}

function zeros(megabytes: number, before: string, after: string): Readable {
  function* pieces() {
    yield Buffer.from(before)
    const piece = Buffer.alloc(1024 ** 2, '0')
    for (let count = 0; count < megabytes; count++) yield piece
    yield Buffer.from(after)
  }
  return Readable.from(pieces(), { objectMode: false })
}

test('broken: a zip bomb as XLSX is refused by its directory, before anything is unpacked', async () => {
  const sheet = zeros(
    300,
    '<worksheet><sheetData><row><c><v>',
    '</v></c></row></sheetData></worksheet>',
  )
  const bomb = await refused(
    await archive('bomb.xlsx', { ...WORKBOOK, 'xl/worksheets/sheet1.xml': sheet }),
  )
  assert.equal(bomb.code, 'imports.zip_bomb')
  assert.ok(Number(bomb.detail.bytes) > 300 * 1024 ** 2)
})

test('broken: one endless cell below the bomb limit, and a document type, are refused', async () => {
  const cell = zeros(
    40,
    '<worksheet><sheetData><row><c><v>',
    '</v></c></row></sheetData></worksheet>',
  )
  const endless = await refused(
    await archive('cell.xlsx', { ...WORKBOOK, 'xl/worksheets/sheet1.xml': cell }),
  )
  assert.equal(endless.code, 'imports.archive_broken')
  const laughs = '<!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet><sheetData/></worksheet>'
  const entities = await refused(
    await archive('laugh.xlsx', { ...WORKBOOK, 'xl/worksheets/sheet1.xml': laughs }),
  )
  assert.equal(entities.code, 'imports.archive_broken')
})

test('broken: a gzip bomb is refused while it grows', async () => {
  const bomb = gzipSync(Buffer.alloc(120 * 1024 ** 2, 'a;b\n'))
  const refusal = await refused(file('bomb.csv.gz', bomb))
  assert.equal(refusal.code, 'imports.zip_bomb')
})

test('broken: more shared texts than memory is given for', async () => {
  function* pieces() {
    yield '<sst>'
    for (let piece = 0; piece < 800; piece++) {
      let text = ''
      for (let at = 0; at < 1_000; at++)
        text += `<si><t>${piece}-${at}-${(at * 7919 + piece).toString(36).repeat(16)}</t></si>`
      yield text
    }
    yield '</sst>'
  }
  const strings = Readable.from(pieces(), { objectMode: false })
  const sheet = '<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>'
  const many = await refused(
    await archive('texts.xlsx', {
      ...WORKBOOK,
      'xl/worksheets/sheet1.xml': sheet,
      'xl/sharedStrings.xml': strings,
    }),
  )
  assert.equal(many.code, 'imports.xlsx_too_much_text')
})

test('broken: an archive of another kind, and columns beyond the limit in a sheet', async () => {
  const odt = await refused(await archive('a.odt', { 'content.xml': '<a/>' }))
  assert.equal(odt.code, 'imports.zip_not_xlsx')
  const far =
    '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="NTP1"><v>1</v></c></row></sheetData></worksheet>'
  const wide = await refused(
    await archive('wide.xlsx', { ...WORKBOOK, 'xl/worksheets/sheet1.xml': far }),
  )
  assert.deepEqual([wide.code, wide.detail.columns], ['imports.too_many_columns', 10_000])
})
