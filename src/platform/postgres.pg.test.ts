import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import pg from 'pg'
import { silentLog } from './log.ts'
import { startPostgres } from './postgres.ts'
import { processState } from './process-state.ts'

const scratch = mkdtempSync(join(tmpdir(), 'regelkreis-postgres-'))
after(() => rmSync(scratch, { recursive: true, force: true }))

async function one(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return Object.values((await client.query(text)).rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

test('postgres: two that start together on a new folder use the same one', async () => {
  const options = { dataFolder: join(scratch, 'together'), log: silentLog, unsafe: true }
  const [first, second] = await Promise.all([startPostgres(options), startPostgres(options)])
  assert.equal(first.pid, second.pid)
  assert.equal(await one(second.url, 'select current_user::text'), 'regelkreis')
  await first.stop()
  assert.notEqual(processState(first.pid).state, 'running')
  await second.stop()
})

test('postgres: no TCP port, durable, and the role of the program is no superuser', async () => {
  const dataFolder = join(scratch, 'settings')
  const postgres = await startPostgres({ dataFolder, log: silentLog })
  try {
    const show = (name: string) => one(postgres.url, `select current_setting('${name}')`)
    assert.equal(await show('listen_addresses'), '')
    assert.equal(await show('fsync'), 'on')
    assert.equal(await show('synchronous_commit'), 'on')
    assert.equal(await show('timezone'), 'UTC')
    assert.equal(await show('is_superuser'), 'off')
    assert.equal(await one(postgres.url, "select lower('ÄÖÜ') || upper('ß')"), 'äöüß')
  } finally {
    await postgres.stop()
  }
})

test('postgres: the data of another major version are refused, not touched', async () => {
  const dataFolder = join(scratch, 'old')
  mkdirSync(join(dataFolder, 'postgres'), { recursive: true })
  writeFileSync(join(dataFolder, 'postgres/PG_VERSION'), '15\n')
  await assert.rejects(
    startPostgres({ dataFolder, log: silentLog }),
    /was created by PostgreSQL 15; this program brings 18/,
  )
})
