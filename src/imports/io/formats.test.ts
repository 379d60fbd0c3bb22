import assert from 'node:assert/strict'
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import yazl from 'yazl'
import type { Cell } from '../cell.ts'
import { type MappingFormat, settleFormat } from '../format.ts'
import { profileFile, readRows } from './read-file.ts'
import { sniffFile } from './sniff.ts'

const folder = mkdtempSync(join(tmpdir(), 'formats-'))
after(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function read(path: string, hints: MappingFormat = {}) {
  const detection = await sniffFile(path, { hints })
  const format = settleFormat(detection)
  const rows: { row: number; cells: readonly Cell[] }[] = []
  for await (const row of readRows(path, format, { file: detection.file })) rows.push(row)
  return { detection, format, rows, cells: rows.map(({ cells }) => cells) }
}

const GERMAN =
  'Firma;Straße;Umsatz\r\nMüller & Söhne;Königsallee 1;1.234,50\r\nÖko AG;"Weg; 2";–\r\n'
const WINDOWS = GERMAN.replace('–', '12 €')

test('formats: every encoding is found and read', async () => {
  const cases: [string, Buffer, string][] = [
    ['utf8', Buffer.from(GERMAN), 'utf-8'],
    ['utf8 with mark', Buffer.from(`\ufeff${GERMAN}`), 'utf-8'],
    ['utf16le with mark', iconv.encode(GERMAN, 'utf-16le', { addBOM: true }), 'utf-16le'],
    ['utf16be with mark', iconv.encode(GERMAN, 'utf-16be', { addBOM: true }), 'utf-16be'],
    ['utf16le bare', iconv.encode(GERMAN, 'utf-16le'), 'utf-16le'],
    ['utf16be bare', iconv.encode(GERMAN, 'utf-16be'), 'utf-16be'],
    ['windows', iconv.encode(WINDOWS, 'windows-1252'), 'windows-1252'],
    ['latin', iconv.encode(GERMAN.replace('–', '-'), 'iso-8859-1'), 'windows-1252'],
    ['gzip', gzipSync(GERMAN), 'utf-8'],
  ]
  for (const [name, bytes, encoding] of cases) {
    const { detection, format, cells } = await read(file(`${name}.csv`, bytes))
    assert.equal(format.encoding, encoding, name)
    assert.deepEqual(detection.header, ['Firma', 'Straße', 'Umsatz'], name)
    assert.equal(format.delimiter, ';', name)
    assert.deepEqual(cells[0], ['Müller & Söhne', 'Königsallee 1', '1.234,50'], name)
    assert.equal(cells[1]?.[1], 'Weg; 2', name)
  }
})

test('formats: what was chosen is taken', async () => {
  const path = file('chosen.csv', 'Bericht\n\na|b\n1,5|2\n')
  const { format, cells, rows } = await read(path, { delimiter: '|', headerRow: 3, decimal: ',' })
  assert.deepEqual([format.delimiter, format.headerRow, format.decimal], ['|', 3, ','])
  assert.deepEqual(cells, [['1,5', '2']])
  assert.equal(rows[0]?.row, 4)
})

test('formats: title lines, comments, a "sep=" line and blank rows stand above the header', async () => {
  // titles and headers as in ../shared/data/export_headers
  const google = await read(
    file(
      'google.csv',
      iconv.encode(
        'Anzeigengruppenbericht\n17. September 2026 - 1. Oktober 2026\nAnzeigengruppenstatus\tAnzeigengruppe\tImpressionen\tKosten\tKlicks\tConversions\nAktiviert\tExample\t6.111\t"275,35"\t419\t"1,50"\nGesamt: Kampagne\t\t6.111\t"275,35"\t419\t"1,50"\n',
        'utf-16le',
        { addBOM: true },
      ),
    ),
  )
  assert.deepEqual(google.detection.period, { from: '2026-09-17', until: '2026-10-02' })
  assert.deepEqual(
    [google.format.headerRow, google.format.delimiter, google.format.decimal],
    [3, '\t', ','],
  )
  assert.equal(google.detection.totals, 1)

  const linkedin = await read(
    file(
      'linkedin.csv',
      'Campaign Performance Report (in UTC)\nReport Start: 09/01/2026, Report End: 09/02/2026\n\nStart Date (in UTC),Account Name,Campaign Name,Campaign ID,Total Spent,Impressions,Clicks,Currency\n09/01/2026,Firma,Herbst,77,"1,234.50",100,5,EUR\n,,,,"1,234.50",100,5,\n',
    ),
  )
  assert.deepEqual(linkedin.detection.period, { from: '2026-09-01', until: '2026-09-03' })
  assert.equal(linkedin.format.headerRow, 4)

  const analytics = await read(
    file(
      'ga4.csv',
      '# ----------------------------------------\n# Pages and screens\n# Account: Firma, Köln\n# Start date: 20260101\n# End date: 20260131\n\nPage path,Views,Users\n/,10,5\n/b,3,2\n',
    ),
  )
  assert.deepEqual(analytics.detection.period, { from: '2026-01-01', until: '2026-02-01' })
  assert.equal(analytics.format.headerRow, 7)

  const marked = await read(file('sep.csv', 'sep=;\nName;Wert\nA;1,5\n'))
  assert.deepEqual([marked.format.delimiter, marked.format.headerRow], [';', 2])
})

test('formats: a date column is ambiguous where nothing proves its order', async () => {
  const questions = async (name: string, dates: readonly string[], more = '') => {
    const path = file(
      name,
      `Tag,Wert${more === '' ? '' : ',Ende'}\n${dates.map((day, at) => `${day},${at}${more === '' ? '' : `,${more}`}`).join('\n')}\n`,
    )
    const { format, detection } = await read(path)
    const profile = await profileFile(path, format, { file: name })
    return [
      profile.columns[0]?.dates?.formats[0] ?? null,
      profile.questions.length,
      detection.questions.length,
    ]
  }
  assert.deepEqual(await questions('a.csv', ['03/04/2024', '05/06/2024']), ['d/m/yyyy', 1, 1])
  assert.deepEqual(await questions('b.csv', ['03/04/2024', '13/06/2024']), ['d/m/yyyy', 0, 0])
  assert.deepEqual(await questions('c.csv', ['03/04/2024', '06/13/2024']), ['m/d/yyyy', 0, 0])
  assert.deepEqual(await questions('d.csv', ['13/04/2024', '06/13/2024']), ['d/m/yyyy', 1, 1])
  assert.deepEqual(await questions('e.csv', ['03.04.2024', '05.06.2024']), ['dd.mm.yyyy', 0, 0])
  // another column of the file proves it
  assert.deepEqual(await questions('f.csv', ['03/04/2024'], '04/30/2024'), ['m/d/yyyy', 0, 0])
  // the proof stands behind the sample: only the whole file tells
  const late = [...Array.from({ length: 30_000 }, () => '03/04/2024'), '04/30/2024']
  assert.deepEqual(await questions('g.csv', late), ['m/d/yyyy', 0, 1])
})

test('formats: a number column that no other proves is asked about', async () => {
  const path = file('either.csv', 'Name,Betrag\nA,1.234\nB,5.678\n')
  const { format } = await read(path)
  const profile = await profileFile(path, format, { file: 'either.csv' })
  assert.deepEqual(
    profile.questions.map(({ rule, column }) => [rule, column]),
    [['imports.ambiguous_decimal', 'Betrag']],
  )
})

const STYLES = `<styleSheet><numFmts count="2"><numFmt numFmtId="170" formatCode="[$-407]d/\\ mmm\\ yyyy"/><numFmt numFmtId="171" formatCode="#,##0.00\\ &quot;€ pro Tag&quot;"/></numFmts>
<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="21"/></cellXfs></styleSheet>`
const SHARED =
  '<sst><si><t>Name</t></si><si><r><t>Müller</t></r><r><t xml:space="preserve"> GmbH</t></r><rPh><t>ふり</t></rPh></si></sst>'
const SHEET = `<worksheet xmlns:x="y"><sheetData>
<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>Tag</t></is></c><c r="C2" t="str"><f>1</f><v>Lang</v></c><c r="D2" t="inlineStr"><is><t>Preis</t></is></c><c r="E2" t="inlineStr"><is><t>Ja</t></is></c><c r="F2" t="inlineStr"><is><t>Dauer</t></is></c><c r="G2" t="inlineStr"><is><t>Fehler</t></is></c></row>
<row r="5"><c r="A5" t="s"><v>1</v></c><c r="B5" s="1"><v>43831</v></c><c r="C5" s="2"><v>43831.5</v></c><c r="D5" s="3"><v>0.89700000000000002</v></c><c r="E5" t="b"><v>1</v></c><c r="F5" s="4"><v>0.5</v></c><c r="G5" t="e"><v>#N/A</v></c></row>
<row r="6"><c r="D6"><v>24000023</v></c></row>
</sheetData></worksheet>`

async function workbook(name: string, is1904: boolean): Promise<string> {
  const zip = new yazl.ZipFile()
  const parts = {
    'xl/workbook.xml': `<workbook xmlns:r="r"><workbookPr date1904="${is1904 ? 1 : 0}"/><sheets><sheet name="Notiz" sheetId="1" state="hidden" r:id="rId1"/><sheet name="Daten" sheetId="2" r:id="rId2"/><sheet name="Mehr" sheetId="3" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': '<worksheet><sheetData/></worksheet>',
    'xl/worksheets/sheet2.xml': SHEET,
    'xl/styles.xml': STYLES,
    'xl/sharedStrings.xml': SHARED,
  }
  for (const [path, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), path)
  zip.end()
  const path = join(folder, name)
  await pipeline(zip.outputStream as Readable, createWriteStream(path))
  return path
}

test('formats: XLSX gives texts, numbers, days, truth values; rows keep their numbers', async () => {
  const { detection, rows, format } = await read(await workbook('a.xlsx', false))
  assert.deepEqual([format.sheet, format.headerRow], ['Daten', 2])
  assert.deepEqual(detection.sheets, [
    { name: 'Notiz', hidden: true },
    { name: 'Daten', hidden: false },
    { name: 'Mehr', hidden: false },
  ])
  assert.equal(detection.guesses.sheet.sure, false)
  assert.deepEqual(rows, [
    {
      row: 5,
      cells: [
        'Müller GmbH',
        { civil: '2020-01-01' },
        { civil: '2020-01-01T12:00:00' },
        0.897,
        true,
        '12:00:00',
        '#N/A',
      ],
    },
    { row: 6, cells: ['', '', '', 24_000_023] },
  ])
})

test('formats: days of the 1904 system are four years and a day later', async () => {
  const { rows } = await read(await workbook('b.xlsx', true))
  assert.deepEqual(rows[0]?.cells[1], { civil: '2024-01-02' })
})
