import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../../../test/helpers/database.ts'
import { writeAudit } from './audit.ts'
import { readAudit } from './audit-read.ts'
import type { AccessTables } from './tables.ts'

const actor = { userId: '0198c5a0-0000-7000-8000-000000000001', name: 'Erika Muster' }

const ZONE = 'Europe/Berlin'

const entry = (recordId: string, after: Record<string, unknown> | null = { a: 1 }) => ({
  action: 'create',
  kind: 'lead',
  recordId,
  before: null,
  after,
})

test('audit: values come back as they went in, in order, page by page', async () => {
  await using database = await testDatabase<AccessTables>()
  const { db } = database
  const odd = { text: 'a "b", {c} \\ ü\n', list: ['x', null], cents: 12345678901, none: null }
  await writeAudit(db, { actor, reason: 'weil', requestId: 'r1' }, [
    entry('1', odd),
    { ...entry('2', null), action: 'delete', before: { name: "O'Neil" } },
  ])
  await writeAudit(db, { actor: { userId: null, name: 'Regelkreis' } }, [entry('3')])

  const first = await readAudit(db, { limit: 2 }, ZONE)
  assert.deepEqual(
    first.items.map((item) => item.record_id),
    ['3', '2'],
  )
  const second = await readAudit(db, { limit: 2, cursor: first.next ?? '' }, ZONE)
  assert.equal(second.next, null)
  const [item] = second.items
  assert.deepEqual(
    [item?.actor_name, item?.reason, item?.request_id, item?.before, item?.after],
    ['Erika Muster', 'weil', 'r1', null, odd],
  )
  const ofRecord = await readAudit(db, { limit: 50, kind: 'lead', record_id: '2' }, ZONE)
  assert.deepEqual(ofRecord.items[0]?.before, { name: "O'Neil" })
})

test('audit: 12,000 entries of an import in a few statements', async () => {
  await using database = await testDatabase<AccessTables>()
  const importId = '0198c5a0-0000-7000-8000-0000000000aa'
  const many = Array.from({ length: 12_000 }, (_, index) => entry(String(index)))
  await writeAudit(database.db, { actor, importId }, many)
  const page = await readAudit(database.db, { limit: 1, import_id: importId }, ZONE)
  assert.equal(page.items[0]?.record_id, '11999', 'in the order given')
  const { rows } = await database.pool.query('select count(*)::int as n from access.audit_event')
  assert.deepEqual(rows, [{ n: 12_000 }])
})

test('audit: nothing can be changed, removed or emptied', async () => {
  await using database = await testDatabase<AccessTables>()
  await writeAudit(database.db, { actor }, [entry('1')])
  for (const statement of [
    "update access.audit_event set actor_name = 'nobody'",
    'delete from access.audit_event',
    'truncate access.audit_event',
  ]) {
    await assert.rejects(database.pool.query(statement), /append-only/)
  }
})

test('audit: a change that is rolled back leaves no trail', async () => {
  await using database = await testDatabase<AccessTables>()
  const { db } = database
  const failing = db.transaction().execute(async (tx) => {
    await writeAudit(tx, { actor }, [entry('1')])
    throw new Error('rolled back')
  })
  await assert.rejects(failing, /rolled back/)
  assert.deepEqual((await readAudit(db, { limit: 1 }, ZONE)).items, [])
})
