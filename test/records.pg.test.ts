import assert from 'node:assert/strict'
import { text as textOf } from 'node:stream/consumers'
import { test } from 'node:test'
import { sql } from 'kysely'
import { composeDomain } from '../src/compose.ts'
import type { FieldType, Values } from '../src/kernel/record.ts'
import { Refusal } from '../src/kernel/refusal.ts'
import type { Db, WriteContext } from '../src/platform/records/binding.ts'
import { exportRecords } from '../src/platform/records/export.ts'
import { listRecords } from '../src/platform/records/page.ts'
import { labelsByIds } from '../src/platform/records/read.ts'
import { optionsOf } from '../src/platform/records/search.ts'
import {
  bindingOf,
  createRecord,
  deleteRecord,
  type Records,
  timelineOf,
  updateRecord,
} from '../src/platform/records/service.ts'
import { testDatabase } from './helpers/database.ts'

const context: WriteContext = {
  actor: { userId: null, name: 'Test' },
  now: new Date('2026-03-10T09:00:00.000Z'),
  timeZone: 'Europe/Berlin',
}

const create = (records: Records, kind: string, values: Values) =>
  createRecord(records, bindingOf(records, kind), values, context)

function change(records: Records, kind: string, record: Values, changes: Values, reason?: string) {
  const target = { id: String(record.id), version: Number(record.version), scope: null }
  return updateRecord(records, bindingOf(records, kind), target, changes, {
    ...context,
    ...(reason ? { reason } : {}),
  })
}

const refusedWith = (field: string, rule: string) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error))
  assert.ok(
    error.problems.some((problem) => problem.field === field && problem.rule === rule),
    `${error.code} ${JSON.stringify(error.problems)}`,
  )
  return true
}

const COLUMN_TYPES: Readonly<Record<FieldType, readonly string[]>> = {
  text: ['text', 'uuid'],
  longtext: ['text'],
  email: ['text'],
  phone: ['text'],
  url: ['text'],
  choice: ['text'],
  integer: ['integer', 'bigint'],
  decimal: ['numeric'],
  rate: ['numeric'],
  money: ['bigint'],
  date: ['date'],
  instant: ['timestamp with time zone'],
  boolean: ['boolean'],
  reference: ['uuid', 'text'],
  list: ['ARRAY'],
}

/** Columns that only their domain knows: no field of the record. */
const KEPT_BESIDE: Readonly<Record<string, readonly string[]>> = {
  user: ['login_id'],
  touchpoint: ['session'],
}

test('records: every declared field is a column of its type, and every column is declared', async () => {
  await using database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  assert.ok(records.bindings.size >= 18)
  for (const { kind } of records.bindings.values()) {
    const [schema = '', table = ''] = kind.table.replaceAll('"', '').split('.')
    const { rows } = await sql<{ column_name: string; data_type: string }>`
      select column_name, data_type from information_schema.columns
       where table_schema = ${schema} and table_name = ${table}
    `.execute(database.db)
    const columns = new Map(rows.map((row) => [row.column_name, row.data_type]))
    for (const field of kind.fields) {
      const type = columns.get(field.id) ?? 'missing'
      assert.ok(COLUMN_TYPES[field.type].includes(type), `${kind.id}.${field.id} is ${type}`)
    }
    const common = ['id', 'version', 'created_at', 'updated_at']
    const kept = [
      ...(kind.hasSearchText ? ['search_text'] : []),
      ...(kind.hidden ?? []),
      ...(KEPT_BESIDE[kind.id] ?? []),
    ]
    const declared = [...common, ...kept, ...kind.fields.map((field) => field.id)].sort()
    assert.deepEqual([...columns.keys()].sort(), declared, kind.id)
    for (const field of kind.fields) {
      if (field.type === 'reference') assert.ok(records.bindings.has(field.kind ?? ''), field.id)
    }
  }
})

test('records: a change has its audit entry, with only what differs', async () => {
  await using database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  const account = await create(records, 'account', { name: 'Muster AG', city: 'Köln' })
  await change(records, 'account', account, { city: 'Bonn' })
  const { rows } = await sql<{ action: string; before: unknown; after: unknown }>`
    select action, before, after from access.audit_event order by id
  `.execute(database.db)
  assert.deepEqual(
    rows.map((row) => row.action),
    ['create', 'update'],
  )
  assert.deepEqual(rows[1]?.before, { city: 'Köln' })
  assert.deepEqual(rows[1]?.after, { city: 'Bonn' })
})

test('records: a refused change leaves neither a row nor an audit entry', async () => {
  await using database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  await assert.rejects(
    create(records, 'lead', {
      last_name: 'Meier',
      created_on: '2026-02-01T00:00:00Z',
      won_at: '2026-01-01T00:00:00Z',
    }),
    refusedWith('won_at', 'leads.stage_before_creation'),
  )
  const { rows } = await sql<{ leads: number; entries: number }>`
    select (select count(*) from leads.lead) as leads, (select count(*) from access.audit_event) as entries
  `.execute(database.db)
  assert.deepEqual(rows[0], { leads: 0, entries: 0 })
})

test('records: an old version is refused, so that nobody overwrites unseen changes', async () => {
  await using database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  const account = await create(records, 'account', { name: 'Muster AG' })
  await change(records, 'account', account, { city: 'Bonn' })
  await assert.rejects(
    change(records, 'account', account, { city: 'Köln' }),
    (error) => error instanceof Refusal && error.code === 'records.changed_meanwhile',
  )
})

test('leads: changing the source asks for a reason, which the history keeps', async () => {
  await using database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  const lead = await create(records, 'lead', { last_name: 'Meier', source: 'xing' })
  await assert.rejects(
    change(records, 'lead', lead, { source: 'google' }),
    refusedWith('source', 'leads.reason_required'),
  )
  await change(records, 'lead', lead, { source: 'google' }, 'sagte es am Telefon')
  const timeline = await timelineOf(records, bindingOf(records, 'lead'), String(lead.id))
  assert.ok(timeline.some((item) => item.detail === 'sagte es am Telefon'))
})

test('opportunities: winning one moves its lead to won, reopening takes that back', async () => {
  await using database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  const stages = await listRecords(
    records.db,
    bindingOf(records, 'opportunity_stage'),
    { filters: {}, limit: 50 },
    null,
    'UTC',
  )
  const stage = (outcome: string) => stages.items.find((item) => item.outcome === outcome)?.id
  const lead = await create(records, 'lead', {
    last_name: 'Meier',
    created_on: '2026-01-05T08:00:00Z',
  })
  const deal = await create(records, 'opportunity', {
    name: 'Anlage',
    lead_id: lead.id,
    stage_id: stage('won'),
    amount: 2_500_000,
    opened_at: '2026-01-10T08:00:00Z',
    closed_at: '2026-02-10T08:00:00Z',
  })
  const leadNow = async () => {
    const { rows } = await sql<{ stage: string; won_at: Date | null; opportunity_at: Date | null }>`
      select stage, won_at, opportunity_at from leads.lead
    `.execute(database.db)
    return rows[0]
  }
  assert.equal(deal.outcome, 'won')
  assert.deepEqual(await leadNow(), {
    stage: 'won',
    won_at: new Date('2026-02-10T08:00:00Z'),
    opportunity_at: new Date('2026-01-10T08:00:00Z'),
  })
  const reopened = await change(records, 'opportunity', deal, { stage_id: stage('open') })
  assert.equal(reopened.closed_at, null)
  assert.equal((await leadNow())?.stage, 'opportunity')
  assert.equal((await leadNow())?.won_at, null)
})

test('opportunities: closed before opened, older than the lead and won without amount are refused by field', async () => {
  await using database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  const { rows } = await sql<{ id: string }>`
    select id from crm.opportunity_stage where outcome = 'won'
  `.execute(database.db)
  const lead = await create(records, 'lead', {
    last_name: 'Meier',
    created_on: '2026-02-01T00:00:00Z',
  })
  const base = { name: 'Anlage', stage_id: rows[0]?.id, amount: 100 }
  const opened = { opened_at: '2026-02-10T00:00:00Z' }
  await assert.rejects(
    create(records, 'opportunity', { ...base, ...opened, closed_at: '2026-02-09T00:00:00Z' }),
    refusedWith('closed_at', 'crm.closed_before_opened'),
  )
  await assert.rejects(
    create(records, 'opportunity', {
      ...base,
      lead_id: lead.id,
      opened_at: '2026-01-31T00:00:00Z',
    }),
    refusedWith('opened_at', 'crm.opportunity_before_lead'),
  )
  await assert.rejects(
    create(records, 'opportunity', { ...base, ...opened, amount: null }),
    refusedWith('amount', 'crm.won_without_amount'),
  )
  await assert.rejects(
    create(records, 'opportunity', { ...base, ...opened, amount: -1 }),
    refusedWith('amount', 'crm.negative_amount'),
  )
})

test('records: something that others refer to cannot be deleted', async () => {
  await using database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  const account = await create(records, 'account', { name: 'Muster AG' })
  await create(records, 'contact', { last_name: 'Meier', account_id: account.id })
  const target = { id: String(account.id), version: 1, scope: null }
  await assert.rejects(
    deleteRecord(records, bindingOf(records, 'account'), target, context),
    (error) => error instanceof Refusal && error.code === 'records.in_use',
  )
})

test('lists: paging by keyset shows every row once, in order, empty values last', async () => {
  await using database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  // 25 leads, scores 0..4 with five of each, and five without a score
  for (let index = 0; index < 25; index += 1) {
    const score = index % 5 === 4 ? null : index % 5
    await create(records, 'lead', { last_name: `L${index}`, score })
  }
  for (const sort of ['score', '-score', 'created_on', '-created_on']) {
    const seen: Values[] = []
    let cursor: string | undefined
    do {
      const page = await listRecords(
        records.db,
        bindingOf(records, 'lead'),
        { filters: {}, sort, cursor, limit: 7 },
        null,
        'UTC',
      )
      assert.equal(page.count, 25)
      seen.push(...page.items)
      cursor = page.next ?? undefined
    } while (cursor)
    assert.equal(new Set(seen.map((item) => item.id)).size, 25, sort)
    if (sort.endsWith('score')) {
      const scores = seen.map((item) => item.score)
      const sorted = scores.slice(0, 20).map(Number)
      const direction = sort.startsWith('-') ? -1 : 1
      assert.deepEqual(
        sorted,
        [...sorted].sort((a, b) => direction * (a - b)),
      )
      assert.deepEqual(scores.slice(20), [null, null, null, null, null])
    }
  }
})

test('lists: a civil day as bound is the midnight of the company', async () => {
  await using database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  // 2026-03-31T22:00Z is midnight of 1 April in Berlin (summer time, UTC+2)
  await create(records, 'lead', { last_name: 'März', created_on: '2026-03-31T21:59:59Z' })
  await create(records, 'lead', { last_name: 'April', created_on: '2026-03-31T22:00:00Z' })
  const page = await listRecords(
    records.db,
    bindingOf(records, 'lead'),
    { filters: { 'created_on.from': ['2026-04-01'] }, limit: 10 },
    null,
    'Europe/Berlin',
  )
  assert.deepEqual(
    page.items.map((item) => item.last_name),
    ['April'],
  )
})

test('lists: a target group keeps the accounts that meet every criterion', async () => {
  await using database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  await create(records, 'account', { name: 'A', industry: 'Maschinenbau', employees: 200 })
  await create(records, 'account', { name: 'B', industry: 'maschinenbau', employees: 20 })
  await create(records, 'account', { name: 'C', industry: 'Handel', employees: 200 })
  const group = await create(records, 'target_group', {
    name: 'Mittelstand',
    priority: 1,
    industries: ['Maschinenbau'],
    employees_min: 50,
  })
  const page = await listRecords(
    records.db,
    bindingOf(records, 'account'),
    { filters: { target_group: [String(group.id)] }, limit: 10 },
    null,
    'UTC',
  )
  assert.deepEqual(
    page.items.map((item) => item.name),
    ['A'],
  )
})

test('export: money in units, names for ids, local times, formulas neutralised', async () => {
  await using database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  const account = await create(records, 'account', { name: '=cmd()' })
  const stages = await sql<{ id: string }>`
    select id from crm.opportunity_stage where name = 'Angebot'
  `.execute(database.db)
  await create(records, 'opportunity', {
    name: 'Anlage; groß',
    account_id: account.id,
    stage_id: stages.rows[0]?.id,
    amount: 123_450,
    opened_at: '2026-07-01T10:00:00Z',
  })
  const options = {
    query: { filters: {}, limit: 50 },
    scope: null,
    timeZone: 'Europe/Berlin',
    language: 'de',
  } as const
  const file = await textOf(
    exportRecords(records, bindingOf(records, 'opportunity'), 'csv', options),
  )
  const [header = '', row = ''] = file.split('\r\n')
  const cells = row.split(';')
  const cell = (name: string) => cells[header.split(';').indexOf(name) + 1] // the name holds a ';'
  assert.ok(row.includes('"Anlage; groß"'))
  assert.equal(cell('Unternehmen'), "'=cmd()")
  assert.equal(cell('Verkaufsstufe'), 'Angebot')
  assert.equal(cell('Betrag'), '1234,5')
  assert.equal(cell('Angelegt am'), '2026-07-01 12:00:00') // summer time, UTC+2
})

test('names: an e-mail address stands in only for a missing name, and tells namesakes apart', async () => {
  await using database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  const contact = (values: Values) => create(records, 'contact', values)
  const first = await contact({ last_name: 'Groß', email: 'j.gross@a.de' })
  const second = await contact({ last_name: 'Groß', email: 'k.gross@b.de' })
  const other = await contact({ first_name: 'Ute', last_name: 'Ast', email: 'ute@c.de' })
  const unnamed = await contact({ email: 'info@d.de' })
  const binding = bindingOf(records, 'contact')
  const ids = [first, second, other, unnamed].map(({ id }) => String(id))
  const labels = await labelsByIds(records.db, binding.kind, ids)
  assert.deepEqual(
    ids.map((id) => labels[id]),
    ['Groß', 'Groß', 'Ute Ast', 'info@d.de'],
  )
  for (const typed of ['', 'gr']) {
    const options = await optionsOf(records.db, binding, typed, null)
    const shown = options.map(({ label }) => label).filter((label) => label.startsWith('Groß'))
    assert.deepEqual(shown.sort(), ['Groß, j.gross@a.de', 'Groß, k.gross@b.de'])
  }
  const found = await optionsOf(records.db, binding, 'ast', null)
  assert.deepEqual(
    found.map(({ label }) => label),
    ['Ute Ast'],
  )
})
