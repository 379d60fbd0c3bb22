import assert from 'node:assert/strict'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { after, test } from 'node:test'
import { writeCsv, writeXlsx } from '#platform/spreadsheet.ts'
import { IMPORT_KINDS } from '../../test/helpers/import-kinds.ts'
import { sniffFile } from './io/sniff.ts'
import { proposeMappings } from './proposal.ts'
import { targetOf } from './target.ts'
import { type TemplateSheet, templateFor } from './template.ts'

const folder = mkdtempSync(join(tmpdir(), 'template-'))
after(() => rmSync(folder, { recursive: true }))

const sheet = ({ name, columns, rows }: TemplateSheet) => ({
  name,
  columns: columns.map((header) => ({ header })),
  rows,
})

async function written(name: string, sheets: readonly TemplateSheet[]): Promise<string> {
  const path = join(folder, name)
  const [data] = sheets.map(sheet)
  assert(data)
  const stream = name.endsWith('.csv')
    ? writeCsv(data.columns, data.rows)
    : writeXlsx(sheets.map(sheet))
  await pipeline(stream, createWriteStream(path))
  return path
}

for (const language of ['de', 'en'] as const) {
  for (const kind of IMPORT_KINDS) {
    test(`template: ${kind.id} (${language}), filled in, is recognised column by column`, async () => {
      const { data, example, notes } = templateFor(kind, language)
      const filled = [{ ...data, rows: example.rows }, example, notes]
      const wanted = notes.rows.map(([header, word]) => [header, word])
      for (const name of [`${kind.id}-${language}.csv`, `${kind.id}-${language}.xlsx`]) {
        const [best] = proposeMappings(await sniffFile(await written(name, filled)), IMPORT_KINDS)
        assert.equal(best?.id, kind.id)
        assert.deepEqual(Object.entries(best.mappings[0]?.columns ?? {}), wanted)
      }
      for (const [, word] of wanted) assert.ok(targetOf(kind, String(word)), String(word))
    })
  }
}

test('template: as it comes it holds nothing that could be imported by mistake', async () => {
  const [kind] = IMPORT_KINDS
  assert(kind)
  const { data, example, notes } = templateFor(kind, 'de')
  for (const name of ['empty.csv', 'empty.xlsx']) {
    const path = await written(name, [data, example, notes])
    await assert.rejects(sniffFile(path), { code: 'imports.header_only' })
  }
  assert.equal(example.name, 'Beispiel')
  assert.equal(example.rows.length, 1)
})
