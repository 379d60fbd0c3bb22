import assert from 'node:assert/strict'
import { text as readAll } from 'node:stream/consumers'
import { test } from 'node:test'
import { readNotes, rejectedCsv } from '../src/imports/io/notes.ts'
import { claimRun, recoverRuns } from '../src/imports/io/runs.ts'
import { changeFile } from '../src/imports/io/store.ts'
import { loadFiles, loadImport } from '../src/imports/io/tables.ts'
import { importView } from '../src/imports/io/view.ts'
import { silentLog } from '../src/platform/log.ts'
import { createRecord, updateRecord } from '../src/platform/records/service.ts'
import { contentHashes, testImports } from './helpers/imports.ts'

type Workplace = Awaited<ReturnType<typeof testImports>>

const LEADS = {
  kind: 'lead',
  columns: {
    ID: 'external_id',
    Name: 'last_name',
    Mail: 'email',
    Angelegt: 'created_on',
    Stufe: 'stage',
    Quelle: 'source',
  },
}
const HEAD = 'ID;Name;Mail;Angelegt;Stufe;Quelle'

const leads = async (workplace: Workplace, name: string, rows: readonly string[]) =>
  workplace.commit([await workplace.file(name, `${[HEAD, ...rows].join('\r\n')}\r\n`)], {
    mappings: [LEADS],
  })

const context = () => ({
  actor: { userId: null, name: 'Jemand' },
  now: new Date(),
  timeZone: 'UTC',
})

test('import: rows by id become new, changed, same', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const first = await leads(workplace, 'a.csv', [
    '1;Berg;berg@firma.de;01.02.2026;MQL;google',
    '2;Tal;tal@firma.de;02.02.2026;Neu;messe',
  ])
  assert.deepEqual(first.files[0]?.rows, { read: 2, new: 2, changed: 0, same: 0, rejected: 0 })
  const second = await leads(workplace, 'b.csv', [
    '1;Berg;berg@firma.de;01.02.2026;SQL;google',
    '2;Tal;tal@firma.de;02.02.2026;Neu;messe',
    '3;See;see@firma.de;03.02.2026;Neu;',
  ])
  assert.deepEqual(second.files[0]?.rows, { read: 3, new: 1, changed: 1, same: 1, rejected: 0 })
  assert.deepEqual(second.promised, { ...second.summary, importId: second.importId })
  const history = await workplace.rows<{ stage: string }>(
    `select stage_event.stage from leads.stage_event join leads.lead on lead.id = lead_id
      where last_name = 'Berg' order by stage_event.id`,
  )
  assert.deepEqual(
    history.map(({ stage }) => stage),
    ['new', 'mql', 'sql'],
  )
})

test('import: empty cells erase nothing, a constant null does', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  await leads(workplace, 'a.csv', ['1;Berg;berg@firma.de;01.02.2026;MQL;google'])
  await leads(workplace, 'b.csv', ['1;;;;;bing'])
  const known = `select last_name, email, source from leads.lead`
  assert.deepEqual(await workplace.rows(known), [
    { last_name: 'Berg', email: 'berg@firma.de', source: 'bing' },
  ])
  const path = await workplace.file('c.csv', 'ID;Name\n1;Berg\n')
  const columns = { ID: 'external_id', Name: 'last_name' }
  await workplace.commit([path], {
    mappings: [{ kind: 'lead', columns, constants: { email: null } }],
  })
  assert.deepEqual(await workplace.rows(known), [
    { last_name: 'Berg', email: null, source: 'bing' },
  ])
})

test('import: rows without any id stay apart, and the file again changes nothing', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const file = await workplace.file('costs.csv', 'Tag;Betrag\n01.03.2026;10,00\n01.03.2026;10,00\n')
  const mappings = [
    { kind: 'cost', columns: { Tag: 'day', Betrag: 'amount' }, constants: { category: 'media' } },
  ]
  const first = await workplace.commit([file], { mappings })
  assert.equal(first.files[0]?.rows.new, 2)
  const again = await workplace.commit([file], { mappings })
  assert.deepEqual(again.files[0]?.rows, { read: 2, new: 0, changed: 0, same: 2, rejected: 0 })
  assert.deepEqual(
    await workplace.rows('select count(*) as count, sum(amount) as sum from costs.entry'),
    [{ count: 2, sum: 2000 }],
  )
})

test('import: a later export of a day corrects its count instead of adding to it', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const columns = { Tag: 'date', Kanal: 'channel', Besucher: 'visitors' }
  const mappings = [{ kind: 'daily_count', columns, constants: { counted_by: 'Matomo' } }]
  const early = 'Tag;Kanal;Besucher\n01.03.2026;Messe;10\n01.03.2026;E-Mail;5\n'
  await workplace.commit([await workplace.file('a.csv', early)], { mappings })
  const later = await workplace.file('b.csv', early.replace('10', '14'))
  const { files } = await workplace.commit([later], { mappings })
  assert.deepEqual([files[0]?.rows.changed, files[0]?.rows.same, files[0]?.rows.new], [1, 1, 0])
})

test('import: two rows of one id are one record; the first counts, and that is told', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const rows = ['1;Berg;berg@firma.de;01.02.2026;MQL;google', '1;Burg;;01.02.2026;MQL;bing']
  const first = await leads(workplace, 'a.csv', rows)
  assert.deepEqual(first.files[0]?.rows, { read: 2, new: 1, changed: 0, same: 1, rejected: 0 })
  assert.deepEqual(first.files[0]?.warnings, { 'imports.repeated_row': 1 })
  const again = await leads(workplace, 'a.csv', rows)
  assert.equal(again.files[0]?.rows.same, 2)
})

test('import: accounts match by domain, then VAT id, then a name that only one has', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const columns = { Firma: 'name', Web: 'website', USt: 'vat_id', Ort: 'city' }
  const mappings = [{ kind: 'account', columns }]
  const known = await workplace.file(
    'a.csv',
    'Firma;Web;USt;Ort\nAlpha GmbH;https://www.alpha.de;DE1;\nBeta AG;;DE2;\nGamma;gamma.de;;\nGamma;gamma.at;;\n',
  )
  const first = await workplace.commit([known], { mappings })
  assert.equal(first.files[0]?.rows.new, 4)
  const file = await workplace.file(
    'b.csv',
    'Firma;Web;USt;Ort\nAlpha;alpha.de/kontakt;;Ulm\nBeta;;DE2;Bonn\nbeta ag;;;\nGamma;;;Kiel\nGamma;gamma.de;;Jena\n',
  )
  const { files } = await workplace.commit([file], { mappings })
  // Alpha by domain, Beta by VAT id, "Gamma" is not unmistakable and so a new one, gamma.de by domain
  assert.deepEqual([files[0]?.rows.new, files[0]?.rows.changed], [2, 3])
  const cities = await workplace.rows<{ domain: string; city: string }>(
    `select coalesce(domain, vat_id, 'none') as domain, city from crm.account where city is not null order by 1`,
  )
  assert.deepEqual(cities, [
    { domain: 'DE2', city: 'Bonn' },
    { domain: 'alpha.de', city: 'Ulm' },
    { domain: 'gamma.de', city: 'Jena' },
    { domain: 'none', city: 'Kiel' },
  ])
})

test('import: ids of one source never merge, ids of another match by e-mail', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const columns = { ID: 'external_id', Name: 'last_name', Mail: 'email' }
  const one = await workplace.file(
    'a.csv',
    'ID;Name;Mail\n1;Berg;info@firma.de\n2;Tal;info@firma.de\n',
  )
  const mappings = [{ kind: 'contact', columns }]
  const first = await workplace.commit([one], { mappings })
  assert.equal(first.files[0]?.rows.new, 2, 'two ids are two people, whatever the address')
  const other = await workplace.file('b.csv', 'ID;Name;Mail\nx9;Berg;INFO@firma.de\n')
  const importId = await workplace.create([other], { mappings }, 'anderes')
  await workplace.run(importId, 'dry_run')
  const [file] = await loadFiles(workplace.db, importId)
  assert.deepEqual(
    [file?.counts?.parts[0]?.counts.new, file?.counts?.parts[0]?.counts.same],
    [0, 1],
  )
})

test('import: links by id, e-mail and name; what is missing is made, or told', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const file = await workplace.file(
    'deals.csv',
    [
      'Deal;Firma;Domain;Betreuer;Kampagne;Stufe;Lead;Angelegt;Betrag',
      'A;Alpha GmbH;alpha.de;Eva Roth;Messe Köln;Angebot;77;01.03.2026;1.000,00',
      'B;Alpha;www.alpha.de;eva roth;messe köln;Closed Won;;02.03.2026;2.000,50',
      'C;;gmx.de;;;Short List;;03.03.2026;',
    ].join('\n'),
  )
  const columns = {
    Deal: ['external_id', 'name'],
    Firma: 'account.name',
    Domain: 'account.domain',
    Betreuer: 'owner.name',
    Kampagne: 'campaign.name',
    Stufe: 'stage.name',
    Lead: 'lead.id',
    Angelegt: 'opened_at',
    Betrag: 'amount',
  }
  const { files } = await workplace.commit([file], { mappings: [{ kind: 'opportunity', columns }] })
  assert.deepEqual(files[0]?.created, { account: 1, user: 1, campaign: 1, opportunity_stage: 2 })
  assert.equal(files[0]?.warnings['imports.reference_not_found'], 2, 'lead 77 and gmx.de')
  const deals = await workplace.rows(
    `select o.name, a.name as account, s.name as stage, s.outcome, o.amount from crm.opportunity o
       left join crm.account a on a.id = account_id join crm.opportunity_stage s on s.id = stage_id order by 1`,
  )
  assert.deepEqual(deals, [
    { name: 'A', account: 'Alpha GmbH', stage: 'Angebot', outcome: 'open', amount: 100_000 },
    { name: 'B', account: 'Alpha GmbH', stage: 'Closed Won', outcome: 'won', amount: 200_050 },
    { name: 'C', account: null, stage: 'Short List', outcome: 'open', amount: null },
  ])
})

test('import: a lead finds contact and account by its address, but not by free mail', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const { bindings } = workplace.domain.records
  const create = async (kind: string, input: Record<string, unknown>) => {
    const binding = bindings.get(kind)
    assert(binding)
    return createRecord(workplace.domain.records, binding, input, context())
  }
  const account = await create('account', { name: 'Alpha', website: 'alpha.de' })
  const other = await create('account', { name: 'Beta', website: 'beta.de' })
  await create('account', { name: 'Freemail AG', website: 'gmx.de' })
  const contact = await create('contact', {
    last_name: 'Roth',
    email: 'Eva@alpha.de',
    account_id: other.id,
  })
  await leads(workplace, 'a.csv', [
    '1;Roth;eva@ALPHA.de;01.02.2026;;',
    '2;Berg;max@alpha.de;01.02.2026;;',
    '3;Tal;tal@gmx.de;01.02.2026;;',
  ])
  assert.deepEqual(
    await workplace.rows(
      'select last_name, contact_id, account_id from leads.lead order by last_name',
    ),
    [
      { last_name: 'Berg', contact_id: null, account_id: account.id },
      { last_name: 'Roth', contact_id: contact.id, account_id: other.id },
      { last_name: 'Tal', contact_id: null, account_id: null },
    ],
  )
})

test('import: rejected rows come back as a file that can be mended and imported', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const done = await leads(workplace, 'a.csv', [
    '1;Berg;berg@firma.de;01.02.2026;Quatsch;google',
    '2;Tal;tal@firma.de;02.02.2026;Neu;messe',
    '3;See;see@firma.de;31.02.2026;Neu;messe',
  ])
  assert.deepEqual(
    done.files[0]?.rejected.map(({ row, column }) => [row, column]),
    [
      [2, 'Stufe'],
      [4, 'Angelegt'],
    ],
  )
  const [file] = await loadFiles(workplace.db, done.importId)
  assert(file)
  const csv = await readAll(rejectedCsv(workplace.db, file, workplace.imports.ruleText, 'de'))
  const [header, ...lines] = csv.replace('\ufeff', '').trim().split(/\r?\n/)
  assert.match(header ?? '', /ID.Name.Mail.Angelegt.Stufe.Quelle.Grund/)
  assert.equal(lines.length, 2)
  const mended = csv.replace('Quatsch', 'MQL').replace('31.02.2026', '28.02.2026')
  const again = await workplace.commit([await workplace.file('mended.csv', mended)], {
    mappings: [LEADS],
  })
  assert.deepEqual(again.files[0]?.rows, { read: 2, new: 2, changed: 0, same: 0, rejected: 0 })
})

test('import: what only the database can refuse is rejected alone', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const mappings = [{ kind: 'user', columns: { ID: 'external_id', Name: 'name', Mail: 'email' } }]
  // Two ids with one address: users have unique addresses.
  const file = await workplace.file(
    'users.csv',
    'ID;Name;Mail\n1;Eva;eva@firma.de\n2;Evi;eva@firma.de\n3;Max;max@firma.de\n',
  )
  const { files } = await workplace.commit([file], { mappings })
  assert.deepEqual(files[0]?.rows, { read: 3, new: 2, changed: 0, same: 0, rejected: 1 })
  assert.equal(files[0]?.rejected[0]?.row, 3)
})

test('undo: changed fields and all that was made are as before', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  await leads(workplace, 'a.csv', ['1;Berg;berg@firma.de;01.02.2026;MQL;google'])
  const before = await contentHashes(workplace.db)
  const second = await leads(workplace, 'b.csv', [
    '1;Burg;berg@firma.de;01.02.2026;SQL;bing',
    '2;Tal;tal@firma.de;02.02.2026;Neu;messe',
  ])
  assert.notDeepEqual(await contentHashes(workplace.db), before)
  assert.equal((await workplace.run(second.importId, 'undo')).state, 'undone')
  assert.deepEqual(await contentHashes(workplace.db), before)
  await workplace.run(second.importId, 'dry_run')
  assert.equal((await workplace.run(second.importId, 'commit')).state, 'committed')
  assert.equal((await workplace.run(second.importId, 'undo')).state, 'undone')
  assert.deepEqual(await contentHashes(workplace.db), before, 'and once more')
})

test('undo: refused with a list when somebody changed a record since', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const first = await leads(workplace, 'a.csv', [
    '1;Berg;berg@firma.de;01.02.2026;MQL;google',
    '2;Tal;tal@firma.de;02.02.2026;Neu;messe',
  ])
  const binding = workplace.domain.records.bindings.get('lead')
  assert(binding)
  const [berg] = await workplace.rows<{ id: string; version: number }>(
    `select id, version from leads.lead where last_name = 'Berg'`,
  )
  assert(berg)
  const target = { id: berg.id, version: berg.version, scope: null }
  await updateRecord(workplace.domain.records, binding, target, { notes: 'Rückruf' }, context())
  const hashes = await contentHashes(workplace.db)
  const row = await workplace.run(first.importId, 'undo')
  assert.equal(row.state, 'committed')
  assert.equal(row.error?.code, 'imports.undo_blocked')
  assert.deepEqual(
    row.undo_blockers?.map(({ kind, recordId, reason, by }) => [kind, recordId, reason, by]),
    [['lead', berg.id, 'changed', 'Jemand']],
  )
  assert.deepEqual(await contentHashes(workplace.db), hashes, 'nothing was taken back')
})

test('undo: refused while a newer record refers to one of the import', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const mappings = [{ kind: 'account', columns: { Firma: 'name' } }]
  const file = await workplace.file('a.csv', 'Firma;Ort\nAlpha;Ulm\n')
  const first = await workplace.commit([file], { mappings })
  const [account] = await workplace.rows<{ id: string }>('select id from crm.account')
  const contact = workplace.domain.records.bindings.get('contact')
  assert(contact && account)
  const input = { last_name: 'Roth', account_id: account.id }
  const made = await createRecord(workplace.domain.records, contact, input, context())
  const row = await workplace.run(first.importId, 'undo')
  assert.deepEqual(
    row.undo_blockers?.map(({ reason, title, by, byKind, byId }) => [
      reason,
      title,
      by,
      byKind,
      byId,
    ]),
    [['referenced', 'Alpha', 'Roth', 'contact', made.id]],
  )
})

test('undo: an import on top must go first, then the one below goes', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const empty = await contentHashes(workplace.db)
  const first = await leads(workplace, 'a.csv', ['1;Berg;berg@firma.de;01.02.2026;MQL;google'])
  const second = await leads(workplace, 'b.csv', ['1;Burg;;;;'])
  assert.equal((await workplace.run(first.importId, 'undo')).state, 'committed')
  assert.equal((await workplace.run(second.importId, 'undo')).state, 'undone')
  assert.equal((await workplace.run(first.importId, 'undo')).state, 'undone')
  assert.deepEqual(await contentHashes(workplace.db), empty)
})

test('runs: one at a time, in order, and only by its own state', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const file = await workplace.file('a.csv', `${HEAD}\n1;Berg;;01.02.2026;;\n`)
  const importId = await workplace.create([file], { mappings: [LEADS] })
  const { db, imports } = workplace
  const starter = { userId: null, name: 'test' }
  const { newId } = imports.options.records
  await assert.rejects(claimRun(db, newId, importId, 'commit', starter), {
    code: 'imports.wrong_state',
  })
  const claims = await Promise.allSettled(
    Array.from({ length: 5 }, () => claimRun(db, newId, importId, 'dry_run', starter)),
  )
  assert.equal(claims.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('runs: cancelled means nothing written', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const rows = Array.from({ length: 5_000 }, (_, i) => `${i};Name${i};;01.02.2026;;`)
  const file = await workplace.file('a.csv', [HEAD, ...rows].join('\n'))
  const importId = await workplace.create([file], { mappings: [LEADS] })
  await workplace.run(importId, 'dry_run')
  const stop = new AbortController()
  const onProgress = ({ phase, done }: { phase: string; done: number }) => {
    if (phase === 'rows' && done >= 2_000) stop.abort()
  }
  const starter = { userId: null, name: 'test' }
  await workplace.imports.runNow(importId, 'commit', starter, { signal: stop.signal, onProgress })
  const row = await loadImport(workplace.db, importId)
  assert.deepEqual([row.state, row.error?.code], ['cancelled', 'imports.cancelled'])
  assert.deepEqual(await workplace.rows('select count(*) as count from leads.lead'), [{ count: 0 }])
})

test('runs: after a crash an import without a living run is interrupted, once', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const file = await workplace.file('a.csv', `${HEAD}\n1;Berg;;01.02.2026;;\n`)
  const importId = await workplace.create([file], { mappings: [LEADS] })
  const { newId } = workplace.imports.options.records
  await claimRun(workplace.db, newId, importId, 'dry_run', { userId: null, name: 'test' })
  assert.deepEqual(await recoverRuns(workplace.db, silentLog), [importId])
  assert.equal((await loadImport(workplace.db, importId)).state, 'interrupted')
  assert.deepEqual(await recoverRuns(workplace.db, silentLog), [])
  assert.equal((await workplace.run(importId, 'dry_run')).state, 'ready')
})

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

test('mappings: the same header is read as last time', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  await leads(workplace, 'a.csv', ['1;Berg;;01.02.2026;;'])
  const path = await workplace.file('later.csv', `${HEAD}\n2;Tal;;02.02.2026;;\n`)
  const importId = await workplace.create([path])
  const view = await importView(workplace.db, importId, workplace.imports.ruleText)
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
