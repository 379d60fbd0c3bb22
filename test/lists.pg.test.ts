import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { composeDomain } from '../src/compose.ts'
import type { Values } from '../src/kernel/record.ts'
import type { Db, WriteContext } from '../src/platform/records/binding.ts'
import { COUNT_CAP, type ListQuery, listRecords, readPage } from '../src/platform/records/page.ts'
import { searchKind } from '../src/platform/records/search.ts'
import { bindingOf, createRecord, type Records } from '../src/platform/records/service.ts'
import { testDatabase } from './helpers/database.ts'

const context = (): WriteContext => ({
  actor: { userId: null, name: 'Test' },
  now: new Date('2026-03-10T09:00:00.000Z'),
  timeZone: 'Europe/Berlin',
  requestId: randomUUID(),
})

const create = (records: Records, kind: string, values: Values) =>
  createRecord(records, bindingOf(records, kind), values, context())

async function testRecords() {
  const database = await testDatabase()
  const { records } = await composeDomain(database.db as Db)
  return {
    db: database.db as Db,
    records,
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

const found = async (records: Records, kind: string, q: string): Promise<unknown[]> => {
  const page = await listRecords(
    records.db,
    bindingOf(records, kind),
    { filters: {}, q, limit: 50 },
    null,
    'UTC',
  )
  return page.items.map((item) => item.name ?? item.last_name)
}

test('search: umlauts, accents and ß match however either side spells them', async () => {
  await using world = await testRecords()
  const { records } = world
  for (const name of ['Müller', 'Mueller', 'Groß', 'Gross', 'Öztürk', 'Citroën', 'Bauer']) {
    await create(records, 'account', { name })
  }
  assert.deepEqual(await found(records, 'account', 'mueller'), ['Mueller', 'Müller'])
  assert.deepEqual(await found(records, 'account', 'MÜLLER'), ['Mueller', 'Müller'])
  assert.deepEqual(await found(records, 'account', 'müll'), ['Mueller', 'Müller'])
  assert.deepEqual(await found(records, 'account', 'muller'), ['Müller'])
  assert.deepEqual(await found(records, 'account', 'groß'), ['Gross', 'Groß'])
  assert.deepEqual(await found(records, 'account', 'gross'), ['Gross', 'Groß'])
  assert.deepEqual(await found(records, 'account', 'ozturk'), ['Öztürk'])
  assert.deepEqual(await found(records, 'account', 'oeztuerk'), ['Öztürk'])
  assert.deepEqual(await found(records, 'account', 'citroen'), ['Citroën'])
  assert.deepEqual(await found(records, 'account', 'aue'), ['Bauer'])
})

test('search: an umlaut written as letter and dots is the same letter', async () => {
  await using world = await testRecords()
  await create(world.records, 'account', { name: 'Mu\u0308ller' })
  assert.deepEqual(await found(world.records, 'account', 'müller'), ['Mu\u0308ller'])
})

test('search: every word counts, in any order; one or two letters begin a word', async () => {
  await using world = await testRecords()
  const { records } = world
  await create(records, 'contact', { first_name: 'Anna', last_name: 'Berg' })
  await create(records, 'contact', { first_name: 'Bernd', last_name: 'Hannemann' })
  assert.deepEqual(await found(records, 'contact', 'berg anna'), ['Berg'])
  assert.deepEqual(await found(records, 'contact', 'an'), ['Berg'])
  assert.deepEqual(await found(records, 'contact', 'ann'), ['Berg', 'Hannemann'])
})

test('search: % and _ are letters like others', async () => {
  await using world = await testRecords()
  await create(world.records, 'account', { name: '100 % Stahl' })
  await create(world.records, 'account', { name: 'A_B GmbH' })
  assert.deepEqual(await found(world.records, 'account', '%'), ['100 % Stahl'])
  assert.deepEqual(await found(world.records, 'account', 'a_b'), ['A_B GmbH'])
})

test('search: what begins so comes before a later word, and that before the inside of one', async () => {
  await using world = await testRecords()
  const { records, db } = world
  for (const name of ['Der Ring', 'Bering', 'Ringler Kunststofftechnik', 'Ring']) {
    await create(records, 'account', { name })
  }
  const hits = await searchKind(db, bindingOf(records, 'account').kind, 'ring', 10, null)
  assert.deepEqual(
    hits.map((hit) => hit.label),
    ['Ring', 'Ringler Kunststofftechnik', 'Der Ring', 'Bering'],
  )
})

test('search: a row scope hides the rows of others', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const owner = await create(records, 'user', { name: 'Erika' })
  await create(records, 'lead', { last_name: 'Ringler', owner_id: owner.id })
  await create(records, 'lead', { last_name: 'Ringmann' })
  const scope = { field: 'owner_id', value: String(owner.id) }
  const hits = await searchKind(db, bindingOf(records, 'lead').kind, 'ring', 10, scope)
  assert.deepEqual(
    hits.map((hit) => hit.fields.last_name),
    ['Ringler'],
  )
})

test('search: the kept text of every kind is that of its searched fields', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const kept = [...records.bindings.values()].filter(({ kind }) => kind.hasSearchText)
  assert.equal(kept.length, 4)
  await create(records, 'account', {
    name: 'ß',
    city: 'Köln',
    vat_id: 'DE1',
    website: 'ä.example.de',
  })
  await create(records, 'contact', { first_name: 'A', last_name: 'É', email: 'x@y.de' })
  await create(records, 'lead', { first_name: 'A', last_name: 'B', company: 'Ö', email: 'z@y.de' })
  const stages = await sql<{ id: string }>`select id from crm.opportunity_stage limit 1`.execute(db)
  await create(records, 'opportunity', { name: 'Ü', stage_id: stages.rows[0]?.id })
  for (const { kind } of kept) {
    const fields = sql.join(
      kind.search.map((id) => sql`coalesce(${sql.ref(id)}, '')`),
      sql` || ' ' || `,
    )
    const { rows } = await sql<{ same: boolean }>`
      select search_text = records.search_form(${fields}) as same from ${sql.raw(kind.table)}
    `.execute(db)
    assert.deepEqual(rows, [{ same: true }], kind.id)
  }
})

/** Leads with few different values and empty ones: ties and nulls everywhere. */
async function fillTies(db: Db, scores: readonly (number | null)[]): Promise<void> {
  await sql`delete from leads.lead`.execute(db)
  await sql`
    insert into leads.lead (created_on, score, last_activity_at, last_name)
    select '2026-01-01T00:00:00Z'::timestamptz + make_interval(secs => coalesce(score, 7) * 0.000001),
           score, case when score > 1 then timestamptz '2026-02-01' + make_interval(secs => score * 0.0000015) end, 'L'
      from unnest(${[...scores]}::integer[]) as score
  `.execute(db)
}

async function pages(records: Records, query: ListQuery, few: boolean): Promise<unknown[]> {
  const ids: unknown[] = []
  let cursor: string | undefined
  do {
    const page = await readPage(
      records.db,
      bindingOf(records, 'lead'),
      { ...query, cursor },
      null,
      'UTC',
      few,
    )
    ids.push(...page.items.map((item) => item.id))
    cursor = page.next ?? undefined
  } while (cursor)
  return ids
}

test('lists: pages put together are the whole sorted list, over ties, empty values and microseconds', async () => {
  await using world = await testRecords()
  const { records, db } = world
  const anyScores = fc.array(fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }), {
    maxLength: 30,
  })
  const anySort = fc.constantFrom('score', 'created_on', 'last_activity_at')
  const property = fc.asyncProperty(
    anyScores,
    anySort,
    fc.boolean(),
    fc.boolean(),
    fc.integer({ min: 1, max: 8 }),
    async (scores, field, descending, few, limit) => {
      await fillTies(db, scores)
      const direction = sql.raw(descending ? 'desc' : 'asc')
      const { rows } = await sql<{ id: string }>`
        select id from leads.lead order by ${sql.ref(field)} ${direction} nulls last, id ${direction}
      `.execute(db)
      const sort = `${descending ? '-' : ''}${field}`
      assert.deepEqual(
        await pages(records, { filters: {}, q: 'l', sort, limit }, few),
        rows.map((row) => row.id),
      )
    },
  )
  await fc.assert(property, { numRuns: 60 })
})

test('lists: counting stops at the cap and says so', async () => {
  await using world = await testRecords()
  const { records, db } = world
  await sql`
    insert into leads.lead (created_on, last_name)
    select now(), 'L' from generate_series(1, ${COUNT_CAP + 1})
  `.execute(db)
  const lead = bindingOf(records, 'lead')
  const page = await listRecords(db, lead, { filters: {}, limit: 10 }, null, 'UTC')
  assert.deepEqual([page.count, page.countCapped], [COUNT_CAP, true])
  await sql`delete from leads.lead where id = (select id from leads.lead limit 1)`.execute(db)
  const exact = await listRecords(db, lead, { filters: {}, limit: 10 }, null, 'UTC')
  assert.deepEqual([exact.count, exact.countCapped], [COUNT_CAP, false])
})
