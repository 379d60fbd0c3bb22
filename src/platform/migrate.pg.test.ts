import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import pg from 'pg'
import { emptyDatabaseUrl } from '../../test/helpers/database.ts'
import { silentLog } from './log.ts'
import { migrate, readMigrations } from './migrate.ts'

/** A folder of migrations for one test. */
function folderOf(files: Readonly<Record<string, string>>) {
  const path = mkdtempSync(join(tmpdir(), 'regelkreis-migrations-'))
  const write = (name: string, text: string) => writeFileSync(join(path, name), text)
  for (const [name, text] of Object.entries(files)) write(name, text)
  return { path, write, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

async function rows(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const result = await client.query(text)
  await client.end()
  return result.rows
}

const FIRST = { '0001_first.sql': 'create table one (id integer); insert into one values (1);' }

test('migrate: applies what is missing, in order and once', async () => {
  using folder = folderOf(FIRST)
  const url = await emptyDatabaseUrl()
  assert.deepEqual(await migrate(url, silentLog, folder.path), [1])
  folder.write('0002_second.sql', 'alter table one add column more integer')
  assert.deepEqual(await migrate(url, silentLog, folder.path), [2])
  assert.deepEqual(await migrate(url, silentLog, folder.path), [])
  assert.deepEqual(await rows(url, 'select * from one'), [{ id: 1, more: null }])
})

test('migrate: two servers that start together migrate once', async () => {
  using folder = folderOf(FIRST)
  const url = await emptyDatabaseUrl()
  const both = await Promise.all([
    migrate(url, silentLog, folder.path),
    migrate(url, silentLog, folder.path),
  ])
  assert.deepEqual(both.flat(), [1])
})

test('migrate: a failing migration leaves nothing of itself, and what came before', async () => {
  using folder = folderOf({
    ...FIRST,
    '0002_broken.sql': 'create table two (id integer); select 1/0',
  })
  const url = await emptyDatabaseUrl()
  await assert.rejects(
    migrate(url, silentLog, folder.path),
    /Migration 2 \(broken\) failed: division by zero/,
  )
  const found = await rows(
    url,
    "select to_regclass('one') is null as one, to_regclass('two') is null as two",
  )
  assert.deepEqual(found, [{ one: false, two: true }])
})

test('migrate: a database newer than the program is refused', async () => {
  using newer = folderOf({ ...FIRST, '0002_second.sql': 'create table two (id integer)' })
  using older = folderOf(FIRST)
  const url = await emptyDatabaseUrl()
  await migrate(url, silentLog, newer.path)
  await assert.rejects(
    migrate(url, silentLog, older.path),
    /newer than this program: it has migration 2 \(second\), the program knows 1/,
  )
})

test('migrate: an edited migration is refused', async () => {
  using folder = folderOf(FIRST)
  const url = await emptyDatabaseUrl()
  await migrate(url, silentLog, folder.path)
  folder.write('0001_first.sql', 'create table one (id bigint)')
  await assert.rejects(migrate(url, silentLog, folder.path), /Migration 1 \(first\) was changed/)
})

for (const [name, files] of [
  ['a gap', { ...FIRST, '0003_third.sql': '' }],
  ['a number twice', { ...FIRST, '0001_other.sql': '' }],
  ['a name without number', { 'first.sql': '' }],
] as const) {
  test(`migrate: ${name} in the folder is refused`, () => {
    using folder = folderOf(files)
    assert.throws(() => readMigrations(folder.path), /numbered without gaps/)
  })
}
