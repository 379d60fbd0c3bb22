import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { Refusal } from '#kernel/refusal.ts'
import type { AnyTables, RecordBinding, WriteContext } from '#platform/records/binding.ts'
import { findRecord } from '#platform/records/read.ts'
import { createRecord, deleteRecord, updateRecord } from '#platform/records/service.ts'
import { ask, setUp, type TestApp, testApp } from '../../../test/helpers/app.ts'
import { userKind } from '../user.ts'
import { writeAudit } from './audit.ts'
import { recordHistory } from './history.ts'
import { passwordHash } from './logins.ts'
import { createUser, listUsers, resetPassword } from './user-admin.ts'
import { userBinding } from './users.ts'

const refusal = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.code === code

function recordsOf(server: TestApp) {
  const db = server.db.withTables<AnyTables>()
  const binding: RecordBinding = userBinding
  const records = {
    db,
    bindings: new Map([['user', binding]]),
    audit: writeAudit,
    newId: randomUUID,
    history: recordHistory,
  }
  const context: WriteContext = {
    actor: { userId: null, name: 'test' },
    now: server.clock.now,
    timeZone: 'Europe/Berlin',
  }
  const change = async (id: string, changes: Record<string, unknown>) => {
    const version = Number((await findRecord(db, userKind, id, null))?.version)
    return updateRecord(records, binding, { id, version, scope: null }, changes, context)
  }
  const remove = async (id: string) => {
    const version = Number((await findRecord(db, userKind, id, null))?.version)
    return deleteRecord(records, binding, { id, version, scope: null }, context)
  }
  const create = (values: Record<string, unknown>) =>
    createRecord(records, binding, values, context)
  return { change, remove, create, context }
}

const idOf = async (server: TestApp, email: string) =>
  (await listUsers(server.db)).find((user) => user.email === email)?.id ?? ''

test('users: the last administrator who can sign in stays one', async () => {
  await using server = await testApp()
  await setUp(server)
  const { change, remove, create } = recordsOf(server)
  const id = await idOf(server, 'erika@example.com')
  await create({ name: 'Nora', email: 'nora@example.com', role: 'administrator' })
  const last = refusal('access.last_administrator')
  await assert.rejects(change(id, { role: 'viewer' }), last, 'one without a login does not count')
  await assert.rejects(change(id, { active: false }), last)
  await assert.rejects(remove(id), last)

  const hash = await passwordHash('zweites passwort')
  const second = { name: 'Otto', email: 'otto@example.com', role: 'administrator' } as const
  const otto = await createUser(server.db, second, hash, server.clock.now)
  const results = await Promise.allSettled([
    change(id, { role: 'viewer' }),
    change(otto, { role: 'viewer' }),
  ])
  assert.deepEqual(
    results.map((result) => result.status).toSorted(),
    ['fulfilled', 'rejected'],
    'two at once cannot both go',
  )
})

test('users: name and address of the login follow, and sessions end with the right to enter', async () => {
  await using server = await testApp()
  await setUp(server)
  const { change } = recordsOf(server)
  const { now } = server.clock
  const hash = await passwordHash('ein langes passwort')
  const person = { name: 'Otto', email: 'otto@example.com', role: 'sales' } as const
  const id = await createUser(server.db, person, hash, now)
  const signIn = (email: string) =>
    ask(server, 'POST', '/api/auth/sign-in/email', {
      body: { email, password: 'ein langes passwort' },
    })
  const old = await signIn('otto@example.com')
  await change(id, { email: 'otto.neu@example.com' })
  assert.equal((await signIn('otto@example.com')).status, 401)
  assert.equal((await signIn('Otto.Neu@example.com')).status, 200)
  await assert.rejects(change(id, { email: null }), refusal('records.rule_broken'))
  await assert.rejects(change(id, { email: 'erika@example.com' }), Refusal)

  await change(id, { role: null })
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: old.cookie })).status, 401)
  const sessions = await server.db
    .selectFrom('access.login_session as session')
    .innerJoin('access.user as user', 'user.login_id', 'session.login_id')
    .select('session.id')
    .where('user.id', '=', id)
    .execute()
  assert.deepEqual(sessions, [])
})

test('users: an invited user can be removed, with login and link', async () => {
  await using server = await testApp()
  const cookie = await setUp(server)
  const { remove, create, context } = recordsOf(server)
  const { id } = await create({ name: 'Gast', email: 'gast@example.com', role: 'viewer' })
  const invited = await ask(server, 'POST', `/api/users/${id}/invitation`, { cookie })
  assert.equal(invited.status, 201)
  await resetPassword(
    server.db,
    'gast@example.com',
    await passwordHash('passwort des gastes'),
    context.now,
  )
  await remove(String(id))
  const left = await server.pool.query("select from access.login where email = 'gast@example.com'")
  assert.equal(left.rowCount, 0)
  const history = await recordHistory(server.db.withTables<AnyTables>(), userKind, String(id))
  assert.deepEqual(
    history.map((item) => item.type),
    ['delete', 'reset_password', 'invite', 'create'],
  )
})

test('reset of a password: the old one and the sessions are gone; unknown people are refused', async () => {
  await using server = await testApp()
  const cookie = await setUp(server)
  const hash = await passwordHash('vom betreiber gesetzt')
  await resetPassword(server.db, 'ERIKA@example.com', hash, server.clock.now)
  assert.equal((await ask(server, 'GET', '/api/me', { cookie })).status, 401)
  const signIn = (password: string) =>
    ask(server, 'POST', '/api/auth/sign-in/email', {
      body: { email: 'erika@example.com', password },
    })
  assert.equal((await signIn('correct horse battery')).status, 401)
  assert.equal((await signIn('vom betreiber gesetzt')).status, 200)
  const unknown = resetPassword(server.db, 'x@example.com', hash, server.clock.now)
  await assert.rejects(unknown, refusal('access.user_not_found'))
})
