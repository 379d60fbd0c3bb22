import assert from 'node:assert/strict'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { silentLog } from '../src/platform/log.ts'
import { startPostgres } from '../src/platform/postgres.ts'
import { processState } from '../src/platform/process-state.ts'
import { isOpenToAll, runProgram, testServer } from './helpers/server.ts'

const scratch = mkdtempSync(join(tmpdir(), 'regelkreis-start-'))
after(() => rmSync(scratch, { recursive: true, force: true }))

const postmasterOf = (dataFolder: string): number =>
  Number(readFileSync(join(dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

/** The address of a running server's database: adopts it, touches nothing. */
const databaseOf = async (dataFolder: string): Promise<string> =>
  (await startPostgres({ dataFolder, log: silentLog })).url

test('start: serves in a folder with blanks, umlauts and parents of mode 700; a second start is refused, a command works beside it; Ctrl-C ends both', async () => {
  const parent = join(scratch, 'nur für mich')
  mkdirSync(parent)
  chmodSync(parent, 0o700)
  const dataFolder = join(parent, 'Müller & Söhne (GmbH)')
  await using server = await testServer({ dataFolder })
  const health = await fetch(`${server.address}/healthz`)
  const ready = await fetch(`${server.address}/readyz`)
  assert.deepEqual([health.status, ready.status], [200, 200])

  const second = await runProgram(['src/main.ts'], { dataFolder })
  assert.equal(second.code, 1)
  assert.match(second.output, new RegExp(`already runs at ${server.address}`))
  assert.equal((await fetch(`${server.address}/readyz`)).status, 200)

  const beside = await runProgram(['src/cli/main.ts', 'migrate', '--json'], { dataFolder })
  assert.equal(beside.code, 0, beside.output)
  assert.equal((await fetch(`${server.address}/readyz`)).status, 200)

  const postmaster = postmasterOf(dataFolder)
  assert.equal(processState(postmaster).state, 'running', 'the command left the database running')
  assert.equal(await server.stop('SIGINT'), 0)
  assert.notEqual(processState(postmaster).state, 'running')
  assert.equal(existsSync(join(dataFolder, 'server.json')), false)

  const alone = await runProgram(['src/cli/main.ts', 'migrate', '--json'], { dataFolder })
  assert.deepEqual(alone, beside)
  assert.equal(existsSync(join(dataFolder, 'postgres/postmaster.pid')), false)
})

test('start: kill -9 loses nothing that was committed; the next start takes the database over', async () => {
  const dataFolder = join(scratch, 'killed')
  await using first = await testServer({ dataFolder })
  const url = await databaseOf(dataFolder)
  await query(url, 'create table public.kept (id integer); insert into public.kept values (1)')
  const postmaster = postmasterOf(dataFolder)
  await first.kill()
  assert.equal(processState(postmaster).state, 'running', 'the database outlives its server')

  await using second = await testServer({ dataFolder })
  assert.equal(postmasterOf(dataFolder), postmaster, 'the same database was taken over')
  assert.deepEqual(await query(url, 'select id from public.kept'), [{ id: 1 }])
  await query(url, 'insert into public.kept values (2)')
  process.kill(postmaster, 'SIGKILL')
  await second.kill()

  await using third = await testServer({ dataFolder })
  assert.notEqual(postmasterOf(dataFolder), postmaster)
  const rows = await query(await databaseOf(dataFolder), 'select id from public.kept order by id')
  assert.deepEqual(rows, [{ id: 1 }, { id: 2 }], 'a killed database recovers what was committed')
  assert.equal(await third.stop(), 0)
})

test('start: a database that dies under the server is started again', async () => {
  const dataFolder = join(scratch, 'restarted')
  await using server = await testServer({ dataFolder })
  const before = postmasterOf(dataFolder)
  process.kill(before, 'SIGKILL')
  const isBack = async () =>
    (await fetch(`${server.address}/readyz`)).status === 200 && postmasterOf(dataFolder) !== before
  const deadline = performance.now() + 30_000
  while (!(await isBack()) && performance.now() < deadline) await sleep(100)
  assert(await isBack())
  assert.equal(await server.stop(), 0)
})

test('start: a taken port is refused before a database is created', async () => {
  const dataFolder = join(scratch, 'port')
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const bound = other.address()
  const port = String(typeof bound === 'object' ? bound?.port : '')
  const result = await runProgram(['src/main.ts'], { dataFolder, env: { PORT: port } })
  other.close()
  assert.equal(result.code, 1)
  assert.match(result.output, new RegExp(`^Port ${port} is taken by another program`))
  assert.equal(existsSync(join(dataFolder, 'postgres')), false)
  assert.equal(existsSync(join(dataFolder, 'server.json')), false)
})

test('start: a folder name that a shell would take apart is refused', async () => {
  const dataFolder = join(scratch, '$(touch owned)')
  const result = await runProgram(['src/main.ts'], { dataFolder })
  assert.equal(result.code, 1)
  assert.match(result.output, /cannot work in .*touch owned.*REGELKREIS_DATA/)
})

test('start: a database newer than the program is refused, and stopped again', async () => {
  const dataFolder = join(scratch, 'newer')
  const postgres = await startPostgres({ dataFolder, log: silentLog, unsafe: true })
  await query(
    postgres.url,
    `create schema platform;
     create table platform.migration (number integer primary key, name text, checksum text, applied_at timestamptz);
     insert into platform.migration values (9999, 'from the future', 'x', now())`,
  )
  await postgres.stop()
  const result = await runProgram(['src/main.ts'], { dataFolder })
  assert.equal(result.code, 1)
  assert.match(result.output, /database is newer than this program: it has migration 9999/)
  assert.doesNotMatch(result.output, /\n {4}at /, 'no stack for an expected refusal')
  assert.equal(existsSync(join(dataFolder, 'postgres/postmaster.pid')), false)
})

test('start: an ordinary user needs nothing of root', async (t) => {
  const nobody = 65534
  if (process.getuid?.() !== 0) return t.skip('every other test here runs as an ordinary user')
  if (!isOpenToAll(import.meta.dirname)) return t.skip('this folder is closed to other users')
  const dataFolder = join(mkdtempSync(join(tmpdir(), 'regelkreis-user-')), 'data')
  chownSync(dirname(dataFolder), nobody, nobody)
  try {
    await using server = await testServer({ dataFolder, uid: nobody })
    assert.equal((await fetch(`${server.address}/readyz`)).status, 200)
    assert.equal(await server.stop(), 0)
  } finally {
    rmSync(dirname(dataFolder), { recursive: true, force: true })
  }
})

const calls = [
  { args: [], code: 2, says: /start the server/ },
  { args: ['--help'], code: 0, says: /start the server/ },
  { args: ['migrate', '--help'], code: 0, says: /^\.\/regelkreis migrate/ },
  { args: ['dance'], code: 2, says: /No command "dance"/ },
  { args: ['migrate', '--fast'], code: 2, says: /--fast[\s\S]*\.\/regelkreis migrate/ },
]
test('command: usage, help and mistakes end with 0 or 2 and say what there is', async () => {
  const results = await Promise.all(
    calls.map(({ args }) => runProgram(['src/cli/main.ts', ...args], { dataFolder: scratch })),
  )
  for (const [index, { args, code, says }] of calls.entries()) {
    assert.equal(results[index]?.code, code, args.join(' '))
    assert.match(results[index]?.output ?? '', says)
  }
})
