import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import pg from 'pg'
import { silentLog } from '#platform/log.ts'
import { readMigrations } from '#platform/migrate.ts'
import { type TestDatabase, testDatabase } from '../../../test/helpers/database.ts'
import { tableHashes } from '../../../test/helpers/table-hashes.ts'
import { writeBackupFile } from './backup-file.ts'
import { verifyBackup } from './read-backup.ts'
import { restoreBackup } from './restore.ts'

const scratch = mkdtempSync(join(tmpdir(), 'regelkreis-backup-'))
after(() => rmSync(scratch, { recursive: true, force: true }))

const SECRET = 'a secret of at least thirty-two characters'
const parts = (pool: pg.Pool) => ({
  pool,
  now: new Date('2026-03-02T09:00:00Z'),
  program: {
    program: '0.1.0',
    migrations: readMigrations().map(({ number, name, checksum }) => ({ number, name, checksum })),
  },
  secret: { value: SECRET, kept: true },
})

/** Rows with what is hard to carry: every kind of sign, nulls beside empty texts, lists, JSON, circles of references. */
async function fill({ pool }: TestDatabase<unknown>, count = 500): Promise<void> {
  await pool.query(`
    insert into company.setting (key, value) values ('company_name', '"Müller & Söhne \\\\ GmbH"');
    insert into company.team (name, description) values (E'Zeile 1\\nZeile 2\\tTab \\\\. \\\\N', '');
    insert into access."user" (name, email, role) values ('Ärger "quoted"', 'a@example.com', 'viewer');
    insert into access.audit_event (actor_name, action, kind, record_id, after)
      values ('Ärger', 'create', 'lead', 'x', '{"a": [1, null, "ü\\\\n"]}');
    insert into crm.target_group (name, industries) values ('Gruppe', '{"Bau, \\"Holz\\"",NULL,""}');`)
  await pool.query(
    `insert into crm.account (name, employees, notes)
       select 'Konto ' || i, nullif(i % 7, 0), repeat('lang ', i % 100) from generate_series(1, $1::int) i`,
    [count],
  )
  await pool.query(
    `insert into leads.lead (last_name, account_id, created_on, stage)
       select 'Lead ' || name, id, '2026-01-01T00:00:00.123456Z'::timestamptz, 'new' from crm.account`,
  )
  await pool.query(
    `insert into leads.stage_event (lead_id, stage, entered_at, actor_name)
       select id, 'new', created_on, 'x' from leads.lead`,
  )
}

/** Asks the database of a restore without leaving a connection of the program behind: it would be refused as in use. */
async function ask<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

async function restored(path: string, url: string): Promise<string | null> {
  let kept: string | null = null
  await restoreBackup({
    url,
    log: silentLog,
    path,
    keepSecret: (secret) => {
      kept = secret
    },
  })
  return kept
}

test('backup under load, restored elsewhere: every table is as it was at the one moment, by hash', async () => {
  await using source = await testDatabase()
  await using target = await testDatabase()
  await fill(source)
  const path = join(scratch, 'load.backup')
  let go = true
  let writes = 0
  const writer = (async () => {
    while (go) {
      await source.pool.query(`
        with account as (insert into crm.account (name) values ('während') returning id)
        insert into leads.lead (last_name, account_id, created_on) select 'während', id, now() from account`)
      await source.pool.query(
        "update crm.account set name = name || '!' where name like 'Konto 1%'",
      )
      await source.pool.query("delete from leads.lead where last_name = 'Lead Konto 2'")
      writes += 1
    }
  })()
  let expected: Record<string, string> = {}
  let writesBefore = 0
  await writeBackupFile(path, {
    ...parts(source.pool),
    onSnapshot: async (id) => {
      expected = await tableHashes(source.url, id)
      writesBefore = writes
    },
  })
  go = false
  await writer
  assert(writes > writesBefore, 'somebody wrote while the backup was made')

  assert.equal(await restored(path, target.url), SECRET)
  assert(Object.keys(expected).length > 20)
  assert.deepEqual(await tableHashes(target.url), expected)
  assert.notDeepEqual(await tableHashes(source.url), expected, 'the source has moved on')
})

test('restore: keys, triggers, indexes and counters are those of a fresh instance, and work', async () => {
  await using source = await testDatabase()
  await using target = await testDatabase()
  await fill(source)
  const path = join(scratch, 'schema.backup')
  await writeBackupFile(path, parts(source.pool))
  const before = await definitions(target.url)
  await restored(path, target.url)
  assert.deepEqual(await definitions(target.url), before)
  assert(before.length > 100)

  const { pool } = target
  await assert.rejects(pool.query('delete from access.audit_event'), /append-only/)
  await assert.rejects(pool.query('delete from crm.account'), /foreign key/)
  // 500 stage events came with ids 1 to 500: the next one is 501.
  const next = await pool.query<{ id: number }>(
    `insert into leads.stage_event (lead_id, stage, entered_at, actor_name)
       select id, 'mql', now(), 'x' from leads.lead limit 1 returning id`,
  )
  assert.equal(next.rows[0]?.id, 501)
})

/** Everything that a restore takes away and makes again, as PostgreSQL prints it. */
async function definitions(url: string): Promise<string[]> {
  const rows = await ask<{ text: string }>(
    url,
    `
    select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated as text
      from pg_constraint where connamespace::regnamespace::text not in ('pg_catalog', 'information_schema', 'jobs')
    union all
    select pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal
    union all
    select indexdef from pg_indexes where schemaname not in ('pg_catalog', 'jobs')
    order by 1`,
  )
  return rows.map(({ text }) => text)
}

test('backup: a file that only its owner can read, nothing beside it', async () => {
  await using source = await testDatabase()
  const folder = mkdtempSync(join(scratch, 'owner-'))
  const path = join(folder, 'a.backup')
  const written = await writeBackupFile(path, parts(source.pool))
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.equal(statSync(path).size, written.bytes)
  assert.deepEqual(readdirSync(folder), ['a.backup'])
  assert.doesNotMatch(readFileSync(path, 'utf8').slice(0, 500), new RegExp(SECRET))
  const header = await verifyBackup(path)
  assert.equal(header.program, '0.1.0')
  assert.equal(header.created_at, '2026-03-02T09:00:00.000Z')
})

test('backup: another file of that name is kept, an older backup replaced', async () => {
  await using source = await testDatabase()
  const path = join(scratch, 'taken.txt')
  writeFileSync(path, 'Einkaufszettel')
  await assert.rejects(writeBackupFile(path, parts(source.pool)), /exists and is no backup/)
  assert.equal(readFileSync(path, 'utf8'), 'Einkaufszettel')
  const nowhere = writeBackupFile(join(scratch, 'no/where'), parts(source.pool))
  await assert.rejects(nowhere, /cannot be written: the folder does not exist/)
})

test('restore: one flipped byte anywhere, a cut anywhere, or more behind the end is refused', async () => {
  await using source = await testDatabase()
  await fill(source, 3)
  const path = join(scratch, 'whole.backup')
  await writeBackupFile(path, parts(source.pool))
  const whole = readFileSync(path)
  const broken = join(scratch, 'broken.backup')
  const refused = async (content: Buffer, what: string) => {
    writeFileSync(broken, content)
    await assert.rejects(verifyBackup(broken), { name: 'BrokenBackup' }, what)
  }
  // Every byte of the beginning and the end, every 41st between.
  const isEdge = (at: number) => at < 50 || at > whole.length - 120
  for (let at = 0; at < whole.length; at += isEdge(at) ? 1 : 41) {
    const copy = Buffer.from(whole)
    copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8))
    await refused(copy, `byte ${at}`)
  }
  for (let length = 0; length < whole.length; length += 397) {
    await refused(whole.subarray(0, length), `cut to ${length}`)
  }
  await refused(Buffer.concat([whole, Buffer.from('\n')]), 'one byte more')
  await refused(Buffer.from('id;name\n1;Müller\n'), 'a foreign file')
  writeFileSync(broken, whole.subarray(0, 5000))
  await assert.rejects(verifyBackup(broken), /ends too early, after 5000 bytes/)
})

test('restore: an instance with data is refused and stays as it is', async () => {
  await using source = await testDatabase()
  await using target = await testDatabase()
  const path = join(scratch, 'full.backup')
  await writeBackupFile(path, parts(source.pool))
  await ask(target.url, "insert into company.team (name) values ('Schon da')")
  const before = await tableHashes(target.url)
  await assert.rejects(restored(path, target.url), /has data already \(company\.team\)/)
  assert.deepEqual(await tableHashes(target.url), before)

  await ask(target.url, 'delete from company.team')
  await ask(target.url, "update crm.opportunity_stage set name = 'Anfrage' where position = 10")
  await assert.rejects(restored(path, target.url), /has data already \(crm\.opportunity_stage\)/)
})

test('restore: a set-up link that nobody used is no data, and gives way', async () => {
  await using source = await testDatabase()
  await using target = await testDatabase()
  await fill(source, 3)
  const path = join(scratch, 'link.backup')
  await writeBackupFile(path, parts(source.pool))
  await ask(
    target.url,
    "insert into access.setup_link (token_hash, expires_at) values ('x', now() + interval '1 day')",
  )
  await restored(path, target.url)
  const links = await target.pool.query('select from access.setup_link')
  assert.equal(links.rowCount, 0)
})

test('restore: data that break a reference are refused whole', async () => {
  await using source = await testDatabase()
  await using target = await testDatabase()
  await fill(source, 3)
  // What a damaged database looks like: a lead of an account that is not there.
  await source.pool.query('alter table leads.lead drop constraint lead_account_id_fkey')
  await source.pool.query('delete from crm.account')
  const path = join(scratch, 'reference.backup')
  await writeBackupFile(path, parts(source.pool))
  const before = await tableHashes(target.url)
  await assert.rejects(restored(path, target.url), /foreign key constraint "lead_account_id_fkey"/)
  assert.deepEqual(await tableHashes(target.url), before)
})

test('restore: a database that a server works on is refused', async () => {
  await using source = await testDatabase()
  await using target = await testDatabase()
  const path = join(scratch, 'in-use.backup')
  await writeBackupFile(path, parts(source.pool))
  await target.pool.query('select 1')
  await assert.rejects(restored(path, target.url), /A Regelkreis server works on this database/)
})

test('restore: what was computed from other rows is gone, and no backup holds it', async () => {
  await using source = await testDatabase()
  await using target = await testDatabase()
  const path = join(scratch, 'caches.backup')
  await writeBackupFile(path, parts(source.pool))
  const { tables } = await verifyBackup(path)
  assert(tables.every(({ name }) => !name.startsWith('kpis.rollup')))
  await ask(
    target.url,
    `insert into kpis.rollup (mark, key, span, snapshot, answer)
     values ('leads_created', 'x', '[2026-01-01,2026-02-01)', pg_current_snapshot(), '{"n": 0}')`,
  )
  await restored(path, target.url)
  assert.deepEqual(await ask(target.url, 'select mark from kpis.rollup'), [])
})
