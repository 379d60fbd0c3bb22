import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { choice, field, text } from '#kernel/fields.ts'
import type { RecordKind } from '#kernel/record.ts'
import { ask, setUp, type TestApp, testApp } from '../../../test/helpers/app.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import type { AuditFilter } from '../schema.ts'
import { matchingEvents, readAudit } from './audit-read.ts'
import type { AccessDb, AccessTables } from './tables.ts'

const ZONE = 'Europe/Berlin'
const VERA = '0198c5a0-0000-7000-8000-000000000001'
const LEAD = '0198c5a0-0000-7000-8000-0000000000aa'

type Row = {
  readonly at: string
  readonly action?: string
  readonly kind?: string
  readonly actor?: string | null
  readonly record?: string
  readonly before?: object | null
  readonly after?: object | null
}

/** Events with a time of their own: the table takes it from the clock otherwise. */
async function insert(db: AccessDb, rows: readonly Row[]): Promise<void> {
  for (const { at, action = 'update', kind = 'lead', actor = VERA, ...row } of rows) {
    await sql`
      insert into access.audit_event (at, actor_id, actor_name, action, kind, record_id, before, after)
      values (${at}, ${actor}, 'Vera', ${action}, ${kind}, ${row.record ?? LEAD},
        ${row.before ? JSON.stringify(row.before) : null}::jsonb,
        ${row.after ? JSON.stringify(row.after) : null}::jsonb)`.execute(db)
  }
}

const found = async (db: AccessDb, filter: AuditFilter) =>
  (await readAudit(db, { limit: 50, ...filter }, ZONE)).items.map(({ id }) => id)

test('audit filters: person, kind, action, period on the clock of the company, text in any value', async () => {
  await using database = await testDatabase<AccessTables>()
  const { db } = database
  // Berlin is one hour ahead of UTC in March until the 29th: 23:00Z on the 1st is midnight there.
  await insert(db, [
    { at: '2026-03-01T22:59:59Z', action: 'create', after: { name: 'Müller & Söhne' } },
    { at: '2026-03-01T23:00:00Z', before: { stage: 'new' }, after: { stage: 'mql' } },
    { at: '2026-03-02T10:00:00Z', kind: 'user', actor: null },
    { at: '2026-03-02T22:59:59Z', action: 'delete', before: { name: '100 % sicher' } },
    { at: '2026-03-02T23:00:00Z', action: 'export', kind: 'lead', record: 'leads' },
  ])
  assert.deepEqual(await found(db, {}), [5, 4, 3, 2, 1])
  assert.deepEqual(await found(db, { from: '2026-03-02', until: '2026-03-03' }), [4, 3, 2])
  assert.deepEqual(await found(db, { from: '2026-03-03' }), [5])
  assert.deepEqual(await found(db, { from: '2026-03-04' }), [])
  assert.deepEqual(await found(db, { until: '2026-03-02' }), [1])
  assert.deepEqual(await found(db, { until: '2026-03-01' }), [])
  assert.deepEqual(await found(db, { actor_id: VERA, kind: 'lead', action: 'update' }), [2])
  assert.deepEqual(await found(db, { record_id: 'leads' }), [5])
  assert.deepEqual(await found(db, { q: 'müller & sö' }), [1])
  assert.deepEqual(await found(db, { q: '100 %' }), [4], 'a sign of patterns is a sign')
  assert.deepEqual(await found(db, { q: '_' }), [])
})

test('audit search: looks through 20,000 events at a time and says how far it got', async () => {
  await using database = await testDatabase<AccessTables>()
  const { db } = database
  await insert(db, [{ at: '2026-01-01T00:00:00Z', after: { name: 'Nadel' } }])
  await database.pool.query(`
    insert into access.audit_event (at, actor_name, action, kind, record_id, after)
    select '2026-02-01T00:00:00Z'::timestamptz + n * interval '1 second', 'x', 'create', 'lead', 'r' || n,
           '{"name": "Heu"}' from generate_series(1, 25000) n`)
  const first = await readAudit(db, { limit: 50, q: 'nadel' }, ZONE)
  assert.deepEqual(first.items, [])
  // 25,000 seconds after midnight less 19,999: second 5,001 is the last one looked at.
  assert.equal(first.searchedUntil, '2026-02-01T01:23:21.000Z')
  const second = await readAudit(db, { limit: 50, q: 'nadel', cursor: first.next ?? '' }, ZONE)
  assert.deepEqual(
    [second.items.map(({ id }) => id), second.next, second.searchedUntil],
    [[1], null, null],
  )
  const many = await readAudit(db, { limit: 2, q: 'heu' }, ZONE)
  assert.deepEqual([many.items.map(({ id }) => id), many.next], [[25_001, 25_000], '25000'])
})

test('audit filters: each is served by an index, so that millions do not matter', async () => {
  await using database = await testDatabase<AccessTables>()
  await database.pool.query(`
    insert into access.audit_event (at, actor_id, actor_name, action, kind, record_id)
    select '2026-01-01T00:00:00Z'::timestamptz + n * interval '1 minute', null, 'x',
           case when n % 5000 = 0 then 'delete' else 'create' end,
           case when n % 7000 = 0 then 'user' else 'lead' end, 'r' || n
      from generate_series(1, 60000) n`)
  await database.pool.query('analyze access.audit_event')
  const plans: [AuditFilter, RegExp][] = [
    [{}, /audit_event_pkey/],
    [{ kind: 'user' }, /audit_event_kind/],
    [{ action: 'delete' }, /audit_event_action/],
    [{ kind: 'lead', action: 'delete' }, /audit_event_action/],
    [{ actor_id: VERA }, /audit_event_actor/],
    [{ record_id: 'r77' }, /audit_event_record/],
    [{ from: '2026-01-02', until: '2026-01-03' }, /audit_event_(at|pkey)/],
  ]
  for (const [filter, index] of plans) {
    const rows = await matchingEvents(database.db, filter, ZONE).limit(51).explain()
    const plan = rows.map((row) => Object.values(row).join()).join('\n')
    assert.match(plan, index, JSON.stringify(filter))
    assert.doesNotMatch(plan, /Seq Scan/, JSON.stringify(filter))
  }
})

const kind: RecordKind = {
  id: 'lead',
  path: 'leads',
  label: text('Lead', 'Lead'),
  plural: text('Leads', 'Leads'),
  table: 'leads.lead',
  area: 'leads',
  fields: [
    field.text('name', 'Name', 'Name'),
    field.choice('stage', 'Stufe', 'Stage', [
      choice('mql', 'MQL', 'MQL'),
      choice('new', 'neu', 'new'),
    ]),
    field.money('amount', 'Betrag', 'Amount'),
    field.reference('owner_id', 'user', 'Verantwortlich', 'Owner'),
  ],
  title: ['name'],
  search: ['name'],
  sort: 'name',
}

async function withTrail(): Promise<TestApp & { cookie: string }> {
  const server = await testApp({
    access: {
      kinds: [kind],
      namesOf: async (ids) => {
        const users = ids.get('user') ?? []
        return Object.fromEntries(users.map((id) => [id, 'Vera Vertrieb']))
      },
    },
  })
  const cookie = await setUp(server)
  await insert(server.db, [
    {
      at: '2026-03-02T08:00:00Z',
      before: { stage: 'new', amount: 100_000, owner_id: null, name: '=1+1' },
      after: { stage: 'mql', amount: 123_456, owner_id: VERA, name: '@SUM(A1)' },
    },
  ])
  return Object.assign(server, { cookie })
}

test('audit export: German words, formulas neutralised, and itself an event', async () => {
  await using server = await withTrail()
  const path = '/api/audit-events/export.csv?kind=lead'
  const file = await ask(server, 'GET', path, { cookie: server.cookie })
  assert.equal(file.status, 200)
  assert.equal(
    file.body,
    '\ufeffNr.;Zeitpunkt;Wer;Aktion;Art;Datensatz;Änderungen;Grund;Id\r\n' +
      `3;2026-03-02 09:00:00;Vera;Geändert;Lead;'@SUM(A1);"Name: =1+1 → @SUM(A1)\n` +
      'Stufe: neu → MQL\nBetrag: 1000 → 1234,56\nVerantwortlich: – → Vera Vertrieb";;' +
      `${LEAD}\r\n`,
  )
  const page = await ask(server, 'GET', '/api/audit-events?limit=2', { cookie: server.cookie })
  const { items, names } = page.body as {
    items: { action: string; kind: string; after: object }[]
    names: object
  }
  assert.deepEqual(
    [items[0]?.action, items[0]?.kind, items[0]?.after],
    ['export', 'audit_event', { kind: 'lead', format: 'csv' }],
  )
  assert.deepEqual(names, { [VERA]: 'Vera Vertrieb' })
  const workbook = await ask(server, 'GET', '/api/audit-events/export.xlsx', {
    cookie: server.cookie,
  })
  assert.match(String(workbook.headers['content-type']), /spreadsheetml/)
  const bad = await ask(server, 'GET', '/api/audit-events?from=gestern', { cookie: server.cookie })
  assert.equal(bad.status, 400)
})

test('audit: no route changes or removes an event', async () => {
  await using server = await testApp()
  const cookie = await setUp(server)
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    for (const path of ['/api/audit-events', '/api/audit-events/1']) {
      assert.equal((await ask(server, method, path, { cookie })).status, 404, `${method} ${path}`)
    }
  }
})
