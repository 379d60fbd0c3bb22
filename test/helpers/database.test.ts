import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { testDatabase } from './database.ts'

test('testDatabase: two databases do not see each other', async () => {
  await using one = await testDatabase()
  await using two = await testDatabase()
  await sql`create table only_here (id integer)`.execute(one.db)
  const found = await sql<{ count: number }>`
    select count(*) as count from pg_tables where tablename = 'only_here'`.execute(two.db)
  assert.equal(found.rows[0]?.count, 0)
})

test('column types: bigint and numeric are numbers, a date is text, an instant a Date', async () => {
  await using database = await testDatabase()
  const result = await sql`
    select 9007199254740991::bigint as big, 12.345678::numeric as decimal,
           date '2024-02-29' as day, timestamptz '2024-02-29 23:00:00+01' as instant,
           array[1, null]::bigint[] as bigs, array[date '2024-02-29'] as days`.execute(database.db)
  assert.deepEqual(result.rows[0], {
    big: 9007199254740991,
    decimal: 12.345678,
    day: '2024-02-29',
    instant: new Date('2024-02-29T22:00:00Z'),
    bigs: [1, null],
    days: ['2024-02-29'],
  })
  await assert.rejects(sql`select 9007199254740993::bigint`.execute(database.db), /does not fit/)
})

test('the role of the program is no superuser', async () => {
  await using database = await testDatabase()
  const result = await sql<{ rolsuper: boolean }>`
    select rolsuper from pg_roles where rolname = current_user`.execute(database.db)
  assert.equal(result.rows[0]?.rolsuper, false)
})
