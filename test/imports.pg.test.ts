import assert from 'node:assert/strict'
import { text as readAll } from 'node:stream/consumers'
import { test } from 'node:test'
import { rejectedCsv } from '../src/imports/io/notes.ts'
import { loadFiles } from '../src/imports/io/tables.ts'
import { createRecord } from '../src/platform/records/service.ts'
import { context, LEADS, leads } from './helpers/import-leads.ts'
import { testImports } from './helpers/imports.ts'

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

test('import: a row that both kinds of a file reject is one row to mend, with both reasons', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const mappings = [
    { kind: 'campaign', columns: { Name: 'name', Ab: 'starts_on' } },
    {
      kind: 'cost',
      columns: { Tag: 'day', Kosten: 'amount' },
      constants: { category: 'media' },
    },
  ]
  const rows = ['Alpha;2026-02-30;2026-03-01;viel', 'Beta;2026-02-30;2026-03-01;mehr']
  const path = await workplace.file('a.csv', ['Name;Ab;Tag;Kosten', ...rows].join('\n'))
  const done = await workplace.commit([path], { mappings })
  assert.deepEqual(
    done.files.map((file) => file.rows.rejected),
    [2, 2],
  )
  const [file] = await loadFiles(workplace.db, done.importId)
  assert(file)
  const csv = await readAll(rejectedCsv(workplace.db, file, workplace.imports.ruleText, 'de'))
  const lines = csv.trim().split('\r\n').slice(1)
  assert.deepEqual(
    lines.map((line) => line.split(';').slice(0, 4).join(';')),
    rows,
  )
  assert.match(lines[0] ?? '', /Ab: .*2026-02-30.* Kosten: .*viel/)
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
