import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readNotes } from '../src/imports/io/notes.ts'
import { changeFile } from '../src/imports/io/store.ts'
import { loadFiles, loadImport } from '../src/imports/io/tables.ts'
import type { Mapping } from '../src/imports/mapping.ts'
import { HEAD, LEADS, leads } from './helpers/import-leads.ts'
import { testImports } from './helpers/imports.ts'

test('files: UTF-16, tabs and Windows-1252 arrive with their umlauts', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const table = 'ID\tName\tAngelegt\r\n1\tMüller-Lüdenscheidt\t01.02.2026\r\n'
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(table, 'utf16le')])
  const latin = Buffer.from('ID;Name;Angelegt\r\n2;Öztürk & Söhne;02.02.2026\r\n', 'latin1')
  const columns = { ID: 'external_id', Name: 'last_name', Angelegt: 'created_on' }
  const paths = [await workplace.file('a.txt', utf16), await workplace.file('b.csv', latin)]
  await workplace.commit(paths, { mappings: [{ kind: 'lead', columns }] })
  assert.deepEqual(
    (
      await workplace.rows<{ last_name: string }>(
        'select last_name from leads.lead order by created_on',
      )
    ).map((row) => row.last_name),
    ['Müller-Lüdenscheidt', 'Öztürk & Söhne'],
  )
})

test('files: one larger than the operator allows is refused, and nothing stays', async () => {
  await using workplace = await testImports({ currency: 'EUR', maxFileBytes: 1024 ** 2 })
  const table = (bytes: number) => `${HEAD}\n1;Berg;;01.02.2026;;`.padEnd(bytes, ' ')
  const allowed = await workplace.file('allowed.csv', table(1024 ** 2))
  await workplace.create([allowed], { mappings: [LEADS] })
  const large = await workplace.file('large.csv', table(1024 ** 2 + 1))
  await assert.rejects(workplace.create([large], { mappings: [LEADS] }), {
    code: 'imports.file_too_large',
    detail: { file: 'large.csv', megabytes: 1 },
  })
  assert.deepEqual(await workplace.rows('select name from imports.file'), [{ name: 'allowed.csv' }])
})

test('mappings: the same header is read as last time', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  await leads(workplace, 'a.csv', ['1;Berg;;01.02.2026;;'])
  const path = await workplace.file('later.csv', `${HEAD}\n2;Tal;;02.02.2026;;\n`)
  const importId = await workplace.create([path])
  const view = await workplace.imports.view(importId)
  assert.equal(view.files[0]?.mappingOrigin?.source, 'remembered')
  assert.deepEqual(view.files[0]?.mappings, [LEADS])
})

test('mappings: a change after the dry run asks for another one', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const path = await workplace.file('a.csv', `${HEAD}\n1;Berg;;01.02.2026;;\n`)
  const importId = await workplace.create([path], { mappings: [LEADS] })
  assert.equal((await workplace.run(importId, 'dry_run')).state, 'ready')
  const [file] = await loadFiles(workplace.db, importId)
  assert(file)
  const change = { mappings: [{ ...LEADS, kind: 'leads' }] }
  await changeFile(workplace.db, importId, file.id, change, workplace.imports.kinds)
  assert.equal((await loadImport(workplace.db, importId)).state, 'uploaded')
  const notes = await readNotes(workplace.db, file.id, { outcome: 'new', limit: 10 })
  assert.equal(notes.count, 1)
})

test('money: a file in another currency is refused as a whole', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const path = await workplace.file('a.csv', 'Day,Cost\n2026-03-01,$10.00\n2026-03-02,$12.50\n')
  const mappings = [
    { kind: 'cost', columns: { Day: 'day', Cost: 'amount' }, constants: { category: 'media' } },
  ]
  await assert.rejects(workplace.commit([path], { mappings }), {
    code: 'imports.currency_without_rate',
  })
})

test('mappings: the view says what is wrong with each part before anything runs', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const path = await workplace.file('a.csv', `${HEAD}\n1;Berg;;01.02.2026;;\n`)
  const importId = await workplace.create([path], { mappings: [LEADS] })
  const [file] = await loadFiles(workplace.db, importId)
  assert(file)
  const problems = async (...mappings: Mapping[]) => {
    await changeFile(workplace.db, importId, file.id, { mappings }, workplace.imports.kinds)
    const view = await workplace.imports.view(importId)
    return view.files[0]?.mappingProblems ?? []
  }
  const costs = { kind: 'cost', columns: { Angelegt: 'day' }, constants: { category: 'Reise' } }
  assert.deepEqual(await problems(LEADS), [])
  const found = await problems(
    { ...LEADS, key: ['Nummer'], values: { stage: { Neu: 'neuer' } } },
    costs,
  )
  assert.deepEqual(
    found.map(({ part, field, rule }) => [part, field, rule]),
    [
      [0, 'values.stage.Neu', 'imports.value_unknown'],
      [0, 'key.0', 'imports.column_missing'],
      [1, 'constants.category', 'imports.value_unknown'],
      [1, 'amount', 'imports.required_not_mapped'],
    ],
  )
  assert.equal(found[1]?.text.de, 'Die Datei hat keine Spalte „Nummer“.')
  assert.match(found[2]?.text.de ?? '', /„Reise“ ist keiner .*personnel, technology, media/)
  await workplace.run(importId, 'dry_run')
  await assert.rejects(workplace.imports.outcome(importId), { code: 'imports.mapping_invalid' })
})
