import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRecord, updateRecord } from '../src/platform/records/service.ts'
import { context, leads } from './helpers/import-leads.ts'
import { contentHashes, testImports } from './helpers/imports.ts'

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
