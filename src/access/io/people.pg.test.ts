import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMailer } from '#platform/mail.ts'
import { ask, setUp, type TestApp, testApp } from '../../../test/helpers/app.ts'
import { mailServer } from '../../../test/helpers/mail-server.ts'
import type { Role } from '../policy.ts'
import { passwordHash } from './logins.ts'
import { createUser } from './user-admin.ts'

const PASSWORD = 'correct horse battery'
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:42.0) Gecko/20100101 Firefox/42.0'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 13_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 Mobile/15E148 Safari/604.1'

const codeOf = (body: unknown) => (body as { error?: { code?: string } }).error?.code

const signIn = (server: TestApp, email: string, agent = FIREFOX) =>
  ask(server, 'POST', '/api/auth/sign-in/email', {
    body: { email, password: PASSWORD },
    headers: { 'user-agent': agent },
  })

const addUser = async (server: TestApp, name: string, role: Role) =>
  createUser(
    server.db,
    { name, email: `${name.toLowerCase()}@example.com`, role },
    await passwordHash(PASSWORD),
    server.clock.now,
  )

type Listed = { id: string; device: object; address: string; current: boolean }
const sessionsAt = async (server: TestApp, url: string, cookie: string) =>
  ((await ask(server, 'GET', url, { cookie })).body as { items: Listed[] }).items

test('sessions: everybody sees and ends their own, by words and never by token', async () => {
  await using server = await testApp()
  await setUp(server)
  await addUser(server, 'Vera', 'sales')
  const laptop = (await signIn(server, 'vera@example.com')).cookie
  const phone = (await signIn(server, 'vera@example.com', IPHONE)).cookie
  const items = await sessionsAt(server, '/api/sessions', laptop)
  assert.deepEqual(
    items.map(({ device, current }) => ({ device, current })).toSorted((a) => (a.current ? -1 : 1)),
    [
      { device: { browser: 'Firefox', system: 'Linux' }, current: true },
      { device: { browser: 'Safari', system: 'iPhone' }, current: false },
    ],
  )
  assert.equal(items[0]?.address, '127.0.0.1')
  const answer = await ask(server, 'GET', '/api/sessions', { cookie: laptop })
  const tokens = await server.db.selectFrom('access.login_session').select('token').execute()
  for (const { token } of tokens) assert(!JSON.stringify(answer.body).includes(token))

  const other = items.find(({ current }) => !current)?.id ?? ''
  const gone = await ask(server, 'DELETE', `/api/sessions/${other}`, { cookie: laptop })
  assert.equal(gone.status, 204)
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: phone })).status, 401)
  const again = await ask(server, 'DELETE', `/api/sessions/${other}`, { cookie: laptop })
  assert.deepEqual([again.status, codeOf(again.body)], [404, 'access.session_not_found'])

  await signIn(server, 'vera@example.com', IPHONE)
  const ended = await ask(server, 'POST', '/api/sessions/end-others', { cookie: laptop })
  assert.deepEqual(ended.body, { ended: 1 })
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: laptop })).status, 200)
})

test('sessions: nobody ends those of another, the administrator does; each end stands in the trail', async () => {
  await using server = await testApp()
  const administrator = await setUp(server)
  const veraId = await addUser(server, 'Vera', 'sales')
  await addUser(server, 'Max', 'management')
  const vera = (await signIn(server, 'vera@example.com')).cookie
  const max = (await signIn(server, 'max@example.com')).cookie
  const [own] = await sessionsAt(server, '/api/sessions', vera)
  const theft = await ask(server, 'DELETE', `/api/sessions/${own?.id}`, { cookie: max })
  assert.equal(theft.status, 404)
  const closed = await ask(server, 'GET', `/api/users/${veraId}/sessions`, { cookie: max })
  assert.equal(closed.status, 403)

  const seen = await sessionsAt(server, `/api/users/${veraId}/sessions`, administrator)
  assert.deepEqual(
    seen.map(({ id, current }) => [id, current]),
    [[own?.id, false]],
  )
  const path = `/api/users/${veraId}/sessions`
  const one = await ask(server, 'DELETE', `${path}/${own?.id}`, { cookie: administrator })
  assert.equal(one.status, 204)
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: vera })).status, 401)
  await signIn(server, 'vera@example.com')
  const all = await ask(server, 'DELETE', path, { cookie: administrator })
  assert.deepEqual(all.body, { ended: 1 })
  const events = await server.db
    .selectFrom('access.audit_event')
    .select(['actor_name', 'record_id', 'before'])
    .where('action', '=', 'end_session')
    .orderBy('id')
    .execute()
  assert.deepEqual(events, [
    {
      actor_name: 'Erika Muster',
      record_id: veraId,
      before: { device: 'Firefox, Linux', address: '127.0.0.1' },
    },
    { actor_name: 'Erika Muster', record_id: veraId, before: { sessions: 1 } },
  ])
})

test('sessions: use is noted once a minute', async () => {
  await using server = await testApp()
  const cookie = await setUp(server)
  const seen = async () => {
    const row = await server.db
      .selectFrom('access.login_session')
      .select('seen_at')
      .executeTakeFirstOrThrow()
    return row.seen_at.getTime()
  }
  const start = await seen()
  const at = async (ms: number) => {
    server.clock.now = new Date(start + ms)
    await ask(server, 'GET', '/api/me', { cookie })
    return (await seen()) - start
  }
  assert.equal(await at(59_000), 0)
  assert.equal(await at(61_000), 61_000)
  assert.equal(await at(90_000), 61_000)
})

test('users: the list tells state, last sign-in and second factor, whoever wrote the row', async () => {
  await using server = await testApp()
  await setUp(server)
  const row = { email: null, team_id: null, region_id: null, login_id: null }
  await server.db
    .insertInto('access.user')
    .values([
      { ...row, name: 'Nur genannt', role: null },
      { ...row, name: 'Wartet', role: 'sales' },
      { ...row, name: 'Gesperrt', role: 'sales', active: false },
    ])
    .execute()
  const users = await server.db
    .selectFrom('access.user')
    .select(['name', 'state', 'last_sign_in_at'])
    .orderBy('name')
    .execute()
  assert.deepEqual(
    users.map(({ name, state, last_sign_in_at: at }) => [name, state, at?.toISOString() ?? null]),
    [
      ['Erika Muster', 'active', '2026-03-02T09:00:00.000Z'],
      ['Gesperrt', 'disabled', null],
      ['Nur genannt', 'named', null],
      ['Wartet', 'pending', null],
    ],
  )
})

test('sign-in: a refused one stands in the trail with whose it was, never with what was typed', async () => {
  await using server = await testApp()
  await setUp(server)
  const attempt = (email: string) =>
    ask(server, 'POST', '/api/auth/sign-in/email', {
      body: { email, password: 'not the password' },
      headers: { 'user-agent': FIREFOX },
    })
  await attempt('erika@example.com')
  await attempt('Nobody@Example.com')
  await attempt('mein geheimes passwort')
  const events = await server.db
    .selectFrom('access.audit_event')
    .select(['actor_name', 'after'])
    .where('action', '=', 'sign_in_failed')
    .orderBy('id')
    .execute()
  const facts = {
    reason: 'access.wrong_credentials',
    address: '127.0.0.1',
    device: 'Firefox, Linux',
  }
  assert.deepEqual(events, [
    { actor_name: 'Erika Muster', after: facts },
    { actor_name: 'unknown', after: { ...facts, email: 'nobody@example.com' } },
    { actor_name: 'unknown', after: { ...facts, email: null } },
  ])
})

test('one-time link: goes out by mail where a server is set, and says so when it could not', async () => {
  await using mails = await mailServer()
  const mailer = createMailer({ url: mails.url, from: 'Regelkreis <regelkreis@example.com>' })
  await using server = await testApp({ access: { sendMail: mailer?.send ?? null } })
  const cookie = await setUp(server)
  const id = await addUser(server, 'Vera', 'sales')
  const answer = await ask(server, 'POST', `/api/users/${id}/invitation`, { cookie })
  const { url, mail } = answer.body as { url: string; mail: string }
  assert.equal(mail, 'sent')
  const [taken] = mails.mails
  assert.equal(taken?.to, 'vera@example.com')
  const text = (taken?.text ?? '').replace(/=\r\n/g, '').replaceAll('=3D', '=')
  assert(text.includes(url), text)
  assert.match(text, /5\. M=C3=A4rz 2026 um 10:00/, '72 hours later, on the clock of Berlin')

  await using refusing = await mailServer({ refuses: true })
  const other = createMailer({ url: refusing.url, from: 'regelkreis@example.com' })
  await using second = await testApp({ access: { sendMail: other?.send ?? null } })
  const admin = await setUp(second)
  const veraId = await addUser(second, 'Vera', 'sales')
  const failed = await ask(second, 'POST', `/api/users/${veraId}/invitation`, { cookie: admin })
  assert.equal(failed.status, 201, 'the link is there all the same')
  assert.equal((failed.body as { mail: string }).mail, 'failed')
})
