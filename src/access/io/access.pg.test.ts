import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, setUp, testApp } from '../../../test/helpers/app.ts'

const codeOf = (body: unknown) => (body as { error?: { code?: string } }).error?.code

test('set-up link: makes the administrator once, signs in, writes settings and audit', async () => {
  await using server = await testApp()
  const before = await ask(server, 'GET', '/api/setup/state')
  assert.deepEqual(before.body, { needed: true, invitation: null })

  const stale = new URL((await server.access.setupLink()) ?? '')
  const link = new URL((await server.access.setupLink()) ?? '')
  assert.equal(link.origin + link.pathname, 'http://localhost:8080/setup')
  const body = { name: 'Erika Muster', email: 'Erika@Example.com', password: 'lang genug!' }
  const invalid = await ask(server, 'POST', '/api/setup', {
    body: { ...body, token: stale.searchParams.get('token') },
  })
  assert.equal(invalid.status, 404, 'a link of an earlier start is worthless')

  const token = link.searchParams.get('token')
  const done = await ask(server, 'POST', '/api/setup', {
    body: { ...body, token, currency: 'CHF', time_zone: 'Europe/Zurich', company_name: 'Muster' },
  })
  assert.equal(done.status, 201)
  assert.match(done.cookie, /^regelkreis\.session_token=/)
  assert.match(String(done.headers['set-cookie']), /HttpOnly/)
  assert.match(String(done.headers['set-cookie']), /SameSite=Lax/)
  assert.equal(server.saved.length, 1)

  const me = await ask(server, 'GET', '/api/me', { cookie: done.cookie })
  const { user, permissions } = me.body as {
    user: { name: string; email: string; role: string }
    permissions: string[]
  }
  assert.deepEqual(
    [user.name, user.email, user.role],
    ['Erika Muster', 'erika@example.com', 'administrator'],
  )
  assert(permissions.includes('users:write'))

  const again = await ask(server, 'POST', '/api/setup', { body: { ...body, token } })
  assert.deepEqual([again.status, codeOf(again.body)], [409, 'access.setup_link_used'])
  assert.equal(await server.access.setupLink(), null)
  const trail = await server.db.selectFrom('access.audit_event').select(['action']).execute()
  assert.deepEqual(trail, [{ action: 'set_up' }, { action: 'sign_in' }])
  const stored = await server.pool.query('select token_hash from access.setup_link')
  assert.doesNotMatch(JSON.stringify(stored.rows), new RegExp(String(token)))
})

test('set-up link: of two requests at once one wins, and nothing is left of the other', async () => {
  await using server = await testApp()
  const token = new URL((await server.access.setupLink()) ?? '').searchParams.get('token')
  const person = (name: string) => ({
    body: { token, name, email: `${name}@example.com`, password: 'lang genug!' },
  })
  const answers = await Promise.all([
    ask(server, 'POST', '/api/setup', person('anna')),
    ask(server, 'POST', '/api/setup', person('bert')),
  ])
  assert.deepEqual(answers.map((answer) => answer.status).toSorted(), [201, 409])
  const users = await server.db.selectFrom('access.user').select('name').execute()
  assert.equal(users.length, 1)
})

test('sign-in: wrong password and unknown address get the same answer; the token stays in the cookie', async () => {
  await using server = await testApp()
  await setUp(server)
  const path = '/api/auth/sign-in/email'
  const right = { email: 'ERIKA@example.com', password: 'correct horse battery' }
  const wrong = await ask(server, 'POST', path, { body: { ...right, password: 'wrong password' } })
  const unknown = await ask(server, 'POST', path, { body: { ...right, email: 'x@example.com' } })
  assert.deepEqual([wrong.status, codeOf(wrong.body)], [401, 'access.wrong_credentials'])
  assert.deepEqual([unknown.status, codeOf(unknown.body)], [401, 'access.wrong_credentials'])

  const done = await ask(server, 'POST', path, { body: right })
  assert.equal(done.status, 200)
  const session = await server.db.selectFrom('access.login_session').select('token').execute()
  for (const { token } of session) {
    assert(!JSON.stringify(done.body).includes(token), 'no session token in JSON')
  }
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: done.cookie })).status, 200)

  const out = await ask(server, 'POST', '/api/auth/sign-out', { cookie: done.cookie })
  assert.equal(out.status, 204)
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: done.cookie })).status, 401)
  const trail = await server.db
    .selectFrom('access.audit_event')
    .select('action')
    .where('kind', '=', 'session')
    .orderBy('id')
    .execute()
  assert.deepEqual(
    trail.map((entry) => entry.action),
    ['sign_in', 'sign_in_failed', 'sign_in_failed', 'sign_in', 'sign_out'],
  )
})

test('sign-in: attempts are counted per client address, not for all together', async () => {
  await using server = await testApp({ attemptsPerMinute: 3, trustedProxies: ['127.0.0.1'] })
  const attempt = (address: string) =>
    ask(server, 'POST', '/api/auth/sign-in/email', {
      body: { email: 'nobody@example.com', password: 'some password' },
      headers: { 'x-forwarded-for': address, 'x-regelkreis-client-address': '9.9.9.9' },
    })
  const statuses: number[] = []
  for (let i = 0; i < 5; i++) statuses.push((await attempt('203.0.113.7')).status)
  assert.deepEqual(statuses, [401, 401, 401, 429, 429])
  assert.equal((await attempt('203.0.113.8')).status, 401)
})

test('change of password: needs the old one, ends the other sessions, keeps this one', async () => {
  await using server = await testApp()
  const here = await setUp(server)
  const elsewhere = await ask(server, 'POST', '/api/auth/sign-in/email', {
    body: { email: 'erika@example.com', password: 'correct horse battery' },
  })
  const change = (currentPassword: string, newPassword: string) =>
    ask(server, 'POST', '/api/auth/change-password', {
      cookie: here,
      body: { currentPassword, newPassword },
    })
  assert.equal((await change('not the password', 'a new password')).status, 422)
  assert.equal((await change('correct horse battery', 'too short')).status, 400)
  const done = await change('correct horse battery', 'a new password')
  assert.equal(done.status, 200)
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: here })).status, 200)
  assert.equal((await ask(server, 'GET', '/api/me', { cookie: elsewhere.cookie })).status, 401)
})

test('a disabled user is out at once and cannot come back', async () => {
  await using server = await testApp()
  const cookie = await setUp(server)
  await server.db.updateTable('access.user').set({ active: false }).execute()
  assert.equal((await ask(server, 'GET', '/api/me', { cookie })).status, 401)
  const back = await ask(server, 'POST', '/api/auth/sign-in/email', {
    body: { email: 'erika@example.com', password: 'correct horse battery' },
  })
  assert.deepEqual([back.status, codeOf(back.body)], [401, 'access.wrong_credentials'])
})

test('invitation: the invited user chooses a password and gets their own role', async () => {
  await using server = await testApp()
  const cookie = await setUp(server)
  const { id } = await server.db
    .insertInto('access.user')
    .values({
      name: 'Viktor Vertrieb',
      email: 'viktor@example.com',
      role: 'sales',
      team_id: null,
      region_id: null,
      login_id: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const invitation = await ask(server, 'POST', `/api/users/${id}/invitation`, { cookie })
  assert.equal(invitation.status, 201)
  const { url } = invitation.body as { url: string }
  const token = new URL(url).searchParams.get('token')
  const state = await ask(server, 'GET', `/api/setup/state?token=${token}`)
  assert.deepEqual(state.body, {
    needed: false,
    invitation: { name: 'Viktor Vertrieb', email: 'viktor@example.com' },
  })
  const accepted = await ask(server, 'POST', '/api/setup', {
    body: { token, password: 'viktors passwort' },
  })
  assert.equal(accepted.status, 201)
  const forbidden = await ask(server, 'GET', '/api/audit-events', { cookie: accepted.cookie })
  assert.deepEqual([forbidden.status, codeOf(forbidden.body)], [403, 'access.not_permitted'])

  server.clock.now = new Date('2026-03-02T10:00:00Z')
  const second = await ask(server, 'POST', `/api/users/${id}/invitation`, { cookie })
  server.clock.now = new Date('2026-03-06T10:00:00Z')
  const late = await ask(server, 'POST', '/api/setup', {
    body: {
      token: new URL((second.body as { url: string }).url).searchParams.get('token'),
      password: 'viktors passwort',
    },
  })
  assert.deepEqual([late.status, codeOf(late.body)], [409, 'access.setup_link_expired'])
})

test('better-auth answers only through our routes', async () => {
  await using server = await testApp()
  const cookie = await setUp(server)
  for (const path of [
    'get-session',
    'list-sessions',
    'sign-up/email',
    'update-user',
    'ok',
    'two-factor/enable',
    'two-factor/disable',
    'two-factor/get-totp-uri',
    'two-factor/verify-totp',
    'two-factor/verify-backup-code',
    'two-factor/generate-backup-codes',
    'two-factor/send-otp',
  ]) {
    for (const method of ['GET', 'POST'] as const) {
      const answer = await ask(server, method, `/api/auth/${path}`, { cookie })
      assert.equal(answer.status, 404, `${method} ${path}`)
    }
  }
})
