import assert from 'node:assert/strict'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { after, test } from 'node:test'
import yauzl from 'yauzl'
import { neutralise, writeCsv, writeXlsx } from './spreadsheet.ts'

const folder = mkdtempSync(join(tmpdir(), 'spreadsheet-'))
after(() => rmSync(folder, { recursive: true }))

/** With its byte-order mark. */
const textOf = async (stream: Readable): Promise<string> => (await buffer(stream)).toString('utf8')

async function part(path: string, name: string): Promise<string> {
  const zip = await yauzl.openPromise(path)
  for await (const entry of zip.eachEntry())
    if (entry.fileName === name) return textOf(await zip.openReadStreamPromise(entry))
  throw new Error(`no ${name}`)
}

test('spreadsheet: CSV has a mark, CRLF, German numbers and quoted cells', async () => {
  const columns = [{ header: 'Name' }, { header: 'Betrag' }]
  const rows = [
    ['Müller; Söhne', 1234.5],
    ['sagte "ja"', -2],
    [null, undefined],
  ]
  assert.equal(
    await textOf(writeCsv(columns, rows)),
    '\ufeffName;Betrag\r\n"Müller; Söhne";1234,5\r\n"sagte ""ja""";-2\r\n;\r\n',
  )
  assert.equal(
    await textOf(writeCsv(columns, [['a,b', 1.5]], { delimiter: ',' })),
    '\ufeffName,Betrag\r\n"a,b",1.5\r\n',
  )
})

test('spreadsheet: texts that would run as formulas are neutralised, numbers are not', async () => {
  for (const text of ['=1+1', '+49 221', '-2+3', '@SUM(A1)', '\tx', '\rx'])
    assert.equal(neutralise(text), `'${text}`)
  assert.equal(neutralise('1=1'), '1=1')
  const csv = await textOf(writeCsv([{ header: '=A1' }], [['=cmd|calc'], [-5]]))
  assert.equal(csv, "\ufeff'=A1\r\n'=cmd|calc\r\n-5\r\n")
})

test('spreadsheet: XLSX holds numbers as numbers, days as days, texts as texts', async () => {
  const path = join(folder, 'a.xlsx')
  const columns = [
    { header: 'Name' },
    { header: 'Betrag' },
    { header: 'Tag', type: 'date' as const },
  ]
  const rows = [
    ['<&> "ä"', 1234.5, '2020-01-01'],
    ['=1+1', -1, ''],
    [true, null, 'bald'],
  ]
  await pipeline(writeXlsx([{ name: 'Da/ten', columns, rows }]), createWriteStream(path))
  const sheet = await part(path, 'xl/worksheets/sheet1.xml')
  assert.ok(sheet.includes('&lt;&amp;&gt; &quot;ä&quot;'))
  assert.ok(sheet.includes('<c><v>1234.5</v></c>'))
  assert.ok(sheet.includes('<c s="1"><v>43831</v></c>'))
  assert.ok(sheet.includes("'=1+1"))
  assert.ok(sheet.includes('<c t="b"><v>1</v></c>'))
  assert.ok((await part(path, 'xl/workbook.xml')).includes('name="Da ten"'))
})

test('spreadsheet: an error of the rows ends the stream with that error', async () => {
  function* rows() {
    yield ['a']
    throw new Error('the database went away')
  }
  const write = () =>
    pipeline(
      writeXlsx([{ name: 'a', columns: [{ header: 'a' }], rows: rows() }]),
      createWriteStream(join(folder, 'b.xlsx')),
    )
  await assert.rejects(write, /went away/)
  await assert.rejects(textOf(writeCsv([{ header: 'a' }], rows())), /went away/)
})

test('spreadsheet: memory does not grow with the rows', async () => {
  function* rows() {
    for (let row = 0; row < 100_000; row++)
      yield [row, `Firma ${row} GmbH`, '2024-01-01', row / 100]
  }
  const columns = ['Nr', 'Name', 'Tag', 'Betrag'].map((header) => ({ header }))
  const before = process.memoryUsage.rss()
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss() - before)
  }, 20)
  await pipeline(
    writeXlsx([{ name: 'a', columns, rows: rows() }]),
    createWriteStream(join(folder, 'c.xlsx')),
  )
  clearInterval(watch)
  assert.ok(most < 150 * 1024 ** 2, `grew by ${Math.round(most / 1024 ** 2)} MB`)
})
