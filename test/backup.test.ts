import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import { silentLog } from '../src/platform/log.ts'
import { startPostgres } from '../src/platform/postgres.ts'
import { runProgram, testServer } from './helpers/server.ts'
import { tableHashes } from './helpers/table-hashes.ts'

const scratch = mkdtempSync(join(tmpdir(), 'regelkreis-safety-'))
after(() => rmSync(scratch, { recursive: true, force: true }))

const ANNA = { email: 'anna.schaefer@beispiel.de', password: 'Ein langer Satz als Passwort' }
const command = (dataFolder: string, ...args: string[]) =>
  runProgram(['src/cli/main.ts', ...args], { dataFolder })

const post = (address: string, path: string, body: object, cookie = ''): Promise<Response> =>
  fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address, cookie },
    body: JSON.stringify(body),
  })

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')

async function setUp(address: string, setupLink: string | null): Promise<string> {
  const token = new URL(setupLink ?? 'about:blank').searchParams.get('token')
  const company = { company_name: 'Beispiel GmbH', currency: 'EUR', time_zone: 'Europe/Berlin' }
  const response = await post(address, '/api/setup', { token, name: 'Anna', ...ANNA, ...company })
  assert.equal(response.status, 201, await response.clone().text())
  return cookieOf(response)
}

/** The code that an authenticator app would show, computed by another program than ours; a code counts once. */
const appCode = (key: string, stepsAhead = 0): Promise<string> =>
  createOTP(base32.decode(key) as never).hotp(Math.floor(Date.now() / 30_000) + stepsAhead)

/** Sets a second factor up; the key of the app. */
async function enrol(address: string, cookie: string): Promise<string> {
  const { password } = ANNA
  const begun = await post(address, '/api/two-factor/enrolment', { password }, cookie)
  const { key } = (await begun.json()) as { key: string }
  const done = await post(address, '/api/two-factor', { code: await appCode(key) }, cookie)
  assert.equal(done.status, 200, await done.text())
  return key
}

/** Creates accounts through the API, one after the other, until told to stop; how many it were. */
function writer(address: string, cookie: string) {
  let going = true
  const written = (async () => {
    let count = 0
    for (; going; count += 1) {
      const response = await post(address, '/api/accounts', { name: `Konto ${count}` }, cookie)
      assert.equal(response.status, 201, await response.text())
    }
    return count
  })()
  return {
    stop: () => {
      going = false
      return written
    },
  }
}

test('a backup beside a working server, restored elsewhere: nobody notices, and people sign in there with their second factor', async () => {
  const here = join(scratch, 'hier')
  const there = join(scratch, 'dort drüben')
  const file = join(scratch, 'a.backup')
  await using server = await testServer({ dataFolder: here })
  const cookie = await setUp(server.address, server.setupLink)
  const key = await enrol(server.address, cookie)
  const load = writer(server.address, cookie)
  const backup = await command(here, 'backup', file, '--json')
  const written = await load.stop()
  assert.equal(backup.code, 0, backup.output)
  const { rows, tables, bytes } = JSON.parse(backup.output) as Record<string, number>
  assert.equal(statSync(file).size, bytes)
  assert(written > 0, 'the server took changes meanwhile')

  const inUse = await command(here, 'restore', file)
  assert.equal(inUse.code, 1)
  assert.match(inUse.output, /already runs at/)

  const restored = await command(there, 'restore', file, '--json')
  assert.equal(restored.code, 0, restored.output)
  const summary = JSON.parse(restored.output) as Record<string, unknown>
  assert.deepEqual([summary.rows, summary.tables, summary.company], [rows, tables, 'Beispiel GmbH'])
  assert.equal(
    readFileSync(join(there, 'secret'), 'utf8'),
    readFileSync(join(here, 'secret'), 'utf8'),
  )

  await using other = await testServer({ dataFolder: there })
  assert.equal(other.setupLink, null, 'nobody has to set anything up')
  const password = await post(other.address, '/api/auth/sign-in/email', ANNA)
  assert.deepEqual(await password.json(), { user: null, codeNeeded: true })
  const code = { code: await appCode(key, 1) }
  const signedIn = await post(other.address, '/api/auth/sign-in/code', code, cookieOf(password))
  assert.equal(signedIn.status, 200, await signedIn.text())
  const old = await fetch(`${other.address}/api/me`, { headers: { cookie } })
  assert.equal(old.status, 401, 'the session of here is none there')
})

test('a restored instance is the one that was backed up, table by table, and is not filled twice', async () => {
  const here = join(scratch, 'eins')
  const there = join(scratch, 'zwei')
  const file = join(scratch, 'b.backup')
  {
    await using server = await testServer({ dataFolder: here })
    const cookie = await setUp(server.address, server.setupLink)
    const load = writer(server.address, cookie)
    await new Promise((resolve) => setTimeout(resolve, 500))
    await load.stop()
    await server.stop()
  }
  const backup = await command(here, 'backup', file)
  assert.equal(backup.code, 0, backup.output)
  assert.equal((await command(there, 'restore', file)).code, 0)
  const before = await hashesOf(here)
  const after = await hashesOf(there)
  // The note of the backup itself came into the trail of the first after its moment.
  delete before['access.audit_event']
  delete after['access.audit_event']
  assert(Object.keys(before).length > 30)
  assert.deepEqual(after, before)

  const again = await command(there, 'restore', file)
  assert.equal(again.code, 1)
  assert.match(again.output, /has data already/)
})

async function hashesOf(dataFolder: string): Promise<Record<string, string>> {
  const postgres = await startPostgres({ dataFolder, log: silentLog })
  try {
    return await tableHashes(postgres.url)
  } finally {
    await postgres.stop()
  }
}

test('a damaged, cut or foreign file is refused before a database is created', async () => {
  const file = join(scratch, 'c.backup')
  const empty = join(scratch, 'leer')
  assert.equal((await command(join(scratch, 'quelle'), 'backup', file)).code, 0)
  const whole = readFileSync(file)
  const flipped = Buffer.from(whole)
  flipped[whole.length >> 1] = (flipped[whole.length >> 1] ?? 0) ^ 1
  const cases: [string, Buffer, RegExp][] = [
    ['flipped', flipped, /nothing was written\. The file is damaged behind byte \d+/],
    [
      'cut',
      whole.subarray(0, -10),
      /nothing was written\. The file ends too early, after \d+ bytes/,
    ],
    ['foreign', Buffer.from('id;name\n'), /nothing was written\. This is no backup of Regelkreis/],
  ]
  for (const [name, content, says] of cases) {
    const path = join(scratch, name)
    writeFileSync(path, content)
    const refused = await command(empty, 'restore', path)
    assert.equal(refused.code, 1, name)
    assert.match(refused.output, says)
  }
  assert.throws(() => readdirSync(empty), 'not even the folder is there')
  const missing = await command(empty, 'restore', join(scratch, 'nirgends'))
  assert.match(missing.output, /There is no file/)
  const check = await command(empty, 'restore', file, '--check')
  assert.match(check.output, /^The backup is whole: \d+ rows/)
})

test('through a pipe: backup to standard output, restore from standard input', async () => {
  const from = join(scratch, 'quelle')
  const to = join(scratch, 'ziel')
  const env = (folder: string) => ({ PATH: process.env.PATH, REGELKREIS_DATA: folder })
  const program = join(import.meta.dirname, '../src/cli/main.ts')
  const source = spawn(process.execPath, [program, 'backup', '-'], { env: env(from) })
  const target = spawn(process.execPath, [program, 'restore', '-'], { env: env(to) })
  source.stdout.pipe(target.stdin)
  let said = ''
  for (const stream of [source.stderr, target.stderr, target.stdout]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  }
  const [[sourceCode], [targetCode]] = await Promise.all([
    once(source, 'close'),
    once(target, 'close'),
  ])
  assert.deepEqual([sourceCode, targetCode], [0, 0], said)
  assert.match(said, /^Restored: \d+ rows/m)
  assert.deepEqual(
    readdirSync(to).filter((name) => name.startsWith('restore-')),
    [],
  )
})

test('a secret of the operator stays with the operator, and another one is told', async () => {
  const secret = 'ein Geheimnis mit mehr als zweiunddreißig Zeichen'
  const file = join(scratch, 'd.backup')
  const from = { dataFolder: join(scratch, 'quelle'), env: { REGELKREIS_SECRET: secret } }
  const to = join(scratch, 'anderes Geheimnis')
  assert.equal((await runProgram(['src/cli/main.ts', 'backup', file], from)).code, 0)
  assert.doesNotMatch(
    readFileSync(file, 'latin1'),
    new RegExp(Buffer.from(secret).toString('latin1')),
  )
  const restored = await command(to, 'restore', file, '--json')
  assert.equal(restored.code, 0, restored.output)
  assert.match(restored.output, /another secret than the one that was backed up/)
})
