import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { composeDomain } from '../src/compose.ts'
import { mergeRecords, referencesTo } from '../src/crm/io/merge.ts'
import { moveSourceKeys } from '../src/imports/io/source-keys.ts'
import type { Values } from '../src/kernel/record.ts'
import { Refusal } from '../src/kernel/refusal.ts'
import type { Db, WriteContext } from '../src/platform/records/binding.ts'
import { type Bulk, bulkDelete, bulkUpdate } from '../src/platform/records/bulk.ts'
import { recentActions } from '../src/platform/records/journal.ts'
import {
  changeFilter,
  chooseDefault,
  deleteFilter,
  savedFilters,
  saveFilter,
} from '../src/platform/records/saved-filters.ts'
import {
  bindingOf,
  createRecord,
  deleteRecord,
  type Records,
  timelineOf,
  updateRecord,
} from '../src/platform/records/service.ts'
import { undoAction } from '../src/platform/records/undo.ts'
import { testDatabase } from './helpers/database.ts'
import { testImports } from './helpers/imports.ts'

const ANNA = '00000000-0000-4000-8000-00000000000a'
const BERND = '00000000-0000-4000-8000-00000000000b'
const anna = { userId: ANNA, isAdministrator: false }
const bernd = { userId: BERND, isAdministrator: false }
const administrator = { userId: BERND, isAdministrator: true }

/** Every change is a request of its own, as over HTTP; by Anna unless said otherwise. */
const context = (userId = ANNA): WriteContext & { readonly requestId: string } => ({
  actor: { userId, name: userId === ANNA ? 'Anna' : 'Bernd' },
  now: new Date('2026-03-10T09:00:00.000Z'),
  timeZone: 'Europe/Berlin',
  requestId: randomUUID(),
})

async function testRecords() {
  const database = await testDatabase()
  const db = database.db as Db
  const { records } = await composeDomain(db)
  await sql`insert into access."user" (id, name) values (${ANNA}, 'Anna'), (${BERND}, 'Bernd')`.execute(
    db,
  )
  return { db, records, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() }
}

const targetOf = (record: Values) => ({
  id: String(record.id),
  version: Number(record.version),
  scope: null,
})

const create = (records: Records, kind: string, values: Values, by = context()) =>
  createRecord(records, bindingOf(records, kind), values, by)

const change = (records: Records, kind: string, record: Values, changes: Values, by = context()) =>
  updateRecord(records, bindingOf(records, kind), targetOf(record), changes, by)

const remove = (records: Records, kind: string, record: Values, by = context()) =>
  deleteRecord(records, bindingOf(records, kind), targetOf(record), by)

const undo = (records: Records, kind: string, action: string, asker = anna) =>
  undoAction(records, bindingOf(records, kind).kind, action, asker, context(asker.userId))

const refused = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code

/** Every row of every table to the last column, apart from the trail, the journal and what is derived (kpis, attribution). */
async function hashes(db: Db): Promise<Record<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'platform', 'graphile_worker', 'kpis', 'attribution')
       and schemaname || '.' || tablename not in ('access.audit_event', 'records.action', 'records.action_row')
  `.execute(db)
  assert(tables.length > 25, `the comparison must see the tables, saw ${tables.length}`)
  const result: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await sql<{ hash: string }>`
      select md5(coalesce(string_agg(to_jsonb(t)::text, '|' order by to_jsonb(t)::text), '')) as hash
        from ${sql.raw(name)} t
    `.execute(db)
    result[name] = rows[0]?.hash ?? ''
  }
  return result
}

async function stageId(db: Db, outcome: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from crm.opportunity_stage where outcome = ${outcome} order by position limit 1
  `.execute(db)
  return rows[0]?.id ?? ''
}

test('undo: a created record goes, with the history it began', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const before = await hashes(db)
  const by = context()
  await create(records, 'lead', { last_name: 'Meier' }, by)
  await undo(records, 'lead', by.requestId)
  assert.deepEqual(await hashes(db), before)
})

test('undo: a deleted record comes back with its id, its history and its version', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const lead = await create(records, 'lead', { last_name: 'Meier', stage: 'mql' })
  const moved = await change(records, 'lead', lead, { stage: 'sql' })
  const before = await hashes(db)
  const by = context()
  await remove(records, 'lead', moved, by)
  const { rows } = await sql`select from leads.stage_event`.execute(db)
  assert.equal(rows.length, 0, 'the history went with the record')
  await undo(records, 'lead', by.requestId)
  assert.deepEqual(await hashes(db), before)
  const timeline = await timelineOf(records, bindingOf(records, 'lead'), String(lead.id))
  assert(timeline.some((item) => item.type === 'undo'))
})

test('undo: winning a deal is taken back together with what it did to the lead', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const lead = await create(records, 'lead', {
    last_name: 'Meier',
    created_on: '2026-01-05T08:00:00Z',
  })
  const deal = await create(records, 'opportunity', {
    name: 'Anlage',
    lead_id: lead.id,
    stage_id: await stageId(db, 'open'),
    amount: 2_500_000,
    opened_at: '2026-01-10T08:00:00Z',
  })
  const before = await hashes(db)
  const by = context()
  await change(records, 'opportunity', deal, { stage_id: await stageId(db, 'won') }, by)
  assert.notDeepEqual(await hashes(db), before)
  await undo(records, 'opportunity', by.requestId)
  assert.deepEqual(await hashes(db), before)
})

test('undo: what was changed later stays, and the refusal names it', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const account = await create(records, 'account', { name: 'Muster AG', city: 'Köln' })
  const by = context()
  const changed = await change(records, 'account', account, { city: 'Bonn' }, by)
  await change(records, 'account', changed, { phone: '0221' }, context(BERND))
  const before = await hashes(db)
  await assert.rejects(undo(records, 'account', by.requestId), (error) => {
    assert(error instanceof Refusal)
    assert.equal(error.code, 'records.undo_blocked')
    const [problem] = error.problems
    assert.deepEqual([problem?.detail?.title, problem?.detail?.by], ['Muster AG', 'Bernd'])
    return true
  })
  assert.deepEqual(await hashes(db), before)
})

test('undo: a created record that others refer to by now stays', async () => {
  await using world = await testRecords()
  const { records } = world
  const by = context()
  const account = await create(records, 'account', { name: 'Muster AG' }, by)
  await create(records, 'contact', { last_name: 'Meier', account_id: account.id })
  await assert.rejects(undo(records, 'account', by.requestId), refused('records.in_use'))
})

test('undo: only once, only by whoever did it or an administrator', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const by = context()
  await create(records, 'account', { name: 'Muster AG' }, by)
  await assert.rejects(
    undo(records, 'account', by.requestId, bernd),
    refused('records.not_your_action'),
  )
  await assert.rejects(undo(records, 'contact', by.requestId), refused('records.action_gone'))
  await undo(records, 'account', by.requestId, administrator)
  await assert.rejects(undo(records, 'account', by.requestId), refused('records.undone_already'))
  const [action] = await recentActions(db, 'account', anna)
  assert.deepEqual(
    [action?.title, action?.undoneBy, action?.undoable],
    ['Muster AG', 'Bernd', false],
  )
})

test('undo: users leave no action behind, because their logins would not follow', async () => {
  await using world = await testRecords()
  await create(world.records, 'user', { name: 'Carla' })
  assert.deepEqual(await recentActions(world.db, 'user', administrator), [])
})

const bulk = (records: Records, kind: string, rest: Partial<Bulk>): Bulk => ({
  binding: bindingOf(records, kind),
  selection: { ids: [] },
  mode: 'all_or_nothing',
  scope: null,
  context: context(),
  ...rest,
})

test('bulk edit: one refused record stops all of them, or only itself, as the person wants', async () => {
  await using world = await testRecords()
  const { records, db } = world
  // Leaving the funnel needs a reason of the lead's own (leads.exit_needs_reason).
  const free = await create(records, 'lead', { last_name: 'Frei', stage_reason: 'kein Budget' })
  const bare = await create(records, 'lead', { last_name: 'Ohne' })
  const same = await create(records, 'lead', {
    last_name: 'Gleich',
    stage: 'nurture',
    stage_reason: 'später',
  })
  const selection = { ids: [free.id, bare.id, same.id].map(String) }
  const before = await hashes(db)
  const run = (mode: Bulk['mode'], by = context()) =>
    bulkUpdate(records, bulk(records, 'lead', { selection, mode, context: by }), {
      stage: 'nurture',
    })

  const preview = await run('preview')
  assert.deepEqual(
    [preview.total, preview.changed, preview.unchanged, preview.refusedCount, preview.applied],
    [3, 1, 1, 1, false],
  )
  const problems = [{ field: 'stage_reason', rule: 'leads.exit_needs_reason' }]
  assert.deepEqual(preview.refused, [{ id: bare.id, title: 'Ohne', problems }])
  assert.deepEqual(await hashes(db), before, 'a preview writes nothing')
  assert.equal((await run('all_or_nothing')).applied, false)
  assert.deepEqual(await hashes(db), before, 'nothing is half-written')

  const by = context()
  const skipped = await run('skip_refused', by)
  assert.deepEqual([skipped.applied, skipped.changed, skipped.refusedCount], [true, 1, 1])
  const { rows } = await sql<{ last_name: string; stage: string }>`
    select last_name, stage from leads.lead order by last_name
  `.execute(db)
  assert.deepEqual(
    rows.map((row) => `${row.last_name} ${row.stage}`),
    ['Frei nurture', 'Gleich nurture', 'Ohne new'],
  )
  const trail = await sql<{ count: number }>`
    select count(*) as count from access.audit_event where request_id = ${by.requestId} and action = 'update'
  `.execute(db)
  assert.equal(trail.rows[0]?.count, 1)
  await undo(records, 'lead', by.requestId)
  assert.deepEqual(await hashes(db), before, 'one undo for all')
})

test('bulk edit: a reason given once is that of every record', async () => {
  await using world = await testRecords()
  const { records } = world
  const lead = await create(records, 'lead', { last_name: 'Messe', source: 'xing' })
  const result = await bulkUpdate(
    records,
    bulk(records, 'lead', {
      selection: { ids: [String(lead.id)] },
      context: { ...context(), reason: 'Liste vom Stand' },
    }),
    { source: 'Messe' },
  )
  assert.equal(result.changed, 1)
  const timeline = await timelineOf(records, bindingOf(records, 'lead'), String(lead.id))
  assert(timeline.some((item) => item.detail === 'Liste vom Stand'))
})

test('bulk edit: of a filter, only while it still matches what the list showed', async () => {
  await using world = await testRecords()
  const { records } = world
  for (const city of ['Köln', 'Köln', 'Bonn']) await create(records, 'account', { name: 'A', city })
  const query = { filters: { city: ['Köln'] } }
  const to = (expected: number) =>
    bulkUpdate(records, bulk(records, 'account', { selection: { query, expected } }), {
      country: 'DE',
    })
  await assert.rejects(to(3), refused('records.selection_changed'))
  assert.deepEqual((await to(2)).changed, 2)
})

test('bulk edit: more than 10,000 records are refused, rows of others are not touched', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const mine = await create(records, 'lead', { last_name: 'Meins', owner_id: ANNA })
  const other = await create(records, 'lead', { last_name: 'Andere', owner_id: BERND })
  const ids = [mine, other].map(({ id }) => String(id))
  const scope = { field: 'owner_id', value: ANNA }
  const result = await bulkUpdate(records, bulk(records, 'lead', { selection: { ids }, scope }), {
    industry: 'Bau',
  })
  assert.deepEqual([result.total, result.changed], [1, 1])
  await sql`insert into leads.lead (created_on) select now() from generate_series(1, 10000)`.execute(
    db,
  )
  const selection = { query: { filters: {} }, expected: 10_002 }
  await assert.rejects(
    bulkUpdate(records, bulk(records, 'lead', { selection }), { industry: 'Bau' }),
    refused('records.too_many'),
  )
})

test('bulk delete: what others refer to is refused, the rest goes and comes back', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const used = await create(records, 'account', { name: 'Muster AG' })
  const free = await create(records, 'account', { name: 'Frei AG' })
  await create(records, 'contact', { last_name: 'Meier', account_id: used.id })
  const before = await hashes(db)
  const by = context()
  const result = await bulkDelete(
    records,
    bulk(records, 'account', {
      selection: { ids: [String(used.id), String(free.id)] },
      mode: 'skip_refused',
      context: by,
    }),
  )
  assert.deepEqual([result.changed, result.refusedCount], [1, 1])
  assert.deepEqual(result.refused[0]?.problems, [{ field: 'contact', rule: 'records.in_use' }])
  await undo(records, 'account', by.requestId)
  assert.deepEqual(await hashes(db), before)
})

/** Two accounts that are one, with everything that can hang on an account. */
async function twoAccounts(records: Records, db: Db) {
  const survivor = await create(records, 'account', { name: 'Müller GmbH', phone: '0221 1' })
  const other = await create(records, 'account', { name: 'Mueller', city: 'Köln' })
  for (const account of [survivor, other]) {
    const contact = await create(records, 'contact', { last_name: 'M', account_id: account.id })
    await create(records, 'lead', { last_name: 'L', account_id: account.id })
    await create(records, 'opportunity', {
      name: 'Anlage',
      account_id: account.id,
      contact_id: contact.id,
      stage_id: await stageId(db, 'open'),
    })
    await create(records, 'revenue_entry', {
      kind: 'invoiced',
      date: '2026-02-01',
      amount: 100,
      account_id: account.id,
    })
    await create(records, 'touchpoint', {
      occurred_at: '2026-02-01T08:00:00Z',
      account_id: account.id,
    })
    await sql`
      insert into imports.source_key (source, kind, external_key, record_id)
      values ('crm', 'account', ${`A-${account.name}`}, ${account.id})
    `.execute(db)
  }
  return { survivor, other }
}

const merge = (
  records: Records,
  kind: string,
  survivor: Values,
  other: Values,
  choices: Readonly<Record<string, 'survivor' | 'other'>> = {},
  by = context(),
) =>
  mergeRecords(
    { records, moveSourceKeys },
    bindingOf(records, kind),
    { survivor: targetOf(survivor), other: targetOf(other), choices },
    by,
  )

test('merge: everything that pointed to the other account points to the survivor, the other is gone', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const { survivor, other } = await twoAccounts(records, db)
  await merge(records, 'account', survivor, other, { phone: 'survivor', name: 'other' })
  const { kind } = bindingOf(records, 'account')
  assert.deepEqual(
    (await referencesTo(db, records, kind, String(survivor.id))).map((one) => [
      one.kind,
      one.count,
    ]),
    [
      ['contact', 2],
      ['opportunity', 2],
      ['revenue_entry', 2],
      ['lead', 2],
      ['touchpoint', 2],
    ],
  )
  const { rows } = await sql`select id, name, city, phone from crm.account`.execute(db)
  assert.deepEqual(rows, [{ id: survivor.id, name: 'Mueller', city: 'Köln', phone: '0221 1' }])
  const keys = await sql<{ record_id: string }>`select record_id from imports.source_key`.execute(
    db,
  )
  assert.deepEqual(
    keys.rows.map((row) => row.record_id),
    [survivor.id, survivor.id],
  )
  const timeline = await timelineOf(records, bindingOf(records, 'account'), String(survivor.id))
  assert.equal(timeline.find((item) => item.type === 'merge')?.detail, 'Mueller → Müller GmbH')
})

test('merge: undone, every table is as it was to the last column', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const { survivor, other } = await twoAccounts(records, db)
  const before = await hashes(db)
  const by = context()
  await merge(records, 'account', survivor, other, { name: 'other' }, by)
  await undo(records, 'account', by.requestId)
  assert.deepEqual(await hashes(db), before)
})

test('merge: two contacts with their memberships, undone exactly', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const campaign = await create(records, 'campaign', { name: 'Messe' })
  const made = await Promise.all(
    ['j.gross@a.de', 'gross@a.de'].map((email) =>
      create(records, 'contact', { last_name: 'Groß', email }),
    ),
  )
  const [survivor = {}, other = {}] = made
  for (const contact of made) {
    await create(records, 'campaign_membership', {
      campaign_id: campaign.id,
      contact_id: contact.id,
    })
    await create(records, 'lead', { last_name: 'Groß', contact_id: contact.id })
  }
  const before = await hashes(db)
  const by = context()
  await merge(records, 'contact', survivor, other, {}, by)
  const { rows } = await sql`select distinct contact_id from campaigns.membership`.execute(db)
  assert.deepEqual(rows, [{ contact_id: survivor.id }])
  await undo(records, 'contact', by.requestId)
  assert.deepEqual(await hashes(db), before)
})

test('merge: a later file with the old id finds the survivor, and the import says so to the undo', async () => {
  await using workplace = await testImports({ currency: 'EUR' })
  const { db, domain } = workplace
  const { records } = domain
  const columns = { ID: 'external_id', Firma: 'name', Ort: 'city' }
  const mappings = [{ kind: 'account', columns }]
  const file = await workplace.file('a.csv', 'ID;Firma;Ort\n1;Müller GmbH;Köln\n2;Mueller;Bonn\n')
  await workplace.commit([file], { mappings })
  const { rows } = await sql<Values>`select * from crm.account order by name desc`.execute(db)
  const [survivor = {}, other = {}] = rows
  assert.equal(survivor.name, 'Müller GmbH')
  await sql`insert into access."user" (id, name) values (${ANNA}, 'Anna')`.execute(db)
  const by = context()
  await merge(records, 'account', survivor, other, {}, by)
  const later = await workplace.file('b.csv', 'ID;Firma;Ort\n2;Müller GmbH;Aachen\n')
  const { files } = await workplace.commit([later], { mappings })
  assert.deepEqual(files[0]?.rows, { read: 1, new: 0, changed: 1, same: 0, rejected: 0 })
  assert.deepEqual(await workplace.rows('select id, city from crm.account'), [
    { id: survivor.id, city: 'Aachen' },
  ])
  await assert.rejects(undo(records, 'account', by.requestId), refused('records.undo_blocked'))
})

test('merge: undo says what was changed since', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const { survivor, other } = await twoAccounts(records, db)
  const by = context()
  await merge(records, 'account', survivor, other, {}, by)
  const { rows } = await sql<Values>`
    select * from crm.contact where account_id = ${survivor.id} order by created_at desc, id desc
  `.execute(db)
  const moved = rows[0] ?? {}
  await change(records, 'contact', moved, { phone: '0221 9' }, context(BERND))
  await assert.rejects(undo(records, 'account', by.requestId), (error) => {
    assert(error instanceof Refusal)
    assert.deepEqual(
      error.problems.map(({ field, detail }) => [field, detail?.id, detail?.by]),
      [['contact', moved.id, 'Bernd']],
    )
    return true
  })
})

test('merge: an old version or one record twice is refused', async () => {
  await using world = await testRecords()
  const { records } = world
  const one = await create(records, 'account', { name: 'A' })
  const two = await create(records, 'account', { name: 'B' })
  await change(records, 'account', two, { city: 'Bonn' })
  await assert.rejects(merge(records, 'account', one, two), refused('records.changed_meanwhile'))
  await assert.rejects(merge(records, 'account', one, one), refused('crm.merge_with_itself'))
})

test('saved filters: shared ones are read by all, changed by their owner or an administrator', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const input = { name: 'Meine MQL', query: '?stage=mql', shared: false }
  const own = await saveFilter(records, 'lead', input, anna, context())
  const names = async (person: typeof anna, kind = 'lead') =>
    (await savedFilters(records, kind, person)).map((filter) => filter.name)
  assert.deepEqual(await names(anna), ['Meine MQL'])
  assert.deepEqual(await names(anna, 'account'), [])
  assert.deepEqual(await names(bernd), [], 'not shared: not seen')
  const hidden = changeFilter(records, 'lead', own.id, { name: 'X' }, bernd, context(BERND))
  await assert.rejects(hidden, refused('records.filter_not_found'))

  await changeFilter(records, 'lead', own.id, { shared: true }, anna, context())
  assert.deepEqual(await names(bernd), ['Meine MQL'])
  const foreign = changeFilter(records, 'lead', own.id, { name: 'X' }, bernd, context(BERND))
  await assert.rejects(foreign, refused('records.filter_of_another'))
  const gone = deleteFilter(records, 'lead', own.id, bernd, context(BERND))
  await assert.rejects(gone, refused('records.filter_of_another'))
  await changeFilter(records, 'lead', own.id, { name: 'MQL' }, administrator, context(BERND))
  assert.deepEqual(await names(anna), ['MQL'])

  const twice = saveFilter(records, 'lead', { ...input, name: 'mql' }, anna, context())
  await assert.rejects(twice, refused('records.filter_name_taken'))
  const { rows } = await sql<{ action: string; actor_name: string }>`
    select action, actor_name from access.audit_event where kind = 'saved_filter' order by id
  `.execute(db)
  assert.deepEqual(
    rows.map((row) => `${row.action} ${row.actor_name}`),
    ['create Anna', 'update Anna', 'update Bernd'],
  )
})

test('saved filters: each person has a default of their own, which ends with the sharing', async () => {
  await using world = await testRecords()
  const { records } = world
  const input = { name: 'MQL', query: '?stage=mql', shared: true }
  const { id } = await saveFilter(records, 'lead', input, anna, context())
  await chooseDefault(records, 'lead', id, bernd)
  const defaults = async (person: typeof anna) =>
    (await savedFilters(records, 'lead', person)).map((filter) => filter.isDefault)
  assert.deepEqual([await defaults(anna), await defaults(bernd)], [[false], [true]])
  await changeFilter(records, 'lead', id, { shared: false }, anna, context())
  await changeFilter(records, 'lead', id, { shared: true }, anna, context())
  assert.deepEqual(await defaults(bernd), [false])
  await deleteFilter(records, 'lead', id, anna, context())
  assert.deepEqual(await defaults(anna), [])
})
