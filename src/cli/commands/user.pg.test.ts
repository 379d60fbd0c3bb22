import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { OperatorError } from '#platform/failure.ts'
import { silentLog } from '#platform/log.ts'
import type { Store } from '#platform/store.ts'
import { ask, setUp, type TestApp, testApp } from '../../../test/helpers/app.ts'
import type { CommandContext } from '../command.ts'
import { command } from './user.ts'

/** Runs `./regelkreis user ...` on the database of a test; the lines it printed. */
async function run(server: TestApp, ...args: string[]): Promise<string[]> {
  const lines: string[] = []
  const context: CommandContext = {
    config: readConfig({}),
    log: silentLog,
    now: () => server.clock.now,
    out: (line) => lines.push(line),
    err: () => undefined,
    isTerminal: false,
    store: async () => ({ database: { db: server.db } }) as unknown as Store,
  }
  await command.run(args, context)
  return lines
}

const refused = (exitCode: number, words: RegExp) => (error: unknown) =>
  error instanceof OperatorError && error.exitCode === exitCode && words.test(error.message)

const signIn = (server: TestApp, email: string, password: string) =>
  ask(server, 'POST', '/api/auth/sign-in/email', { body: { email, password } })

test('user create and reset-password print a password that works, once', async () => {
  await using server = await testApp()
  await setUp(server)
  const created = await run(
    server,
    ...['create', 'Vera@example.com', '--name', 'Vera', '--role', 'sales', '--json'],
  )
  const { password, role } = JSON.parse(created[0] ?? '') as { password: string; role: string }
  assert.match(password, /^([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}$/)
  assert.equal(role, 'sales')
  const session = await signIn(server, 'vera@example.com', password)
  assert.equal(session.status, 200)

  const [line = ''] = await run(server, 'reset-password', 'vera@example.com')
  const fresh = line.split(': ')[1] ?? ''
  assert.equal((await signIn(server, 'vera@example.com', password)).status, 401)
  assert.equal((await signIn(server, 'vera@example.com', fresh)).status, 200)
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: session.cookie })).status, 401)

  const users = JSON.parse((await run(server, 'list', '--json'))[0] ?? '') as { name: string }[]
  assert.deepEqual(
    users.map((user) => user.name),
    ['Erika Muster', 'Vera'],
  )
  assert.doesNotMatch(JSON.stringify(users), /password|login_id/)
})

test('user: what cannot be done ends with 1, wrong usage with 2', async () => {
  await using server = await testApp()
  await setUp(server)
  const taken = run(server, 'create', 'ERIKA@example.com', '--name', 'E')
  await assert.rejects(taken, refused(1, /already a user/))
  await assert.rejects(run(server, 'reset-password', 'x@example.com'), refused(1, /no user/))
  await assert.rejects(run(server, 'create', 'a@example.com'), refused(2, /--name/))
  const boss = run(server, 'create', 'a@example.com', '--name', 'A', '--role', 'boss')
  await assert.rejects(boss, refused(2, /one of administrator/))
  await assert.rejects(run(server, 'remove'), refused(2, /list, create/))
})

test('user reset-two-factor: says what it did, and when there is nothing to reset', async () => {
  await using server = await testApp()
  await setUp(server)
  const none = await run(server, 'reset-two-factor', 'erika@example.com')
  assert.deepEqual(none, ['erika@example.com has no second factor.'])
  const login = await server.db.selectFrom('access.login').select('id').executeTakeFirstOrThrow()
  await server.db
    .insertInto('access.login_two_factor')
    .values({ login_id: login.id, secret: 'x', backup_codes: 'x', verified: true })
    .execute()
  await server.db.updateTable('access.login').set({ two_factor_enabled: true }).execute()
  const asked = await signIn(server, 'erika@example.com', 'correct horse battery')
  assert.equal((asked.body as { codeNeeded: boolean }).codeNeeded, true)
  const lines = await run(server, 'reset-two-factor', 'erika@example.com', '--json')
  assert.deepEqual(lines, ['{"email":"erika@example.com","reset":true}'])
  const plain = await signIn(server, 'erika@example.com', 'correct horse battery')
  assert.equal((plain.body as { codeNeeded: boolean }).codeNeeded, false)
  await assert.rejects(
    run(server, 'reset-two-factor', 'nobody@example.com'),
    refused(1, /There is no user with the address nobody@example\.com/),
  )
})
